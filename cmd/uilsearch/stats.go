package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer"
	"github.com/uilsearch/uilsearch/indexer/crawl"
	"github.com/uilsearch/uilsearch/internal/config"
)

// lastRuns, lastOutcomes and lastVersions are how many stats shows.
const (
	lastRuns     = 10
	lastOutcomes = 50
	lastVersions = 50
)

func (a *app) newStats() *cobra.Command {
	asJSON, address := false, ""
	var o coverageOptions
	c := &cobra.Command{
		Use:   "stats",
		Short: "Say what the archive holds, what became of an address, or how the live index covers the cities",
		Args:  cobra.NoArgs,
		RunE: a.configured(func(ctx context.Context, _ []string) (err error) {
			if err := o.check(); err != nil {
				return err
			}
			if o.wanted {
				return a.statsCoverage(ctx, o, asJSON)
			}
			path := filepath.Join(a.config.Data, archive.FileName)
			ar, err := archive.OpenReadOnly(ctx, path)
			if errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("%w (no archive %s)", indexer.ErrEmpty, path)
			}
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, ar.Close()) }()
			if address != "" {
				return a.statsURL(ctx, ar, address, asJSON)
			}
			return a.stats(ctx, ar, asJSON)
		}),
	}
	c.Flags().StringVar(&address, "url", "", "say what became of this `address`, run by run")
	c.Flags().BoolVar(&o.wanted, "coverage", false, "member cities without a page, in one language, without a recent page; tags by rule; names not taken")
	c.Flags().StringVar(&o.since, "since", "", "with --coverage: what is older than this `date` is not recent (default a year before today)")
	c.Flags().BoolVar(&o.all, "all", false, "with --coverage: whole lists, not the first 20 of each")
	c.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	c.MarkFlagsMutuallyExclusive("url", "coverage")
	return c
}

// archiveStats is what stats writes.
type archiveStats struct {
	archive.Stats
	Runs []runStats `json:"runs"`
}

type runStats struct {
	Run     string                 `json:"run"`
	First   string                 `json:"first"`
	Last    string                 `json:"last"`
	Results map[archive.Result]int `json:"results"`
}

func (a *app) stats(ctx context.Context, ar *archive.Archive, asJSON bool) error {
	var s archiveStats
	var err error
	if s.Stats, err = ar.Stats(ctx); err != nil {
		return err
	}
	runs, err := ar.Runs(ctx, lastRuns)
	if err != nil {
		return err
	}
	s.Runs = []runStats{}
	for _, r := range runs {
		s.Runs = append(s.Runs, runStats{r.Run, r.First.Format(time.RFC3339), r.Last.Format(time.RFC3339), r.Results})
	}
	if asJSON {
		return writeJSON(a.stdout, s)
	}
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "live pages\t%d\ncaptures\t%d\ntombstones\t%d\naliases\t%d\ndocuments\t%d\nsize\t%s\n",
		s.Pages, s.Captures, s.Tombstones, s.Aliases, s.Documents, config.Size(s.Bytes).Rounded())
	for _, r := range s.Runs {
		fmt.Fprintf(w, "%s\t%s\n", r.Run, resultsLine(r.Results))
	}
	return w.Flush()
}

// resultsLine counts the outcomes of a run in the order in which they matter.
func resultsLine(results map[archive.Result]int) string {
	var parts []string
	for _, r := range []archive.Result{archive.Ingested, archive.Unchanged, archive.Skipped, archive.Rejected, archive.Failed, archive.Gone} {
		if n := results[r]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, r))
		}
	}
	return strings.Join(parts, ", ")
}

// addressStats is what is known of one address.
type addressStats struct {
	URL  string `json:"url"`
	Live bool   `json:"live"`
	// Captured is when the newest capture was made, Gone since when the page
	// is a tombstone, with the reason.
	Captured  string   `json:"captured,omitempty"`
	MediaType string   `json:"media_type,omitempty"`
	Bytes     int      `json:"bytes,omitempty"`
	Gone      string   `json:"gone,omitempty"`
	Reason    string   `json:"reason,omitempty"`
	Target    string   `json:"redirects_to,omitempty"`
	Aliases   []string `json:"aliases,omitempty"`
	// Visited and Status are of the last visit of a crawl.
	Visited  string        `json:"visited,omitempty"`
	Status   int           `json:"status,omitempty"`
	Outcomes []outcomeJSON `json:"outcomes"`
	// Versions are the captures that are kept, the newest first. Older says
	// how many more there are than are listed.
	Versions []versionStats `json:"versions"`
	Older    int            `json:"older_versions,omitempty"`
}

