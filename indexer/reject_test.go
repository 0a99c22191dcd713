package indexer

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A step that panics costs one page, not the run.
func TestPanicRejectsThePage(t *testing.T) {
	p, out, log := pipeline("A|a", "panic|b", "B|c")
	got, err := p.Run(t.Context(), "")
	if err != nil || len(out.docs) != 2 || got.Rejected != 1 {
		t.Fatalf("%d documents, %+v, %v", len(out.docs), got, err)
	}
	if r := got.Rejections[0]; r.URL != "https://u.example/1" || !strings.Contains(r.Reason, "index out of range") {
		t.Errorf("rejected as %+v", r)
	}
	for _, want := range []string{"level=ERROR", "https://u.example/1", "indexer.extract"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("no %s in the log:\n%s", want, log)
		}
	}
}

func TestEveryRejectedPageIsAWarning(t *testing.T) {
	p, _, log := pipeline("A|a", "bad|b", "no text")
	if _, err := p.Run(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(log.String(), `level=WARN msg="page rejected"`); n != 2 {
		t.Errorf("%d warnings for 2 pages:\n%s", n, log)
	}
}

// However many are rejected, the log stays short.
func TestTheLogOfManyRejectedPagesIsShort(t *testing.T) {
	for maxRejects, rejected := range map[int]int{-1: MaxListed + 7, MaxListed: MaxListed + 1} {
		p, _, log := pipeline(append(slices.Repeat([]string{"bad|b"}, MaxListed+7), "A|a")...)
		p.MaxRejects = maxRejects
		got, err := p.Run(t.Context(), "")
		if got.Rejected != rejected || (err != nil) != (maxRejects >= 0) {
			t.Fatalf("%d rejected, %v", got.Rejected, err)
		}
		more := fmt.Sprintf(`msg="more pages were rejected" more=%d`, rejected-MaxListed)
		if n := strings.Count(log.String(), "page rejected"); n != MaxListed || !strings.Contains(log.String(), more) {
			t.Errorf("%d pages are named:\n%s", n, log)
		}
	}
}

// Two pages that claim one address are told of.
func TestConflicts(t *testing.T) {
	p, _, log := pipeline("A|a", "B|b")
	l := newLinker()
	l.conflicts = map[string]string{"https://u.example/0": "https://u.example/x"}
	p.Linker = l
	got, err := p.Run(t.Context(), "")
	if err != nil || got.Conflicts != 1 {
		t.Errorf("%d conflicts, %v", got.Conflicts, err)
	}
	if !strings.Contains(log.String(), "level=INFO msg=\"two pages") || !strings.Contains(log.String(), "https://u.example/x") {
		t.Errorf("log:\n%s", log)
	}
}
