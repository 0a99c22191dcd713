package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/indexer/curate"
	"github.com/uilsearch/uilsearch/indexer/extract"
	"github.com/uilsearch/uilsearch/internal/config"
	"github.com/uilsearch/uilsearch/internal/relevance"
)

func (a *app) newConfig() *cobra.Command {
	c := &cobra.Command{
		Use:   "config",
		Short: "Look at the settings",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return errors.New("config: say what to do: uilsearch config check")
		},
	}
	c.AddCommand(&cobra.Command{
		Use:   "check",
		Short: "Print everything that is wrong with settings, site profile, taxonomy, overrides and judged queries",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			a.started = true
			return a.checkConfig(c)
		},
	})
	return c
}

// checkConfig prints every problem, one to a line.
func (a *app) checkConfig(c *cobra.Command) error {
	loaded, err := a.load(c)
	problems := config.Problems(err)
	for _, p := range problems {
		fmt.Fprintln(a.stdout, p)
	}
	if len(problems) > 0 {
		return &exitError{exitConfig, fmt.Errorf("settings: %d to correct", len(problems))}
	}
	wrong := 0
	if err := checkProfile(loaded.Extract.Profile); err != nil {
		fmt.Fprintln(a.stdout, err)
		wrong++
	}
	for _, p := range taxonomyProblems(loaded.Taxonomy) {
		fmt.Fprintln(a.stdout, p)
		wrong++
	}
	for _, p := range overrideProblems(loaded.Taxonomy) {
		fmt.Fprintln(a.stdout, p)
		wrong++
	}
	_, err = relevance.Load(loaded.Reindex.Queries)
	for _, p := range config.Problems(err) {
		fmt.Fprintln(a.stdout, p)
		wrong++
	}
	if wrong > 0 {
		return &exitError{exitConfig, fmt.Errorf("site profile, taxonomy, overrides and judged queries: %d to correct", wrong)}
	}
	fmt.Fprintln(a.stdout, "settings, site profile, taxonomy, overrides and judged queries are in order")
	return nil
}

// taxonomyProblems returns what is wrong with the taxonomy, one problem each.
func taxonomyProblems(c config.Taxonomy) []string {
	t, err := loadTaxonomy(c)
	var out []string
	var wrong *taxonomy.Error
	if errors.As(err, &wrong) {
		for _, fault := range wrong.Faults {
			out = append(out, fmt.Sprintf("%s%c%v", filepath.Clean(c.Dir), filepath.Separator, fault))
		}
		return out
	}
	if err != nil {
		return []string{err.Error()}
	}
	for _, p := range t.Lint() {
		if p.BuiltIn {
			out = append(out, "built-in "+p.String())
			continue
		}
		p.File = filepath.Join(c.Dir, p.File)
		out = append(out, p.String())
	}
	return out
}

// overrideProblems returns what is wrong with the overrides of curators, as far
// as there is a taxonomy to tell.
func overrideProblems(c config.Taxonomy) []*config.Error {
	t, err := loadTaxonomy(c)
	if err != nil {
		return nil
	}
	_, err = curate.Load(c.Overrides, t)
	return config.Problems(err)
}

// checkProfile returns what is wrong with a site profile.
func checkProfile(path string) error {
	p, err := loadProfile(path)
	if err == nil {
		_, err = extract.New(p)
	}
	return err
}

// loadTaxonomy returns the taxonomy that the settings name.
func loadTaxonomy(c config.Taxonomy) (*taxonomy.Taxonomy, error) {
	if c.Dir == "" {
		return taxonomy.Default()
	}
	// The overrides may stand beside the taxonomy, of which they are no table.
	t, err := taxonomy.Load(withoutFile{os.DirFS(c.Dir), inDir(c.Dir, c.Overrides)})
	if err != nil {
		return nil, fmt.Errorf("%s/%w", c.Dir, err)
	}
	return t, nil
}