func (a *app) statsURL(ctx context.Context, ar *archive.Archive, address string, asJSON bool) error {
	s, err := findAddress(ctx, ar, address)
	if err != nil {
		return err
	}
	if asJSON {
		err = writeJSON(a.stdout, s)
	} else {
		err = s.write(a.stdout)
	}
	if err == nil && len(s.Outcomes) == 0 && !s.Live && s.Gone == "" && s.Target == "" {
		err = &exitError{exitEmpty, fmt.Errorf("stats: nothing is known of %s", address)}
	}
	return err
}

// findAddress looks for an address as it is written, and then for its canonical
// spelling.
func findAddress(ctx context.Context, ar *archive.Archive, address string) (addressStats, error) {
	s, err := readAddress(ctx, ar, address)
	canonical, canonicalErr := crawl.Canonical(address)
	if err != nil || len(s.Outcomes) > 0 || s.Live || canonicalErr != nil || canonical == address {
		return s, err
	}
	return readAddress(ctx, ar, canonical)
}

func readAddress(ctx context.Context, ar *archive.Archive, address string) (addressStats, error) {
	s := addressStats{URL: address, Outcomes: []outcomeJSON{}, Versions: []versionStats{}}
	p, live, err := ar.Page(ctx, address)
	if err != nil {
		return s, err
	}
	if s.Live = live; live {
		s.Captured, s.MediaType, s.Bytes, s.Aliases = p.Captured.Format(time.RFC3339), p.MediaType, len(p.Body), p.Aliases
	}
	t, gone, err := ar.Tombstone(ctx, address)
	if err != nil {
		return s, err
	}
	if gone {
		s.Gone, s.Reason = t.Gone.Format(time.RFC3339), t.Reason
	}
	if s.Target, err = ar.Target(ctx, "", address); err != nil {
		return s, err
	}
	v, visited, err := ar.Visit(ctx, address)
	if err != nil {
		return s, err
	}
	if visited {
		s.Visited, s.Status = v.Time.Format(time.RFC3339), v.Status
	}
	outcomes, err := ar.Outcomes(ctx, address, lastOutcomes)
	if err != nil {
		return s, err
	}
	for _, o := range outcomes {
		s.Outcomes = append(s.Outcomes, toOutcomeJSON(o))
	}
	return s, s.readVersions(ctx, ar)
}

func toOutcomeJSON(o archive.Outcome) outcomeJSON {
	return outcomeJSON{URL: o.URL, Run: o.Run, Result: o.Result, Reason: o.Reason, Time: o.Time.UTC().Format(time.RFC3339)}
}

// write tells a person.
func (s addressStats) write(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, s.URL)
	if s.Live {
		fmt.Fprintf(w, "live\t%s, %d bytes, captured %s\n", s.MediaType, s.Bytes, s.Captured)
	}
	if s.Gone != "" {
		fmt.Fprintf(w, "gone\t%s: %s\n", s.Gone, s.Reason)
	}
	if s.Target != "" {
		fmt.Fprintf(w, "redirects to\t%s\n", s.Target)
	}
	for _, alias := range s.Aliases {
		fmt.Fprintf(w, "redirected from\t%s\n", alias)
	}
	if s.Visited != "" {
		fmt.Fprintf(w, "last visit\t%s, status %d\n", s.Visited, s.Status)
	}
	for _, v := range s.Versions {
		fmt.Fprintf(w, "version\t%s, %d bytes, %s\n", v.Captured, v.Bytes, v.Digest[:min(len(v.Digest), shortDigest)])
	}
	if s.Older > 0 {
		fmt.Fprintf(w, "\tand %d older versions\n", s.Older)
	}
	for _, o := range s.Outcomes {
		fmt.Fprintf(w, "%s\t%s\n", o.Run, strings.TrimRight(fmt.Sprintf("%s: %s", o.Result, o.Reason), ": "))
	}
	return w.Flush()
}
