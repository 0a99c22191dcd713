package bleveengine

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/searcher"
	index "github.com/blevesearch/bleve_index_api"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/search"
)

var _ search.Engine = (*Engine)(nil)

// Engine answers queries over one generation. It holds one snapshot of the
// index from Open to Close and is safe for concurrent use.
type Engine struct {
	ix      bleve.Index
	reader  index.IndexReader
	n       int
	columns *columns
	average [fieldKinds]map[string]float64 // by language; "" for exact fields
	words   *dictionary
	// postings and stored are caches of what was decoded.
	postings cache[postingsKey, *postings]
	stored   cache[uint32, corpus.Document]
	scratch  scratchPool
}

// Options bound the memory that an Engine keeps decoded data in, besides what
// the index itself takes. A cache that is full is emptied.
type Options struct {
	// PostingsBytes is about how many bytes of postings are kept, and StoredBytes
	// of documents; 0 for DefaultPostings and DefaultStored.
	PostingsBytes, StoredBytes int
}

// The sizes of the caches where nothing is said, in bytes.
const (
	DefaultPostings = 256 << 20
	DefaultStored   = 64 << 20
)

// boundClauses bounds what Bleve's own searchers may put together at once, for
// the whole process: without a bound one pattern can take all memory. Queries
// are worked out here without them; the bound is for whoever uses one some
// day.
var boundClauses = sync.OnceFunc(func() { searcher.DisjunctionMaxClauseCount = search.MaxPrefixTerms })

// Open opens the files that Build wrote to dir. The caller has verified them:
// Bleve does not notice damaged files.
func Open(dir string, m generation.Manifest, o Options) (*Engine, error) {
	boundClauses()
	e, err := open(dir, m)
	if err != nil {
		return nil, fmt.Errorf("open bleve index of %s: %w", m.Generation, err)
	}
	e.postings.limit, e.stored.limit = cmp.Or(o.PostingsBytes, DefaultPostings), cmp.Or(o.StoredBytes, DefaultStored)
	return e, nil
}

func open(dir string, m generation.Manifest) (_ *Engine, err error) {
	if m.Engine != Name || m.Mapping != mappingHash() {
		return nil, fmt.Errorf("it was built by engine %q with other fields; run uilsearch reindex", m.Engine)
	}
	ix, err := bleve.OpenUsing(filepath.Join(dir, indexDir), map[string]interface{}{"read_only": true, "bolt_timeout": "2s"})
	if err != nil {
		return nil, err
	}
	e := &Engine{ix: ix}
	defer func() {
		if err != nil {
			err = errors.Join(err, e.Close())
		}
	}()
	adv, err := ix.Advanced()
	if err != nil {
		return nil, err
	}
	if e.reader, err = adv.Reader(); err != nil {
		return nil, err
	}
	count, err := e.reader.DocCount()
	if err != nil {
		return nil, err
	}
	if int(count) != m.Documents {
		return nil, fmt.Errorf("it holds %d documents, the manifest says %d", count, m.Documents)
	}
	e.n = int(count)
	if err := e.readColumns(dir); err != nil {
		return nil, fmt.Errorf("%s: %w", columnsFile, err)
	}
	if e.words, err = readDictionary(e.reader); err != nil {
		return nil, err
	}
	e.averages(m)
	e.scratch.n = e.n
	return e, nil
}

func (e *Engine) readColumns(dir string) error {
	number := make(map[corpus.ID]uint32, e.n)
	for i := range e.n {
		id, err := e.reader.ExternalID(index.NewIndexInternalID(nil, uint64(i)))
		if err != nil {
			return err
		}
		number[corpus.ID(id)] = uint32(i)
	}
	f, err := os.Open(filepath.Join(dir, columnsFile))
	if err != nil {
		return err
	}
	defer f.Close()
	e.columns, err = readColumns(f, e.n, number)
	return err
}

// KeptBytes returns about how many bytes of decoded data are kept.
func (e *Engine) KeptBytes() int { return e.postings.bytes() + e.stored.bytes() }

// Close frees the snapshot and the index.
func (e *Engine) Close() error {
	var err error
	if e.reader != nil {
		err = e.reader.Close()
	}
	return errors.Join(err, e.ix.Close())
}

// Document returns a document as it was indexed.
func (e *Engine) Document(ctx context.Context, id corpus.ID) (corpus.Document, error) {
	if err := ctx.Err(); err != nil {
		return corpus.Document{}, err
	}
	doc, ok := e.columns.byID[id]
	if !ok {
		return corpus.Document{}, search.ErrNotFound
	}
	return e.document(doc)
}

// document reads the stored form of a document by its number.
func (e *Engine) document(doc uint32) (corpus.Document, error) {
	if d, ok := e.stored.get(doc); ok {
		return d, nil
	}
	id := e.columns.ids[doc]
	in, err := e.reader.Document(string(id))
	if err != nil {
		return corpus.Document{}, fmt.Errorf("read document %s: %w", id, err)
	}
	var out corpus.Document
	err = fmt.Errorf("read document %s: it is not stored", id)
	size := 0
	if in != nil {
		in.VisitFields(func(f index.Field) {
			if f.Name() == fieldStored {
				size = len(f.Value())
				err = json.Unmarshal(f.Value(), &out)
			}
		})
	}
	if err != nil {
		return corpus.Document{}, err
	}
	e.stored.put(doc, out, 2*size)
	return out, nil
}
