package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/indexer/extract"
	"github.com/uilsearch/uilsearch/internal/config"
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
		Short: "Print everything that is wrong with settings, site profile and taxonomy",
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
	if err := checkProfile(loaded.Extract.Profile); err != nil {
		fmt.Fprintln(a.stdout, err)
		return &exitError{exitConfig, errors.New("site profile: not usable")}
	}
	t, err := loadTaxonomy(loaded.Taxonomy)
	if err != nil {
		fmt.Fprintln(a.stdout, err)
		return &exitError{exitConfig, errors.New("taxonomy: not usable")}
	}
	lint := t.Lint()
	for _, p := range lint {
		fmt.Fprintln(a.stdout, p)
	}
	if len(lint) > 0 {
		return &exitError{exitConfig, fmt.Errorf("taxonomy: %d to correct", len(lint))}
	}
	fmt.Fprintln(a.stdout, "settings, site profile and taxonomy are in order")
	return nil
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
	t, err := taxonomy.Load(os.DirFS(c.Dir))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Dir, err)
	}
	return t, nil
}
