package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/pprof" // also registers on http.DefaultServeMux, which nothing here serves
	"time"

	"github.com/uilsearch/uilsearch/search"
)

// adminWriteTimeout lets a profile of half a minute, or a slow one of all
// memory, come to its end.
const adminWriteTimeout = 3 * time.Minute

// adminServer returns the server for operators, and its connections.
func (s *server) adminServer() (*http.Server, *connections) {
	server := s.httpServer(s.adminRoutes(), adminWriteTimeout)
	_, most := shares(openFiles(), s.config.Connections)
	return server, bound(server, most)
}

// adminRoutes tells operators whether the process lives, what it serves and
// what it does, and lets them have it look for a new generation. Health and
// readiness are for whoever reaches the listener, the rest for operators.
func (s *server) adminRoutes() http.Handler {
	private := http.NewServeMux()
	private.Handle("GET /metrics", s.metrics.Handler())
	private.HandleFunc("POST /reload", s.reloadNow)
	private.HandleFunc("/debug/pprof/", pprof.Index)
	private.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	private.HandleFunc("/debug/pprof/profile", pprof.Profile)
	private.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	private.HandleFunc("/debug/pprof/trace", pprof.Trace)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", s.readiness)
	mux.Handle("/", withToken(s.config.AdminToken, private))
	if s.config.AdminToken == "" {
		return fromThisMachine(s.config.AdminAddr, mux)
	}
	return mux
}

// readiness is what /readyz answers. Ready means that searches are answered,
// Degraded that nothing is served or not what should be. Problem says why.
type readiness struct {
	Ready      bool       `json:"ready"`
	Degraded   bool       `json:"degraded"`
	Draining   bool       `json:"draining"`
	Generation string     `json:"generation,omitempty"`
	BuiltAt    *time.Time `json:"built_at,omitempty"`
	// Age is how many seconds ago the generation was built.
	Age       *int64 `json:"age_seconds,omitempty"`
	Documents int    `json:"documents"`
	Hidden    int    `json:"hidden"`
	Problem   string `json:"problem,omitempty"`
}

func (s *server) readinessNow() readiness {
	st := s.index.Status()
	r := readiness{
		Ready: st.Generation != "", Degraded: st.Degraded(),
		Generation: st.Generation, Documents: st.Documents, Hidden: st.Hidden, Problem: st.Problem,
	}
	if r.Ready {
		age := int64(time.Since(st.BuiltAt).Seconds())
		r.BuiltAt, r.Age = &st.BuiltAt, &age
	}
	switch phase := s.phase.Load(); {
	case phase == phaseStarting:
		r.Ready, r.Problem = false, "starting"
	case phase == phaseDraining:
		r.Ready, r.Draining, r.Problem = false, true, "draining"
	case !r.Ready && r.Problem == "":
		r.Problem = search.ErrNoGeneration.Error()
	}
	return r
}

// readiness answers 200 while searches are answered, and 503 before, and once
// the server is about to end.
func (s *server) readiness(w http.ResponseWriter, _ *http.Request) {
	r, code := s.readinessNow(), http.StatusOK
	if !r.Ready {
		code = http.StatusServiceUnavailable
	}
	s.writeStatus(w, code, r)
}

// reloadNow looks for a new generation and reads the list of hidden pages. It
// answers with what is served then, and 503 where that did not come off.
func (s *server) reloadNow(w http.ResponseWriter, r *http.Request) {
	s.log.Info("reload asked for by an operator")
	err := s.index.Reload(r.Context())
	now, code := s.readinessNow(), http.StatusOK
	if err != nil {
		now.Problem, code = err.Error(), http.StatusServiceUnavailable
	}
	s.writeStatus(w, code, now)
}

func (s *server) writeStatus(w http.ResponseWriter, code int, status readiness) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	if err := json.NewEncoder(w).Encode(status); err != nil {
		s.log.Debug("answer to an operator cut off", "error", err)
	}
}
