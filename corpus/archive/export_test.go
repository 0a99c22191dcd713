package archive

import (
	"errors"
	"testing"
	"time"
)

// Writing while the captures are read is not seen, and whoever has enough may stop.
func TestCapturesAreOfOneMoment(t *testing.T) {
	a, _ := open(t)
	for _, url := range []string{"a", "c"} {
		mustPut(t, a, edition(url, 0))
	}
	var got []string
	for c, err := range a.Captures(t.Context(), true) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(c.Body))
		mustPut(t, a, edition("b", len(got)))
		mustPut(t, a, edition("c", len(got)))
	}
	if len(got) != 2 || got[1] != "c at 0" {
		t.Errorf("got %q", got)
	}
	n := 0
	for range a.Captures(t.Context(), true) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d captures", n)
	}
	// The one that was left early holds nothing up.
	if _, err := a.PruneVersions(t.Context(), 1); err != nil {
		t.Error(err)
	}
}

func TestCapturesHaveTheirStatus(t *testing.T) {
	a, _ := open(t)
	r, err := a.Begin(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.PutFrom(t.Context(), Origin{Status: 203}, edition("u", 0)); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	mustPut(t, a, edition("u", 1))
	var got []int
	for c, err := range a.Captures(t.Context(), true) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, c.Status)
	}
	if len(got) != 2 || got[0] != 203 || got[1] != 0 {
		t.Errorf("got %v", got)
	}
}

func TestCapturesSayWhatIsDamaged(t *testing.T) {
	a, _ := open(t)
	mustPut(t, a, edition("a", 0))
	mustPut(t, a, edition("b", 0))
	if _, err := a.db.ExecContext(t.Context(), `UPDATE captures SET digest = 'x' WHERE url = 'b'`); err != nil {
		t.Fatal(err)
	}
	var last error
	n := 0
	for _, err := range a.Captures(t.Context(), false) {
		n, last = n+1, err
	}
	if n != 2 || !IsDamaged(last) {
		t.Errorf("%d captures, the last with %v", n, last)
	}
}

// What another program says of an address does not undo what was seen since.
func TestGoneFrom(t *testing.T) {
	a, _ := open(t)
	r, err := a.Begin(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	mustPut(t, a, edition("u", 4))
	if _, err := r.PutFrom(t.Context(), Origin{Root: "/folder"}, edition("file:///x", 4)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from Origin
		url  string
		hour int
		want Standing
		held bool
	}{
		{Origin{}, "never", 9, Kept, false},
		{Origin{}, "u", 3, Outdated, false},
		{Origin{}, "u", 4, New, false},
		{Origin{}, "u", 5, Kept, false},
		{Origin{}, "file:///x", 9, Kept, true},
		{Origin{Root: "/other"}, "file:///x", 9, Kept, true},
		{Origin{TakeOver: true}, "file:///x", 9, New, false},
	} {
		s, seen, err := r.GoneFrom(t.Context(), c.from, c.url, "told", noon.Add(time.Duration(c.hour)*time.Hour))
		var held *HeldError
		if s != c.want || errors.As(err, &held) != c.held || !c.held && err != nil {
			t.Errorf("%+v: %v, %v", c, s, err)
		}
		if s == Outdated && !seen.Equal(noon.Add(4*time.Hour)) {
			t.Errorf("seen %v", seen)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if got, found, err := a.Tombstone(t.Context(), "u"); err != nil || !found || got.Reason != "told" || !got.Gone.Equal(noon.Add(4*time.Hour)) {
		t.Errorf("%+v, %v, %v", got, found, err)
	}
}
