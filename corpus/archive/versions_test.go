package archive

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
)

// edition returns the page of an address as it was so many hours after noon.
func edition(url string, hour int) corpus.Page {
	p := page(url, fmt.Sprint(url, " at ", hour))
	p.Captured = noon.Add(time.Duration(hour) * time.Hour)
	return p
}

func bodies(versions []Version, a *Archive, t *testing.T, url string) []string {
	t.Helper()
	var out []string
	for _, v := range versions {
		p, err := a.Version(t.Context(), url, v.ID)
		if err != nil || !p.Captured.Equal(v.Captured) || p.Digest() != v.Digest {
			t.Fatalf("%+v is %+v, %v", v, p, err)
		}
		out = append(out, fmt.Sprint(string(p.Body), " ", v.Live))
	}
	return out
}

// captures returns a line for each of Captures, with times in hours after noon.
func captures(t *testing.T, a *Archive, all bool) []string {
	t.Helper()
	var out []string
	for c, err := range a.Captures(t.Context(), all) {
		if err != nil {
			t.Fatal(err)
		}
		line := string(c.Body)
		if !c.Seen.IsZero() {
			line += fmt.Sprint(" seen ", c.Seen.Sub(noon).Hours())
		}
		if !c.Gone.IsZero() {
			line += fmt.Sprint(" gone ", c.Gone.Sub(noon).Hours(), " ", c.Reason)
		}
		out = append(out, line)
	}
	return out
}

func TestVersions(t *testing.T) {
	a, _ := open(t)
	for hour := range 5 {
		mustPut(t, a, edition("u", hour))
		mustPut(t, a, edition("gone", hour))
	}
	mustPut(t, a, edition("one", 0))
	again := edition("u", 4)
	again.Captured = noon.Add(6 * time.Hour) // seen unchanged
	mustPut(t, a, again)
	r, err := a.Begin(t.Context(), "r2")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Gone(t.Context(), "gone", "404", noon.Add(9*time.Hour)), r.Close()); err != nil {
		t.Fatal(err)
	}
	list := func(url string) []string {
		t.Helper()
		versions, err := a.Versions(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		return bodies(versions, a, t, url)
	}
	if diff := cmp.Diff([]string{"u at 4 true", "u at 3 false", "u at 2 false", "u at 1 false", "u at 0 false"}, list("u")); diff != "" {
		t.Error(diff)
	}
	if got := list("never"); got != nil {
		t.Errorf("never captured: %q", got)
	}
	versions, err := a.Versions(t.Context(), "u")
	if err != nil {
		t.Fatal(err)
	}
	for url, id := range map[string]int64{"u": 1 << 40, "one": versions[0].ID} {
		if _, err := a.Version(t.Context(), url, id); !errors.Is(err, ErrNoVersion) {
			t.Errorf("version %d of %s: %v", id, url, err)
		}
	}
	for all, want := range map[bool][]string{
		true: {"gone at 0", "gone at 1", "gone at 2", "gone at 3", "gone at 4 seen 4 gone 9 404",
			"one at 0 seen 0", "u at 0", "u at 1", "u at 2", "u at 3", "u at 4 seen 6"},
		false: {"gone at 4 seen 4 gone 9 404", "one at 0 seen 0", "u at 4 seen 6"},
	} {
		if diff := cmp.Diff(want, captures(t, a, all)); diff != "" {
			t.Error(all, diff)
		}
	}
	for _, c := range []struct{ keep, removed int }{{10, 0}, {2, 6}, {2, 0}, {0, 2}} {
		if n, err := a.PruneVersions(t.Context(), c.keep); n != c.removed || err != nil {
			t.Errorf("keep %d: removed %d, %v", c.keep, n, err)
		}
	}
	if diff := cmp.Diff([]string{"u at 4 true"}, list("u")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"gone at 4 false"}, list("gone")); diff != "" {
		t.Error(diff)
	}
	if err := a.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestStanding(t *testing.T) {
	a, _ := open(t)
	for _, hour := range []int{2, 4} {
		mustPut(t, a, edition("u", hour))
		mustPut(t, a, edition("gone", hour))
	}
	for _, hour := range []int{99, 3} { // a clock that was wrong
		mustPut(t, a, edition("late", hour))
	}
	seen := edition("u", 4)
	seen.Captured = noon.Add(6 * time.Hour) // seen unchanged
	mustPut(t, a, seen)
	r, err := a.Begin(t.Context(), "r2")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Gone(t.Context(), "gone", "404", noon.Add(8*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Put(t.Context(), edition("open", 5)); err != nil {
		t.Fatal(err)
	}
	earlier := edition("u", 4)
	earlier.Captured = noon.Add(3 * time.Hour)
	atOnce := edition("u", 9)
	atOnce.Captured = seen.Captured
	for name, c := range map[string]struct {
		page corpus.Page
		want Standing
	}{
		"never seen":                   {edition("new", 1), New},
		"newer":                        {edition("u", 7), New},
		"live":                         {edition("u", 4), Current},
		"as it is, and seen earlier":   {earlier, Current},
		"a version":                    {edition("u", 2), Kept},
		"before all":                   {edition("u", 1), Outdated},
		"between":                      {edition("u", 5), Outdated},
		"another at the same moment":   {atOnce, New},
		"gone since":                   {edition("gone", 7), Outdated},
		"a version of what is gone":    {edition("gone", 4), Kept},
		"after it was gone":            {edition("gone", 9), New},
		"a version, from the future":   {edition("late", 99), Kept},
		"live, and seen before":        {edition("late", 3), Current},
		"of this run":                  {edition("open", 5), Current},
		"older than that of this run":  {edition("open", 4), Outdated},
		"newer than that of this run ": {edition("open", 6), New},
	} {
		if got, last, err := r.Standing(t.Context(), c.page); got != c.want || err != nil {
			t.Errorf("%s: %v, last %v, %v", name, got, last, err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}
