// Package metrics counts what the server and its runs do, and says it in the
// format that Prometheus reads.
package metrics

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// prefix begins the name of every metric of ours.
const prefix = "uilsearch_"

// other stands for every label value that is not known beforehand, so that no
// client can make the number of series grow.
const other = "other"

// Options are what is asked at the time of each scrape. Each func may be nil,
// is called from many goroutines, and must answer at once.
type Options struct {
	// Status says what is served.
	Status func() Status
	// LastRun says how the last run went, and whether there was one.
	LastRun func() (Run, bool)
	// Cache says how many answers are kept and how many bytes they take.
	Cache func() (answers int, bytes uint64)
}

// Server holds the metrics of one server. It is safe for concurrent use.
type Server struct {
	registry *prometheus.Registry

	mu     sync.RWMutex // guards routes
	routes map[string]bool

	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	sent     *prometheus.CounterVec
	inFlight prometheus.Gauge
	limited  prometheus.Counter
	swaps    prometheus.Counter
	searches *Searches
}

// New returns the metrics of a server, with those of its process and of the Go
// runtime, in a registry of their own.
func New(o Options) *Server {
	s := &Server{
		registry: prometheus.NewRegistry(),
		routes:   map[string]bool{},
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + "http_requests_total", Help: "Requests answered, by route, method and status code."}, []string{"route", "method", "code"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: prefix + "http_request_duration_seconds", Help: "Time from a request to the end of its answer, by route.", Buckets: buckets}, []string{"route"}),
		sent:     prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + "http_response_bytes_total", Help: "Bytes of answers as they were sent, without headers, by route."}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: prefix + "http_requests_in_flight", Help: "Requests being answered."}),
		limited:  prometheus.NewCounter(prometheus.CounterOpts{Name: prefix + "http_rate_limited_total", Help: "Requests refused with 429, because their client sent too many."}),
		swaps:    prometheus.NewCounter(prometheus.CounterOpts{Name: prefix + "generation_swaps_total", Help: "Generations taken over since the server began."}),
		searches: newSearches(),
	}
	s.registry.MustRegister(
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		s.requests, s.duration, s.sent, s.inFlight, s.limited, s.swaps,
		s.searches.asked, s.searches.running, s.searches.waiting,
		statusCollector{o.Status}, runCollector{o.LastRun}, cacheCollector{o.Cache},
	)
	return s
}

// buckets are the bounds of durations in seconds: from an answer out of memory
// to the longest that a search may take.
var buckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// Handler answers a scrape.
func (s *Server) Handler() http.Handler {
	return promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{})
}

// Routes makes the patterns of routes known, such as /doc/:id. All others are
// counted as "other".
func (s *Server) Routes(patterns ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range patterns {
		s.routes[p] = true
	}
}

// Observe counts an answer. Route is the pattern of its route, or empty where
// it had none, and bytes the size of its body as sent; below 0 counts as 0.
func (s *Server) Observe(route, method string, status int, took time.Duration, bytes int) {
	s.mu.RLock()
	if !s.routes[route] {
		route = other
	}
	s.mu.RUnlock()
	s.requests.WithLabelValues(route, known(method, methods), code(status)).Inc()
	s.duration.WithLabelValues(route).Observe(took.Seconds())
	s.sent.WithLabelValues(route).Add(float64(max(bytes, 0)))
}

// InFlight is told of each request that begins (1) or ends (-1).
func (s *Server) InFlight(delta int) { s.inFlight.Add(float64(delta)) }

// RateLimited counts a request that was refused because its client sent too
// many.
func (s *Server) RateLimited() { s.limited.Inc() }

// Swapped counts a generation that was taken over.
func (s *Server) Swapped() { s.swaps.Inc() }

// Searches returns what is told of searches; it is a guard.Observer.
func (s *Server) Searches() *Searches { return s.searches }

var methods = []string{http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPost}

// code returns a status code as a label; there are no more than 500.
func code(status int) string {
	if status < 100 || status > 599 {
		return other
	}
	return strconv.Itoa(status)
}
