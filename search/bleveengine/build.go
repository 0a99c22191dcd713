package bleveengine

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// indexDir is Bleve's own directory below the engine's.
const indexDir = "bleve"

// Builder writes generations. The zero value is ready for use.
type Builder struct{}

// Batches are bounded in documents and in bytes: Bleve holds a batch in memory
// many times over.
const (
	batchDocuments = 1000
	batchBytes     = 64 << 20
)

// Build writes the documents into dir, which must exist and be empty, and
// merges them into one segment. What a failed or cancelled Build leaves behind
// has no manifest and is never served.
func (Builder) Build(ctx context.Context, dir string, docs iter.Seq2[corpus.Document, error]) (generation.Built, error) {
	built, err := build(ctx, dir, docs)
	if err != nil {
		return generation.Built{}, fmt.Errorf("build bleve index: %w", diskFull(err))
	}
	return built, nil
}

// diskFull makes a full disk known by its errno again, which Bleve keeps in
// the texts of some of its errors only.
func diskFull(err error) error {
	for _, errno := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT} {
		if !errors.Is(err, errno) && strings.Contains(err.Error(), errno.Error()) {
			return fmt.Errorf("%w: %w", errno, err)
		}
	}
	return err
}

// Identity returns what Build says of its files whatever the documents are:
// engine, versions and mapping.
func Identity() generation.Built {
	return generation.Built{Engine: Name, Versions: libraryVersions(), Mapping: mappingHash()}
}

func build(ctx context.Context, dir string, docs iter.Seq2[corpus.Document, error]) (generation.Built, error) {
	built := Identity()
	built.Fields = map[string]generation.FieldStats{}
	file, err := os.OpenFile(filepath.Join(dir, columnsFile), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return built, err
	}
	defer file.Close()
	path := filepath.Join(dir, indexDir)
	ix, err := bleve.NewUsing(path, mapping.NewIndexMapping(), scorch.Name, scorch.Name, nil)
	if err != nil {
		return built, err
	}
	rows := bufio.NewWriter(file)
	err = fill(ctx, ix, rows, docs, &built)
	if err == nil {
		err = merge(ctx, ix)
	}
	if closeErr := ix.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return built, err
	}
	if err := rows.Flush(); err != nil {
		return built, err
	}
	if err := file.Sync(); err != nil {
		return built, err
	}
	return built, dropOldFiles(path)
}

// filler writes documents batch by batch.
type filler struct {
	ix    bleve.Index
	rows  *json.Encoder
	built *generation.Built
	batch *bleve.Batch
	bytes int // of the batch
}

// fill writes all documents.
func fill(ctx context.Context, ix bleve.Index, rows io.Writer, docs iter.Seq2[corpus.Document, error], built *generation.Built) error {
	f := &filler{ix: ix, rows: json.NewEncoder(rows), built: built, batch: ix.NewBatch()}
	for d, err := range docs {
		if err != nil {
			return err
		}
		if err := f.add(&d); err != nil {
			return fmt.Errorf("document %s: %w", d.URL, err)
		}
		if f.bytes < batchBytes && f.batch.Size() < batchDocuments {
			continue
		}
		if err := f.flush(); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return f.flush()
}

// add puts a document into the batch and its row into the columns.
func (f *filler) add(d *corpus.Document) error {
	e, err := newEntry(d)
	if err != nil {
		return err
	}
	if err := f.rows.Encode(e.row); err != nil {
		return err
	}
	f.built.Documents++
	for field, n := range e.lengths {
		s := f.built.Fields[field]
		s.Documents++
		s.Tokens += int64(n)
		f.built.Fields[field] = s
	}
	f.bytes += e.bytes
	return f.batch.IndexAdvanced(e.doc)
}

func (f *filler) flush() error {
	if f.batch.Size() == 0 {
		return nil
	}
	err := f.ix.Batch(f.batch)
	f.batch, f.bytes = f.ix.NewBatch(), 0
	return err
}

// merge leaves one segment, which answers faster than several, and whose
// document numbers have no gaps.
func merge(ctx context.Context, ix bleve.Index) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	adv, err := ix.Advanced()
	if err != nil {
		return err
	}
	s, ok := adv.(*scorch.Scorch)
	if !ok {
		return fmt.Errorf("index is a %T, not scorch", adv)
	}
	return s.ForceMerge(ctx, nil)
}

// dropOldFiles opens the index once more for writing: Bleve removes the
// segments that were merged away only then.
func dropOldFiles(path string) error {
	ix, err := bleve.OpenUsing(path, map[string]interface{}{"bolt_timeout": "10s"})
	if err != nil {
		return err
	}
	return ix.Close()
}

// libraryVersions names the libraries that write the files.
func libraryVersions() map[string]string {
	versions := map[string]string{}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return versions
	}
	for _, m := range info.Deps {
		switch m.Path {
		case "github.com/blevesearch/bleve/v2", "github.com/blevesearch/zapx/v16", "github.com/blevesearch/zapx/v17":
			versions[m.Path] = m.Version
		}
	}
	return versions
}
