package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// lineAt returns a line of a text that was captured so many hours after noon.
func lineAt(url, body string, hours int, more string) string {
	return fmt.Sprintf(`{"url":%q,"media_type":"text/plain","captured":%q,"body":%q%s}`+"\n", url, hoursAfter(hours).Format(time.RFC3339), body, more)
}

func hoursAfter(hours int) time.Time { return noon().Add(time.Duration(hours) * time.Hour) }

// bring ingests one file as a run of its own.
func bring(t *testing.T, a *archive.Archive, force bool, name, content string) Summary {
	t.Helper()
	r, err := a.Begin(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	in := &Ingester{Store: r, Now: noon, Force: force}
	s, err := in.FS(t.Context(), "/folder", fstest.MapFS{name: {Data: []byte(content)}})
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	return s
}

// allOf returns the lines that an export of an archive has.
func allOf(t *testing.T, a *archive.Archive) string {
	t.Helper()
	var b bytes.Buffer
	for c, err := range a.Captures(t.Context(), true) {
		if err != nil {
			t.Fatal(err)
		}
		if err := json.NewEncoder(&b).Encode(NewLine(c)); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// TestOrderOfAFile exports archives in which a capture is older than the one that
// it replaced, and reads them back twice.
func TestOrderOfAFile(t *testing.T) {
	const url = "file:///a.txt"
	for name, c := range map[string]struct {
		fill func(a *archive.Archive)
		live string // "" where it is gone
	}{
		"a clock that was ahead": {func(a *archive.Archive) {
			bring(t, a, false, "x.ndjson", lineAt(url, "old", 12, ""))
			bring(t, a, false, "a.txt", "new")
		}, "new"},
		"gone": {func(a *archive.Archive) {
			bring(t, a, false, "x.ndjson", lineAt(url, "old", 12, ""))
			r, err := a.Begin(t.Context(), "r")
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(r.Gone(t.Context(), url, "no longer in the folder", noon()), r.Close()); err != nil {
				t.Fatal(err)
			}
		}, ""},
		"by force": {func(a *archive.Archive) {
			bring(t, a, false, "x.ndjson", lineAt(url, "new", -1, ""))
			bring(t, a, true, "x.ndjson", lineAt(url, "old", -9, ""))
		}, "old"},
	} {
		source, _ := newRun(t)
		c.fill(source)
		want := allOf(t, source)
		target, _ := newRun(t)
		for range 2 {
			if s := bring(t, target, false, "x.ndjson", want); s.Skipped > 0 || s.Failed > 0 {
				t.Errorf("%s: %+v", name, s)
			}
			if diff := cmp.Diff(want, allOf(t, target)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		p, live, err := target.Page(t.Context(), url)
		if err != nil || live != (c.live != "") || string(p.Body) != c.live {
			t.Errorf("%s: %s is live: %v, %v", name, p.Body, live, err)
		}
	}
}

// Only what stands right behind in the same file is newer than it says.
func TestOrderOfFiles(t *testing.T) {
	const url, other = "https://uil.example/a", "https://uil.example/b"
	newer, older := lineAt(url, "new", 0, ""), lineAt(url, "old", -1, "")
	for name, c := range map[string]struct {
		files map[string]string
		live  string
	}{
		"right behind":                 {map[string]string{"a.ndjson": newer + older}, "old"},
		"further behind":               {map[string]string{"a.ndjson": newer + lineAt(other, "x", 0, "") + older}, "new"},
		"behind no page":               {map[string]string{"a.ndjson": newer + `{"url":"` + other + `"}` + "\n" + older}, "new"},
		"another file":                 {map[string]string{"a.ndjson": newer, "b.ndjson": older}, "new"},
		"gone before, in another file": {map[string]string{"a.ndjson": newer, "b.ndjson": lineAt(url, "new", 0, `,"gone":"2026-11-22T11:30:00Z"`)}, "new"},
	} {
		a, r := newRun(t)
		files := fstest.MapFS{}
		for name, content := range c.files {
			files[name] = &fstest.MapFile{Data: []byte(content)}
		}
		in := &Ingester{Store: r, Now: noon}
		if _, err := in.FS(t.Context(), "/folder", files); err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if p, live, err := a.Page(t.Context(), url); err != nil || !live || string(p.Body) != c.live {
			t.Errorf("%s: %q, live %v, %v", name, p.Body, live, err)
		}
	}
}

// What is of the future is refused, unless it is meant.
func TestTimesInTheFuture(t *testing.T) {
	const url = "https://uil.example/a"
	for name, c := range map[string]struct {
		line string
		sane bool
	}{
		"a little":       {lineAt(url, "a", 23, ""), true},
		"captured":       {lineAt(url, "a", 25, ""), false},
		"seen":           {lineAt(url, "a", 0, `,"seen":"2027-06-01T00:00:00Z"`), false},
		"found gone":     {lineAt(url, "a", 0, `,"gone":"2027-06-01T00:00:00Z"`), false},
		"seen and found": {lineAt(url, "a", -9, `,"seen":"2026-11-22T09:00:00Z","gone":"2026-11-22T10:00:00Z"`), true},
	} {
		a, _ := newRun(t)
		got := bring(t, a, false, "x.ndjson", c.line)
		if c.sane != (got.Ingested == 1) || c.sane == (got.Failed == 1) || !c.sane && !strings.Contains(got.LeftOut[0].Reason, "is in the future") {
			t.Errorf("%s: %+v", name, got)
		}
		if got := bring(t, a, true, "x.ndjson", c.line); got.Failed > 0 {
			t.Errorf("%s, by force: %+v", name, got)
		}
	}
}

// Pages that a file of many pages in the folder holds too are read from their
// files, whatever that says of them.
func TestRecordsBesideFiles(t *testing.T) {
	a, _ := newRun(t)
	ingest := func(body string) Summary {
		t.Helper()
		r, err := a.Begin(t.Context(), "run "+body)
		if err != nil {
			t.Fatal(err)
		}
		in := &Ingester{Store: r, Now: noon}
		s, err := in.FS(t.Context(), "/folder", fstest.MapFS{
			"a.txt": {Data: []byte(body)}, "b.txt": {Data: []byte(body)}, "c.txt": {Data: []byte(body)},
			"aa.ndjson": {Data: []byte(lineAt("file:///a.txt", "a", -1, "") + lineAt("file:///b.txt", "old", 0, "") + lineAt("file:///d.txt", "d", 0, ""))},
			"bb.ndjson": {Data: []byte(lineAt("file:///b.txt", "older", -1, ""))},
		})
		if err == nil {
			s, err = in.Mirror(t.Context(), a.Held(t.Context(), KnownPrefix, in.Roots()...))
		}
		if err := errors.Join(err, r.Close()); err != nil {
			t.Fatal(err)
		}
		return s
	}
	for _, body := range []string{"old", "new"} {
		if s := ingest(body); s.Failed != 0 || s.Gone != 0 {
			t.Errorf("%s: %+v", body, s)
		}
		for _, url := range []string{"file:///a.txt", "file:///b.txt", "file:///c.txt"} {
			p, live, err := a.Page(t.Context(), url)
			if err != nil || !live || string(p.Body) != body {
				t.Errorf("%s is %q, live %v, %v", url, p.Body, live, err)
			}
		}
	}
	// The outcome is that of the file.
	for url, first := range map[string]archive.Result{"file:///a.txt": archive.Ingested, "file:///b.txt": archive.Unchanged} {
		outcomes, err := a.Outcomes(t.Context(), url, 9)
		want := []archive.Outcome{{Run: "run new", URL: url, Result: archive.Ingested, Time: noon()}, {Run: "run old", URL: url, Result: first, Time: noon()}}
		slices.SortFunc(outcomes, func(a, b archive.Outcome) int { return strings.Compare(a.Run, b.Run) })
		if diff := cmp.Diff(want, outcomes); diff != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
}
