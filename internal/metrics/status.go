package metrics

import (
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Status says what a server serves, and whether it does.
type Status struct {
	// Ready says that searches are answered: a generation is served, and the
	// server is neither starting nor about to end. Degraded says that this is not
	// as it should be. Both are as /readyz says.
	Ready, Degraded bool

	// Generation is empty where nothing is served.
	Generation string
	Engine     string
	BuiltAt    time.Time
	// Documents is how many documents answer, Hidden how many besides are
	// taken out by hand.
	Documents, Hidden int
	// EngineCache is about how many bytes of the generation the engine keeps
	// decoded.
	EngineCache int
}

var (
	ready     = gauge("ready", "1 where searches are answered, else 0: also while the server starts and drains.")
	degraded  = gauge("degraded", "1 where no generation or not the live one is served, or the hidden list is not obeyed as it is, else 0.")
	served    = gauge("generation_info", "Always 1; the labels name the generation that is served.", "generation", "engine")
	builtAt   = gauge("generation_built_timestamp_seconds", "When the generation that is served was built, in seconds since 1970.")
	documents = gauge("generation_documents", "Documents that answer.")
	decoded   = gauge("engine_cache_bytes", "Memory of what the engine keeps decoded of the generation, in bytes, as estimated.")
	hidden    = gauge("generation_hidden_documents", "Documents that are taken out by hand.")

	cachedAnswers = gauge("cache_answers", "Answers that are kept in memory.")
	cachedBytes   = gauge("cache_bytes", "Memory that the kept answers take, in bytes, as estimated.")
)

// statusCollector asks for the status at each scrape.
type statusCollector struct{ status func() Status }

func (c statusCollector) Describe(out chan<- *prometheus.Desc) {
	describe(out, ready, degraded, served, builtAt, documents, hidden, decoded)
}

func (c statusCollector) Collect(out chan<- prometheus.Metric) {
	if c.status == nil {
		return
	}
	s := c.status()
	ready.set(out, number(s.Ready))
	degraded.set(out, number(s.Degraded))
	if s.Generation == "" {
		return
	}
	served.set(out, 1, s.Generation, s.Engine)
	builtAt.set(out, seconds(s.BuiltAt))
	documents.set(out, float64(s.Documents))
	hidden.set(out, float64(s.Hidden))
	decoded.set(out, float64(s.EngineCache))
}

// cacheCollector asks for the size of the cache at each scrape.
type cacheCollector struct {
	size func() (answers int, bytes uint64)
}

func (c cacheCollector) Describe(out chan<- *prometheus.Desc) {
	describe(out, cachedAnswers, cachedBytes)
}

func (c cacheCollector) Collect(out chan<- prometheus.Metric) {
	if c.size == nil {
		return
	}
	answers, bytes := c.size()
	cachedAnswers.set(out, float64(answers))
	cachedBytes.set(out, float64(bytes))
}

// asked is a gauge whose value is asked for at each scrape.
type asked struct{ desc *prometheus.Desc }

func gauge(name, help string, labels ...string) asked {
	return asked{prometheus.NewDesc(prefix+name, help, labels, nil)}
}

// set gives the value of a scrape. Labels come from files, and a label that is
// not UTF-8 would be a panic.
func (g asked) set(out chan<- prometheus.Metric, v float64, labels ...string) {
	for i, l := range labels {
		labels[i] = strings.ToValidUTF8(l, "�")
	}
	out <- prometheus.MustNewConstMetric(g.desc, prometheus.GaugeValue, v, labels...)
}

func describe(out chan<- *prometheus.Desc, gauges ...asked) {
	for _, g := range gauges {
		out <- g.desc
	}
}

func number(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// seconds returns a time in seconds since 1970.
func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
