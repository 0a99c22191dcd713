package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/indexer/ingest"
)

func (a *app) newImport() *cobra.Command {
	asJSON, force := false, false
	c := &cobra.Command{
		Use:   "import FILE…",
		Short: "Put the pages of WARC, NDJSON and zip files into the archive",
		Long: `Put the pages of files that hold many pages into the archive: web archives (.warc, .warc.gz), a page a line (.ndjson,
.jsonl, also with .gz), and zip files of any of these and of single pages (.zip). It does what ingest does with such
files, and takes no others. A capture that is older than what the archive knows of its address is passed over, unless
--force says that it is meant. docs/formats.md describes the formats.`,
		Args: cobra.MinimumNArgs(1),
		RunE: a.configured(func(ctx context.Context, files []string) error {
			for _, name := range files {
				if !ingest.HoldsPages(name) {
					return &exitError{exitUsage, fmt.Errorf("import: %s ends in none of .warc, .warc.gz, .ndjson, .jsonl, .ndjson.gz, .jsonl.gz, .zip; for folders and single pages there is ingest", name)}
				}
			}
			s, err := a.ingest(ctx, files, false, force)
			if err != nil {
				return err
			}
			if err := a.writeIngest(s, asJSON); err != nil {
				return err
			}
			if s.Pages() == 0 {
				return &exitError{exitEmpty, fmt.Errorf("import: no page in %s", strings.Join(files, ", "))}
			}
			return nil
		}),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write the summary as JSON")
	c.Flags().BoolVar(&force, "force", false, "replace newer captures, and pages of folders")
	return c
}
