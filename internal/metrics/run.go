package metrics

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Run is how a run of reindex went.
type Run struct {
	Started, Finished time.Time
	// Outcome is one word, such as published or refused.
	Outcome  string
	ExitCode int
	// Pages is how many pages were read, Rejected how many of them gave no
	// document, Documents how many documents there are now.
	Pages, Rejected, Documents int
	// Added, Removed and Changed compare the documents with those before.
	Added, Removed, Changed int
	// Crawled is by result how many addresses the run crawled first, and
	// Unreachable how many sites gave no answer. Crawled is nil where the run
	// did not crawl.
	Crawled     map[string]int
	Unreachable int
	// Overrides is by what became of them how many overrides of curators there
	// are; nil where there is no file of them.
	Overrides map[string]int
}

var (
	runStarted   = gauge("last_run_started_timestamp_seconds", "When the last run began, in seconds since 1970.")
	runFinished  = gauge("last_run_finished_timestamp_seconds", "When the last run ended, in seconds since 1970.")
	runInfo      = gauge("last_run_info", "Always 1; the label says how the last run ended.", "outcome")
	runExitCode  = gauge("last_run_exit_code", "Exit code of the last run: 0 done, 20 published with some pages rejected, others not published.")
	runPages     = gauge("last_run_pages", "Pages that the last run read.")
	runRejected  = gauge("last_run_rejected_pages", "Pages that gave the last run no document.")
	runDocuments = gauge("last_run_documents", "Documents of the last run.")
	runAdded     = gauge("last_run_added_documents", "Documents that the last run has besides those that were live before.")
	runRemoved   = gauge("last_run_removed_documents", "Documents that were live before and that the last run has no more.")
	runChanged   = gauge("last_run_changed_documents", "Documents that the last run has otherwise than they were live before.")
	runCrawled   = gauge("last_run_crawl_addresses", "Addresses of the crawl that the last run began with, by what became of them.", "result")
	runOverrides = gauge("last_run_overrides", "Overrides of curators, by what became of them in the last run that read the pages.", "result")
	runSilent    = gauge("last_run_crawl_unreachable_sites", "Sites that gave no answer to the crawl that the last run began with.")
)

// runCollector asks for the last run at each scrape.
type runCollector struct{ last func() (Run, bool) }

func (c runCollector) Describe(out chan<- *prometheus.Desc) {
	describe(out, runStarted, runFinished, runInfo, runExitCode, runPages, runRejected, runDocuments, runAdded, runRemoved, runChanged, runCrawled, runSilent, runOverrides)
}

func (c runCollector) Collect(out chan<- prometheus.Metric) {
	if c.last == nil {
		return
	}
	r, ok := c.last()
	if !ok {
		return
	}
	runStarted.set(out, seconds(r.Started))
	runFinished.set(out, seconds(r.Finished))
	runInfo.set(out, 1, r.Outcome)
	for _, m := range []struct {
		gauge asked
		n     int
	}{
		{runExitCode, r.ExitCode},
		{runPages, r.Pages}, {runRejected, r.Rejected}, {runDocuments, r.Documents},
		{runAdded, r.Added}, {runRemoved, r.Removed}, {runChanged, r.Changed},
	} {
		m.gauge.set(out, float64(m.n))
	}
	for result, n := range r.Overrides {
		runOverrides.set(out, float64(n), result)
	}
	if r.Crawled == nil {
		return
	}
	for result, n := range r.Crawled {
		runCrawled.set(out, float64(n), result)
	}
	runSilent.set(out, float64(r.Unreachable))
}

// WriteRun writes how a run went to path, under the names of a scrape, for the
// textfile collector of a node exporter, which wants a name that ends in .prom.
// The file is replaced as a whole, and what a killed run left beside it is
// removed; no other process may be writing it.
func WriteRun(path string, r Run) error {
	registry := prometheus.NewRegistry()
	registry.MustRegister(runCollector{func() (Run, bool) { return r, true }})
	err := prometheus.WriteToTextfile(path, registry)
	if err == nil {
		err = removeTemporary(path)
	}
	if err != nil {
		return fmt.Errorf("write the metrics of a run to %s: %w", path, err)
	}
	return nil
}

// removeTemporary removes the temporary files of WriteToTextfile, whose names
// are that of the file with a number behind it.
func removeTemporary(path string) error {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return err
	}
	for _, e := range entries {
		number, ok := strings.CutPrefix(e.Name(), filepath.Base(path))
		if !ok || number == "" || strings.Trim(number, "0123456789") != "" {
			continue
		}
		if err := os.Remove(filepath.Join(filepath.Dir(path), e.Name())); err != nil {
			return err
		}
	}
	return nil
}
