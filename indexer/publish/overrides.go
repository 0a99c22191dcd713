package publish

import (
	"fmt"
	"strings"
	"time"
)

// maxOverrides is how many overrides that were not applied a Summary lists.
const maxOverrides = 100

// Overrides says what became of the overrides of curators.
type Overrides struct {
	// File is where they stand.
	File string `json:"file"`
	// Compared is when the run began that compared them with the pages: an
	// earlier one where this run read no page.
	Compared time.Time `json:"compared"`
	// Applied counts those that changed a page, Idle those that found it as they
	// want it. Stale are those whose page has another text by now, Unmatched
	// those without a page, Unsupported those whose evidence the page does not
	// have: none of these was applied. Unread are those without a page in a run
	// that did not take all pages.
	Applied     int `json:"applied"`
	Idle        int `json:"idle"`
	Stale       int `json:"stale"`
	Unmatched   int `json:"unmatched"`
	Unsupported int `json:"unsupported"`
	Unread      int `json:"unread,omitempty"`
	// NotApplied lists the first that were not applied, in order of their lines.
	NotApplied []NotApplied `json:"not_applied,omitempty"`
}

// NotApplied is an override that was not applied, with what is needed to renew
// its line.
type NotApplied struct {
	Line   int    `json:"line"`
	URL    string `json:"url"`
	Field  string `json:"field"`
	Value  string `json:"value,omitempty"`
	Status string `json:"status"`
	// Why is a sentence that says the remedy.
	Why string `json:"why"`
	// Title and HashNow are those of the page as it is, empty where there is
	// none.
	Title   string `json:"title,omitempty"`
	HashNow string `json:"content_hash_now,omitempty"`
}

// Add takes note of an override that was not applied.
func (o *Overrides) Add(n NotApplied) {
	if len(o.NotApplied) < maxOverrides {
		o.NotApplied = append(o.NotApplied, n)
	}
}

// Lost returns how many were not applied.
func (o *Overrides) Lost() int { return o.Stale + o.Unmatched + o.Unsupported }

// Counts returns the numbers by the name of what became of the overrides; nil
// of nil.
func (o *Overrides) Counts() map[string]int {
	if o == nil {
		return nil
	}
	return map[string]int{"applied": o.Applied, "idle": o.Idle, "stale": o.Stale, "unmatched": o.Unmatched, "unsupported": o.Unsupported}
}

// shownOverrides is how many of those that were not applied Lines has.
const shownOverrides = 5

// Lines tells a person, in one line where all is well.
func (o *Overrides) Lines() []string {
	if o == nil || o.Applied+o.Idle+o.Lost()+o.Unread == 0 {
		return nil
	}
	first := fmt.Sprintf("overrides: %d in force", o.Applied+o.Idle)
	if o.Unread > 0 {
		first += fmt.Sprintf(", %d of pages that were left out", o.Unread)
	}
	if o.Lost() == 0 {
		return []string{first}
	}
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{o.Stale, "stale"}, {o.Unmatched, "without a page"}, {o.Unsupported, "without their evidence"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	lines := []string{first + "; not applied: " + strings.Join(parts, ", ")}
	for i, n := range o.NotApplied {
		if i == shownOverrides {
			lines = append(lines, fmt.Sprintf("  and %d more", o.Lost()-i))
			break
		}
		lines = append(lines, "  "+n.line(o.File))
	}
	return lines
}

// line says which override was not applied, why, and how to renew it.
func (n NotApplied) line(file string) string {
	what := strings.TrimSpace(n.Field + " " + n.Value)
	s := fmt.Sprintf("%s:%d: %s of %s: %s", file, n.Line, what, n.URL, n.Why)
	if n.Title != "" {
		s += fmt.Sprintf(" (now “%s”, content hash %s)", n.Title, n.HashNow)
	}
	return s
}
