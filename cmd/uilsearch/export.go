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
		Long: `Write the newest capture of every page to a file, or to the standard output where none is named or it is "-": as a web
archive (warc, or warc.gz with each record compressed) or a page a line (ndjson). Pages that are gone are in it too, and
said to be so. import reads both back; with --all it makes the same pages and versions in an empty archive. The file
appears when it is whole. What crawls know of addresses is not in it: for a copy of everything there is backup.
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
	if err := mayWriteTo(name); err != nil {
		return &exitError{exitUsage, fmt.Errorf("export: %w", err)}
	}
	captures := ar.Captures(ctx, o.all)
	x := &exporting{format: format, now: time.Now().UTC(), only: indexer.AddressPattern(o.only), stop: ctx.Err}
	if name == "-" {
		if err := x.write(a.stdout, captures); err != nil {
			return fmt.Errorf("export: %w", err)
		}
		a.log.Info("exported", "captures", x.captures, "format", format)
		return nil
	}
	if err := x.writeFile(name, captures); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if a.quiet {
		return nil
	}
	_, err = fmt.Fprintf(a.stdout, "%d captures in %s\n", x.captures, name)
	return err
}

// mayWriteTo returns an error where a file cannot stand under a name.
func mayWriteTo(name string) error {
	if name == "-" {
		return nil
	}
	if at, err := os.Stat(name); err == nil && at.IsDir() {
		return fmt.Errorf("%s is a directory; name a file in it", name)
	}
	dir := filepath.Dir(name)
	if at, err := os.Stat(dir); err != nil || !at.IsDir() {
		return fmt.Errorf("there is no directory %s for %s; make it first", dir, name)
	}
	return nil
}

// exporting is one export.
type exporting struct {
	format string
	now    time.Time
	only   func(url string) bool // nil for all
	stop   func() error          // an error once the export is to end

	captures int
}

// writeFile writes a file that appears when it is whole.
func (x *exporting) writeFile(name string, captures iter.Seq2[archive.Capture, error]) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*.part")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	err = x.write(f, captures)
	if err == nil {
		err = f.Sync()
	}
	if err = cmp.Or(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// write writes the captures that are taken. None is an error.
func (x *exporting) write(w io.Writer, captures iter.Seq2[archive.Capture, error]) error {
	out := bufio.NewWriterSize(w, 1<<16)
	e := newEncoder(x.format, out, x.now)
	for c, err := range captures {
		if err = cmp.Or(err, x.stop()); err != nil {
			return err
		}
		if x.only != nil && !x.only(c.URL) {
			continue
		}
		if err := e.capture(c); err != nil {
			return err
		}
		x.captures++
	}
	switch {
	case x.captures == 0 && x.only != nil:
		return fmt.Errorf("--only takes no page: %w", indexer.ErrNoneTaken)
	case x.captures == 0:
		return indexer.ErrEmpty
	}
	return out.Flush()
}
