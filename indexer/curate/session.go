package curate

import (
	"fmt"

	"github.com/uilsearch/uilsearch/corpus"
)

// Session is one run over the documents of an archive. It serves one goroutine.
type Session struct {
	curator *Curator
	// results holds by line what became of the overrides whose page was seen.
	results map[int]Result
}

// Begin returns a session that has seen no document.
func (c *Curator) Begin() *Session { return &Session{curator: c, results: map[int]Result{}} }

// Apply is Curator.Apply, and remembers what became of the overrides. The error
// says that a document is not valid any more, which is a fault of the program.
func (s *Session) Apply(page string, d *corpus.Document) error {
	results := s.curator.Apply(page, d)
	changed := false
	for _, r := range results {
		changed = changed || r.Status == Applied
		// Of two pages with one address the one with the right text counts.
		if old, seen := s.results[r.Line]; !seen || old.Status == Stale {
			s.results[r.Line] = r
		}
	}
	if !changed {
		return nil
	}
	if err := d.Validate(); err != nil {
		return fmt.Errorf("curate %s: %w", d.URL, err)
	}
	return nil
}

// Results returns what became of each override, in the order of their lines.
// Those whose page was not seen are Unmatched.
func (s *Session) Results() []Result {
	out := make([]Result, 0, len(s.curator.overrides))
	for _, o := range s.curator.overrides {
		r, seen := s.results[o.Line]
		if !seen {
			r = Result{Override: o, Status: Unmatched, Why: "no page that could be read has this address: correct it, or delete the line"}
		}
		out = append(out, r)
	}
	return out
}
