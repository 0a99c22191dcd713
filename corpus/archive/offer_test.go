package archive

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Many addresses at once come to what one after the other would.
func TestOffer(t *testing.T) {
	a, _ := open(t)
	r := begin(t, a, "r1")
	all(t, r.BeginCrawl(t.Context(), "c", noon), r.RecordFirst(t.Context(), Outcome{URL: "x", Result: Failed, Reason: "before", Time: noon}))
	entries := []Entry{
		{URL: "a", Host: "h", Kind: "page", Depth: 3}, {URL: "b", Host: "h", Kind: "page", Depth: 2}, {URL: "a", Host: "h", Kind: "page", Depth: 1},
	}
	outcomes := []Outcome{{URL: "x", Result: Skipped, Reason: "after", Time: noon}, {URL: "y", Result: Skipped, Reason: "rule", Time: noon}}
	for _, want := range []int{2, 0} { // a second time nothing is new
		if added, err := r.Offer(t.Context(), "c", entries, outcomes); err != nil || added != want {
			t.Errorf("%d added, %v; want %d", added, err, want)
		}
	}
	all(t, r.Flush())
	e, found, err := a.Next(t.Context(), "c", "h")
	if diff := cmp.Diff(Entry{URL: "a", Host: "h", Kind: "page", Depth: 1}, e); diff != "" || !found || err != nil {
		t.Errorf("%s%v", diff, err)
	}
	queued, err := a.QueuedOf(t.Context(), "c", []string{"b", "y", "a", `it's "quoted"`})
	if diff := cmp.Diff(map[string]bool{"a": true, "b": true}, queued); diff != "" || err != nil {
		t.Errorf("%s%v", diff, err)
	}
	if none, err := a.QueuedOf(t.Context(), "other", []string{"a"}); len(none) != 0 || err != nil {
		t.Errorf("%v, %v", none, err)
	}
	recorded, err := a.Recorded(t.Context(), "r1")
	if err != nil || len(recorded) != 2 || recorded[0].Reason != "before" || recorded[1].Reason != "rule" {
		t.Errorf("%+v, %v", recorded, err)
	}
}

// A panic leaves nothing behind, and the next changes are as ever.
func TestTogetherPanics(t *testing.T) {
	a, _ := open(t)
	r := begin(t, a, "r1")
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is lost")
			}
		}()
		_ = r.Together(func() error {
			all(t, r.Record(t.Context(), Outcome{URL: "a", Result: Failed, Time: noon}))
			panic("x")
		})
	}()
	all(t, r.Record(t.Context(), Outcome{URL: "b", Result: Failed, Time: noon}), r.Flush())
	if recorded, err := a.Recorded(t.Context(), "r1"); err != nil || len(recorded) != 1 || recorded[0].URL != "b" {
		t.Errorf("%+v, %v", recorded, err)
	}
}

func TestAnswered(t *testing.T) {
	a, _ := open(t)
	r := begin(t, a, "r1")
	for url, status := range map[string]int{"a": 200, "b": 304, "c": 404, "d": 301} {
		all(t, r.PutVisit(t.Context(), Visit{URL: url, Status: status, Time: noon}))
	}
	all(t, r.Flush())
	got := map[string]bool{}
	for url, err := range a.Answered(t.Context(), "r1") {
		all(t, err)
		got[url] = true
	}
	if diff := cmp.Diff(map[string]bool{"a": true, "b": true}, got); diff != "" {
		t.Error(diff)
	}
}
