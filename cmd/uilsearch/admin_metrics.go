package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"sync"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/metrics"
)

// newMetrics returns the metrics of the server. What is asked for at a scrape
// comes from the index, the guard and the data directory.
func (s *server) newMetrics() *metrics.Server {
	return metrics.New(metrics.Options{
		Status: func() metrics.Status {
			st, now := s.index.Status(), s.readinessNow()
			return metrics.Status{
				Ready: now.Ready, Degraded: now.Degraded,
				Generation: st.Generation, Engine: st.Engine, BuiltAt: st.BuiltAt,
				Documents: st.Documents, Hidden: st.Hidden, EngineCache: s.index.KeptBytes(),
			}
		},
		LastRun: s.lastRun.read,
		Cache:   func() (int, uint64) { return s.guard.Kept() },
	})
}

// maxSummary bounds in bytes what is read at each scrape.
const maxSummary = 4 << 20

// lastRun tells how the last run on a data directory went. It is safe for
// concurrent use.
type lastRun struct {
	data string
	log  *slog.Logger

	mu   sync.Mutex // guards said
	said string     // what was logged last; "" where the summary could be read
}

// read reads the summary. One that cannot be read is as good as none here, but
// is worth a line in the log, once.
func (l *lastRun) read() (metrics.Run, bool) {
	summary, err := l.load()
	trouble := ""
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		trouble = err.Error()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if trouble != "" && trouble != l.said {
		l.log.Warn("metrics without the last run", "error", err)
	}
	l.said = trouble
	return figures(summary), err == nil
}

func (l *lastRun) load() (publish.Summary, error) {
	path := runFile(l.data, "last-run.json")
	switch info, err := os.Stat(path); {
	case err != nil:
		return publish.Summary{}, err
	case !info.Mode().IsRegular() || info.Size() > maxSummary:
		return publish.Summary{}, fmt.Errorf("%s is no summary of a run; remove it", path)
	}
	return publish.LastRun(l.data)
}

// figures returns what a monitor is told of a run.
func figures(s publish.Summary) metrics.Run {
	out := metrics.Run{
		Started: s.Started, Finished: s.Finished, Outcome: s.Outcome, ExitCode: s.ExitCode,
		Pages: s.Pages, Rejected: s.Rejected, Documents: s.Documents,
	}
	if d := s.Diff; d != nil {
		out.Added, out.Removed, out.Changed = d.Added.Count, d.Removed.Count, d.Changed.Count
	}
	if c := s.Crawl; c != nil {
		out.Unreachable = len(c.Unreachable)
		out.Crawled = map[string]int{"ingested": c.Ingested, "unchanged": c.Unchanged, "skipped": c.Skipped, "failed": c.Failed, "gone": c.Gone, "waiting": c.Waiting}
	}
	out.Overrides = s.Overrides.Counts()
	return out
}

// counted tells the metrics of each request that begins or ends.
func counted(m *metrics.Server, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.InFlight(1)
		defer m.InFlight(-1)
		h.ServeHTTP(w, r)
	})
}
