package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/indexer/ingest"
	"github.com/uilsearch/uilsearch/internal/labelled"
)

func (a *app) newEvalTags() *cobra.Command {
	var asJSON bool
	var least string
	c := &cobra.Command{
		Use:   "tags DIR",
		Short: "Score the tags, types, dates and languages that pages are given",
		Long: `Take the pages of a labelled set through extraction and tagging, by the settings, and compare what comes out with what a
careful reader wrote into DIR/expected.tsv. docs/formats.md describes such sets and what is measured. -v lists every
mistake with its evidence.`,
		Args: cobra.ExactArgs(1),
		RunE: a.configured(func(ctx context.Context, args []string) error {
			return a.evalTags(ctx, args[0], least, asJSON)
		}),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print everything, with each mistake, as JSON")
	c.Flags().StringVar(&least, "min", "", "JSON `file` of the least that each figure may be; exit 21 where one is below")
	return c
}

// tagScores is what eval tags prints as JSON.
type tagScores struct {
	labelled.Evaluation
	MacroF1 *float64 `json:"theme_macro_f1"`
	// Below says which figures are below those of --min.
	Below []string `json:"below,omitempty"`
}

func (a *app) evalTags(ctx context.Context, dir, least string, asJSON bool) error {
	floors, err := readFloors(least)
	if err != nil {
		return err
	}
	e, err := a.measureTags(ctx, dir)
	if err != nil {
		return err
	}
	below := floors.Below(&e)
	if asJSON {
		s := tagScores{Evaluation: e, Below: below}
		if len(e.Themes) > 0 {
			macro := e.ThemeMacroF1()
			s.MacroF1 = &macro
		}
		err = writeJSON(a.stdout, s)
	} else {
		err = writeEvaluation(a.stdout, &e, a.verbose)
	}
	if err == nil && len(below) > 0 {
		err = &exitError{exitRefused, fmt.Errorf("eval: below %s: %s", least, strings.Join(below, "; "))}
	}
	return err
}

// readFloors reads the file of --min; no path is no floor.
func readFloors(path string) (labelled.Floors, error) {
	if path == "" {
		return nil, nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("eval: --min: %w", err)}
	}
	f, err := labelled.ReadFloors(content)
	if err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("eval: --min: %s: %w", path, err)}
	}
	return f, nil
}

// measureTags evaluates the labelled set of a folder.
func (a *app) measureTags(ctx context.Context, dir string) (e labelled.Evaluation, err error) {
	steps, err := a.newSteps()
	if err != nil {
		return e, err
	}
	defer func() { err = errors.Join(err, steps.close()) }()
	root, err := os.OpenRoot(dir)
	if err != nil {
		return e, &exitError{exitUsage, fmt.Errorf("eval: %w", err)}
	}
	defer root.Close()
	f, err := root.Open(labelled.File)
	if err != nil {
		return e, &exitError{exitUsage, fmt.Errorf("eval: no labelled set in %s: %w", dir, err)}
	}
	defer f.Close()
	name := filepath.Join(dir, labelled.File)
	set, err := labelled.Read(f, name)
	if err == nil {
		set, err = labelled.Resolve(set, name, steps.taxonomy)
	}
	if err != nil {
		return e, &exitError{exitUsage, err}
	}
	return labelled.Evaluate(ctx, set, labelledPages(ctx, root.FS()), steps.tag)
}

// labelledPages yields the pages of a set: those of its folder, and those of
// its file with a page a line.
func labelledPages(ctx context.Context, set fs.FS) iter.Seq2[corpus.Page, error] {
	return func(yield func(corpus.Page, error) bool) {
		var all []iter.Seq2[corpus.Page, error]
		if pages, err := fs.Sub(set, labelled.PagesDir); err == nil && holds(set, labelled.PagesDir) {
			all = append(all, ingest.Folder(ctx, pages, time.Now))
		}
		if holds(set, labelled.PagesFile) {
			all = append(all, ingest.FilePages(ctx, set, labelled.PagesFile, time.Now))
		}
		for _, pages := range all {
			for p, err := range pages {
				if !yield(p, err) {
					return
				}
			}
		}
	}
}

func holds(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return !errors.Is(err, fs.ErrNotExist)
}

// tag makes a document of a page as reindex does, up to what needs the other
// pages.
func (s *steps) tag(p corpus.Page) (corpus.Document, []labelled.Doubt, error) {
	d, err := s.extract.Document(p)
	if err != nil {
		return d, nil, err
	}
	d, doubts, err := s.enrich.Explain(d)
	if err != nil {
		return d, nil, err
	}
	out := make([]labelled.Doubt, len(doubts))
	for i, doubt := range doubts {
		out[i] = labelled.Doubt{Facet: doubt.Facet, Value: doubt.Value, Why: doubt.Why, Start: doubt.Start, End: doubt.End}
	}
	return d, out, nil
}
