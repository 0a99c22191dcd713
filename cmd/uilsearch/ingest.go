package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/ingest"
)

func (a *app) newIngest() *cobra.Command {
	asJSON, mirror, force := false, false, false
	c := &cobra.Command{
		Use:   "ingest PATH…",
		Short: "Put the pages of folders and files into the archive",
		Args:  cobra.MinimumNArgs(1),
		RunE: a.configured(func(ctx context.Context, paths []string) error {
			s, err := a.ingest(ctx, paths, mirror, force)
			if err != nil {
				return err
			}
			if err := a.writeIngest(s, asJSON); err != nil {
				return err
			}
			if s.Pages() == 0 {
				return &exitError{exitEmpty, fmt.Errorf("ingest: no page in %s", strings.Join(paths, ", "))}
			}
			return nil
		}),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write the summary as JSON")
	c.Flags().BoolVar(&mirror, "mirror", false, "treat pages whose files are gone from the folders as gone")
	c.Flags().BoolVar(&force, "force", false, "mirror even if most pages would be gone, and replace pages of other folders")
	return c
}

// ingest puts the pages below the paths into the archive. A mirror takes folders
// only, and is refused if it would lose most pages, unless it is forced.
func (a *app) ingest(ctx context.Context, paths []string, mirror, force bool) (s ingest.Summary, err error) {
	for _, p := range paths {
		if err := there("ingest", p); err != nil {
			return s, err
		}
		if info, err := os.Stat(p); err == nil && mirror && !info.IsDir() {
			return s, &exitError{exitUsage, fmt.Errorf("ingest: %s: %w", p, ingest.ErrNotFolder)}
		}
	}
	return s, a.withArchive(ctx, "ingest", func(ar *archive.Archive, run *archive.Run) error {
		in := a.ingester(run)
		in.Force = force
		if s, err = in.Paths(ctx, paths...); err != nil {
			return fmt.Errorf("ingest: %w", err)
		}
		if !mirror {
			return nil
		}
		if err := run.Flush(); err != nil {
			return err
		}
		if s, err = in.Mirror(ctx, ar.Held(ctx, ingest.KnownPrefix, in.Roots()...)); err != nil {
			err = fmt.Errorf("ingest: %s: %w", strings.Join(paths, ", "), err)
		}
		var shrunk *ingest.ShrinkError
		if errors.As(err, &shrunk) {
			return &exitError{exitRefused, err}
		}
		return err
	})
}

// there returns a wrong use of a command where there is nothing of the name.
func there(command, path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return &exitError{exitUsage, fmt.Errorf("%s: there is no file or folder %s", command, path)}
	}
	return nil
}

// ingester returns an Ingester that reports files that give no page to the log.
func (a *app) ingester(run *archive.Run) *ingest.Ingester {
	return &ingest.Ingester{
		Store:   run,
		Now:     a.now,
		Failed:  func(e *ingest.FileError) { a.log.Warn("file not kept", "url", e.URL, "reason", e.Reason) },
		Skipped: func(e *ingest.FileError) { a.log.Info("file skipped", "url", e.URL, "reason", e.Reason) },
	}
}

// withArchive opens the archive, which it creates where there is none, for one
// run of changes, and then removes the versions of pages that the settings do not
// keep. What was changed before an error stays.
func (a *app) withArchive(ctx context.Context, what string, do func(*archive.Archive, *archive.Run) error) error {
	if err := os.MkdirAll(a.config.Data, 0o755); err != nil {
		return err
	}
	ar, err := archive.Open(ctx, filepath.Join(a.config.Data, archive.FileName))
	if err != nil {
		return err
	}
	run, err := ar.Begin(ctx, what+"-"+time.Now().UTC().Format(runTime))
	if err != nil {
		return errors.Join(err, ar.Close())
	}
	err = errors.Join(do(ar, run), run.Close())
	if err == nil {
		err = a.pruneVersions(ctx, ar)
	}
	return errors.Join(err, ar.Close())
}

func (a *app) writeIngest(s ingest.Summary, asJSON bool) error {
	if asJSON {
		return writeJSON(a.stdout, s)
	}
	if a.quiet {
		return nil
	}
	_, err := fmt.Fprintf(a.stdout, "%d new or changed, %d unchanged, %d skipped, %d unreadable, %d gone\n",
		s.Ingested, s.Unchanged, s.Skipped, s.Failed, s.Gone)
	return err
}
