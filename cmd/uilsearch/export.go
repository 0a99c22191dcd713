package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer"
)

// exportOptions say what is exported, and how.
type exportOptions struct {
	format string
	all    bool
	only   string
}

func (a *app) newExport() *cobra.Command {
	var o exportOptions
	c := &cobra.Command{
		Use:   "export [FILE|-]",
		Short: "Write the pages of the archive as WARC or NDJSON",
		Long: `Write the newest capture of every live page to a file, or to the standard output where none is named or it is "-": as
a web archive (warc, or warc.gz with each record compressed) or a page a line (ndjson). import reads both back. The file
appears when it is whole. Pages that are gone are not in it: for a copy of everything there is backup.
docs/formats.md describes the formats.`,
		Args: cobra.MaximumNArgs(1),
		RunE: a.configured(func(ctx context.Context, args []string) error {
			name := "-"
			if len(args) == 1 {
				name = args[0]
			}
			return a.export(ctx, name, o)
		}),
	}
	c.Flags().StringVar(&o.format, "format", "", "`warc`, warc.gz or ndjson (default: by the ending of FILE, else warc.gz)")
	c.Flags().BoolVar(&o.all, "all", false, "every version of each page, the oldest first")
	c.Flags().StringVar(&o.only, "only", "", "only addresses that hold this `text`, or match this pattern with *")
	return c
}

// formatOf returns the format of an export.
func (o exportOptions) formatOf(name string) (string, error) {
	if o.format != "" {
		if !slices.Contains(exportFormats, o.format) {
			return "", &exitError{exitUsage, fmt.Errorf("export: --format is %s, not %q", strings.Join(exportFormats, ", "), o.format)}
		}
		return o.format, nil
	}
	for _, format := range exportFormats {
		if strings.HasSuffix(strings.ToLower(name), "."+format) {
			return format, nil
		}
	}
	if strings.HasSuffix(strings.ToLower(name), ".jsonl") {
		return formatNDJSON, nil
	}
	return formatWARCGzip, nil
}

// export writes the pages to a file, or to the standard output for "-".
func (a *app) export(ctx context.Context, name string, o exportOptions) (err error) {
	format, err := o.formatOf(name)
	if err != nil {
		return err
	}
	path := filepath.Join(a.config.Data, archive.FileName)
	ar, err := archive.OpenReadOnly(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return &exitError{exitEmpty, fmt.Errorf("export: there is no archive %s", path)}
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ar.Close()) }()
	pages := ar.Pages(ctx)
	if o.all {
		pages = ar.History(ctx)
	}
	x := &exporting{format: format, now: time.Now().UTC(), only: indexer.AddressPattern(o.only), stop: ctx.Err}
	if name == "-" {
		if err := x.write(a.stdout, pages); err != nil {
			return fmt.Errorf("export: %w", err)
		}
		a.log.Info("exported", "pages", x.pages, "format", format)
		return nil
	}
	if err := x.writeFile(name, pages); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if a.quiet {
		return nil
	}
	_, err = fmt.Fprintf(a.stdout, "%d captures in %s\n", x.pages, name)
	return err
}

// exporting is one export.
type exporting struct {
	format string
	now    time.Time
	only   func(url string) bool // nil for all
	stop   func() error          // an error once the export is to end
	pages  int
}

// writeFile writes a file that appears when it is whole.
func (x *exporting) writeFile(name string, pages iter.Seq2[corpus.Page, error]) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*.part")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	err = x.write(f, pages)
	if err == nil {
		err = f.Sync()
	}
	if err = cmp.Or(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// write writes the pages that are taken. None is an error.
func (x *exporting) write(w io.Writer, pages iter.Seq2[corpus.Page, error]) error {
	out := bufio.NewWriterSize(w, 1<<16)
	e := newEncoder(x.format, out, x.now)
	for p, err := range pages {
		if err = cmp.Or(err, x.stop()); err != nil {
			return err
		}
		if x.only != nil && !x.only(p.URL) {
			continue
		}
		if err := e.page(p); err != nil {
			return err
		}
		x.pages++
	}
	switch {
	case x.pages == 0 && x.only != nil:
		return fmt.Errorf("--only takes no page: %w", indexer.ErrNoneTaken)
	case x.pages == 0:
		return indexer.ErrEmpty
	}
	return out.Flush()
}
