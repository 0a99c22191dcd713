package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/corpus/sample"
	"github.com/uilsearch/uilsearch/indexer/ingest"
	"github.com/uilsearch/uilsearch/indexer/publish"
)

func (a *app) newDemo() *cobra.Command {
	pages := ""
	c := &cobra.Command{
		Use:   "demo",
		Short: "Index the bundled sample pages, or a folder, and serve them",
		Args:  cobra.NoArgs,
		RunE: a.configured(func(ctx context.Context, _ []string) error {
			return a.demo(ctx, pages)
		}),
	}
	c.Flags().StringVar(&pages, "pages", "", "index this `folder` instead of the sample, into a data directory of its own")
	a.listening(c)
	return c
}

// demo takes pages all the way and serves them. It may be run again at any
// time: what has not changed is not done again.
func (a *app) demo(ctx context.Context, pages string) error {
	var err error
	if a.config.Data, err = demoData(a.config.Data, pages); err != nil {
		return err
	}
	if err := a.demoIngest(ctx, pages); err != nil {
		return err
	}
	a.log.Info("a demo shows the pages as they are: no gate compares them with those of the time before")
	summary, err := a.reindex(ctx, runOptions{force: true})
	var locked *publish.LockedError
	switch {
	case errors.As(err, &locked):
		return err
	case summary.Outcome == publish.OutcomePublished || err == nil:
		if err != nil {
			a.log.Warn("some pages were left out", "reason", err)
		}
	default:
		return err
	}
	if err := a.writeSummary(summary, false); err != nil {
		return err
	}
	return a.serve(ctx, func(addr net.Addr) { a.writeInvitation(addr, pages != "") })
}

// demoData returns the data directory of the sample, or one for a folder by
// its absolute path.
func demoData(data, pages string) (string, error) {
	if pages == "" {
		return filepath.Join(data, "demo"), nil
	}
	path, err := filepath.Abs(pages)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(path))
	return filepath.Join(data, "pages", filepath.Base(path)+"-"+hex.EncodeToString(sum[:4])), nil
}

// demoIngest makes the archive hold the sample, or the folder as it is now.
func (a *app) demoIngest(ctx context.Context, pages string) error {
	if pages != "" {
		if info, err := os.Stat(pages); err != nil || !info.IsDir() {
			return &exitError{exitUsage, fmt.Errorf("demo: there is no folder %s", pages)}
		}
		s, err := a.ingest(ctx, []string{pages}, true, false)
		if err != nil {
			return err
		}
		if s.Pages() == 0 {
			return &exitError{exitEmpty, fmt.Errorf("demo: no page in %s: docs/formats.md says which files are read", pages)}
		}
		return a.writeIngest(s, false)
	}
	bundled, err := fs.Sub(sample.FS, "pages")
	if err != nil {
		return err
	}
	return a.withArchive(ctx, "demo", func(ar *archive.Archive, run *archive.Run) error {
		in := a.ingester(run)
		if _, err := in.FS(ctx, "the bundled sample", bundled); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
		if err := run.Flush(); err != nil {
			return err
		}
		s, err := in.Mirror(ctx, ar.Held(ctx, ingest.KnownPrefix, in.Roots()...))
		if err != nil {
			return fmt.Errorf("demo: %w", err)
		}
		return a.writeIngest(s, false)
	})
}

// writeInvitation prints three addresses to try.
func (a *app) writeInvitation(addr net.Addr, folder bool) {
	site := "http://" + addr.String()
	try := []string{
		site + "/",
		site + "/search?q=" + url.QueryEscape(`"1-2-3 Lifelong Learning Infrastructure"`),
		site + "/search?q=" + url.QueryEscape("남양주"),
	}
	if folder {
		try[1], try[2] = site+"/search?sort=newest", site+"/api/v1/search"
	}
	fmt.Fprintln(a.stdout, "Try:")
	for _, t := range try {
		fmt.Fprintln(a.stdout, "  "+t)
	}
	fmt.Fprintln(a.stdout, "Stop with Ctrl-C.")
}
