package metrics

import (
	"slices"

	"github.com/prometheus/client_golang/prometheus"
)

// Searches counts searches and those that run or wait. It is safe for
// concurrent use.
type Searches struct {
	asked            *prometheus.CounterVec
	running, waiting prometheus.Gauge
}

// outcomes are how searches are answered; see guard.Observer.
var outcomes = []string{"hit", "miss", "shared", "refused"}

func newSearches() *Searches {
	s := &Searches{
		asked:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + "searches_total", Help: "Searches and documents asked for, by how they were answered: from memory (hit), by the index (miss), with an equal one under way (shared), or not, for too many (refused)."}, []string{"outcome"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{Name: prefix + "searches_running", Help: "Searches that the index is working on."}),
		waiting: prometheus.NewGauge(prometheus.GaugeOpts{Name: prefix + "searches_waiting", Help: "Searches that wait for a slot."}),
	}
	for _, how := range outcomes { // a rate needs the 0 that it starts from
		s.asked.WithLabelValues(how)
	}
	return s
}

// Asked counts a search by how it was answered.
func (s *Searches) Asked(how string) { s.asked.WithLabelValues(known(how, outcomes)).Inc() }

// Running is told of each search that begins (1) or ends (-1).
func (s *Searches) Running(delta int) { s.running.Add(float64(delta)) }

// Waiting is told of each search that begins (1) or ends (-1) to wait.
func (s *Searches) Waiting(delta int) { s.waiting.Add(float64(delta)) }

// known returns value if it is one of values, and else "other".
func known(value string, values []string) string {
	if slices.Contains(values, value) {
		return value
	}
	return other
}
