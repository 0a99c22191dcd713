package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/ingest"
)

// standardInput names the standard input among files. standardInputName stands
// for it in what is told of a record, inputInWords in sentences.
const (
	standardInput     = "-"
	standardInputName = "standard-input"
	inputInWords      = "the standard input"
)

func (a *app) newImport() *cobra.Command {
	asJSON, force := false, false
	c := &cobra.Command{
		Use:   "import FILE…|-",
		Short: "Put the pages of WARC, NDJSON and zip files into the archive",
		Long: `Put the pages of files that hold many pages into the archive: web archives (.warc, .warc.gz), a page a line (.ndjson,
.jsonl, also with .gz), and zip files of any of these and of single pages (.zip). It does what ingest does with such
files, and takes no others. "-" is the standard input, which holds WARC or NDJSON, as gzip or not: that is seen by how
it begins. A capture that is older than what the archive knows of its address is passed over, unless --force says that
it is meant. docs/formats.md describes the formats.`,
		Args: cobra.MinimumNArgs(1),
		RunE: a.configured(func(ctx context.Context, files []string) error {
			if err := checkImports(files); err != nil {
				return err
			}
			s, err := a.imports(ctx, files, force)
			if err != nil {
				return err
			}
			if err := a.writeIngest(s, asJSON); err != nil {
				return err
			}
			if s.Pages() == 0 && s.Gone == 0 {
				return &exitError{exitEmpty, fmt.Errorf("import: no page in %s", strings.Join(inWords(files), ", "))}
			}
			return nil
		}),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write the summary as JSON")
	c.Flags().BoolVar(&force, "force", false, "replace newer captures, and pages of folders")
	return c
}

// checkImports returns why one of the files cannot be imported, before anything
// is read.
func checkImports(files []string) error {
	inputs := 0
	for _, name := range files {
		if name == standardInput {
			inputs++
			continue
		}
		if !ingest.HoldsPages(name) {
			return &exitError{exitUsage, fmt.Errorf("import: %s ends in none of .warc, .warc.gz, .ndjson, .jsonl, .ndjson.gz, .jsonl.gz, .zip; for folders and single pages there is ingest", name)}
		}
		if err := there("import", name); err != nil {
			return err
		}
	}
	if inputs > 1 {
		return &exitError{exitUsage, errors.New("import: the standard input can be read once only")}
	}
	return nil
}

// imports puts the pages of files into the archive.
func (a *app) imports(ctx context.Context, files []string, force bool) (s ingest.Summary, err error) {
	return s, a.withArchive(ctx, "import", func(_ *archive.Archive, run *archive.Run) error {
		in := a.ingester(run)
		in.Force = force
		for _, name := range files {
			if name == standardInput {
				if s, err = in.Stream(ctx, standardInputName, until(ctx, a.stdin)); err != nil {
					err = fmt.Errorf("%s: %w", inputInWords, err)
				}
			} else {
				s, err = in.Paths(ctx, name)
			}
			if errors.Is(err, ingest.ErrStream) {
				return &exitError{exitUsage, fmt.Errorf("import: %w", err)}
			}
			if err != nil {
				return fmt.Errorf("import: %w", err)
			}
		}
		return nil
	})
}

// inWords returns the names of files for a sentence.
func inWords(files []string) []string {
	out := slices.Clone(files)
	for i, name := range out {
		if name == standardInput {
			out[i] = inputInWords
		}
	}
	return out
}

// until returns a reader of r that ends with ctx, even while r keeps it waiting, as
// a terminal may for ever. What waits then ends with r or with the process.
func until(ctx context.Context, r io.Reader) io.Reader {
	out, in := io.Pipe()
	stop := context.AfterFunc(ctx, func() { in.CloseWithError(ctx.Err()) })
	go func() {
		defer stop()
		_, err := io.Copy(in, r)
		in.CloseWithError(err)
	}()
	return out
}
