package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/indexer/extract"
)

func (a *app) newEval() *cobra.Command {
	c := &cobra.Command{Use: "eval", Short: "Measure how well a part of the program does its work"}
	c.AddCommand(a.newEvalExtract(), a.newEvalTags())
	return c
}

func (a *app) newEvalExtract() *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "extract DIR",
		Short: "Score the text that is found in a set of articles",
		Long: `Read the pages of a set in the layout of article-extraction-benchmark, DIR/html/ID.html.gz, and compare the text that is found
with that of DIR/ground-truth.json, {"ID": {"url": …, "articleBody": …}}, by runs of four words. Precision and recall are
means over the pages, F1 is that of the two means.`,
		Args: cobra.ExactArgs(1),
		RunE: a.configured(func(ctx context.Context, args []string) error { return a.evalExtract(ctx, args[0], asJSON) }),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the scores, and those of each page, as JSON")
	return c
}

// extractScores is what eval extract prints as JSON.
type extractScores struct {
	Count int `json:"count"`
	extract.Evaluation
	Milliseconds float64 `json:"milliseconds_per_page"`
}

func (a *app) evalExtract(ctx context.Context, dir string, asJSON bool) error {
	profile, err := loadProfile(a.config.Extract.Profile)
	if err != nil {
		return &exitError{exitConfig, err}
	}
	extractor, err := extract.New(profile)
	if err != nil {
		return &exitError{exitConfig, err}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return &exitError{exitUsage, fmt.Errorf("eval: no set in %s: %w", dir, err)}
	}
	defer root.Close()
	e, err := extract.Evaluate(ctx, root.FS(), extractor.Document)
	if ctx.Err() != nil {
		return err
	}
	if err != nil {
		return &exitError{exitUsage, fmt.Errorf("eval: the set in %s: %w", dir, err)}
	}
	s := extractScores{Count: len(e.Pages), Evaluation: e}
	s.Milliseconds = float64(e.Time) / float64(time.Millisecond) / float64(s.Count)
	if asJSON {
		return json.NewEncoder(a.stdout).Encode(s)
	}
	for _, p := range e.Pages {
		if p.Error != "" {
			a.log.Warn("no document", "page", p.ID, "error", p.Error)
		}
	}
	_, err = fmt.Fprintf(a.stdout, "pages      %d, of which %d gave no document\nprecision  %.3f\nrecall     %.3f\nF1         %.3f\ntime       %.1f ms a page\n",
		s.Count, s.Failed, s.Precision, s.Recall, s.F1, s.Milliseconds)
	return err
}
