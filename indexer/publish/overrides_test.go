package publish

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOverridesLines(t *testing.T) {
	var none *Overrides
	if none.Lines() != nil || none.Counts() != nil || (&Overrides{}).Lines() != nil {
		t.Error("no overrides are worth a line")
	}
	if diff := cmp.Diff([]string{"overrides: 3 in force, 2 of pages that were left out"}, (&Overrides{Applied: 2, Idle: 1, Unread: 2}).Lines()); diff != "" {
		t.Error(diff)
	}
	o := &Overrides{File: "o.tsv", Applied: 1, Stale: 120, Unmatched: 1, Unsupported: 2}
	for i := range o.Lost() {
		o.Add(NotApplied{Line: i + 2, URL: "https://uil.example/a", Field: "city", Value: "cork", Status: "stale", Why: "it is old"})
	}
	o.NotApplied[0].Title, o.NotApplied[0].HashNow = "A title", "abc"
	lines := o.Lines()
	for i, want := range []string{
		"overrides: 1 in force; not applied: 120 stale, 1 without a page, 2 without their evidence",
		"  o.tsv:2: city cork of https://uil.example/a: it is old (now “A title”, content hash abc)",
		"  o.tsv:3: city cork of https://uil.example/a: it is old",
	} {
		if lines[i] != want {
			t.Errorf("line %d is %q", i, lines[i])
		}
	}
	if last := lines[len(lines)-1]; last != "  and 118 more" || len(lines) != 7 || len(o.NotApplied) != 100 {
		t.Errorf("%d listed:\n%s", len(o.NotApplied), strings.Join(lines, "\n"))
	}
	if got := fmt.Sprint(o.Counts()); got != "map[applied:1 idle:0 stale:120 unmatched:1 unsupported:2]" {
		t.Error(got)
	}
}
