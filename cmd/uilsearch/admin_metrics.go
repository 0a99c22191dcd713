package main

import (
	"errors"
	"io/fs"
	"net/http"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/metrics"
)

// newMetrics returns the metrics of the server. What is asked for at a scrape
// comes from the index, the guard and the data directory.
func (s *server) newMetrics() *metrics.Server {
	return metrics.New(metrics.Options{
		Status: func() metrics.Status {
			st := s.index.Status()
			return metrics.Status{
				Generation: st.Generation, Engine: st.Engine, BuiltAt: st.BuiltAt,
				Documents: st.Documents, Hidden: st.Hidden, Problem: st.Problem != "",
			}
		},
		LastRun: s.lastRun,
		Cache:   func() (int, uint64) { return s.guard.Kept() },
	})
}

// lastRun reads how the last run on the data directory went. A summary that
// cannot be read is as good as none here, but is worth a line in the log.
func (s *server) lastRun() (metrics.Run, bool) {
	summary, err := publish.LastRun(s.data)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			s.log.Warn("metrics without the last run", "error", err)
		}
		return metrics.Run{}, false
	}
	return figures(summary), true
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
