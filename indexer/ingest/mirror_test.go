package ingest

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

func numbered(n int) fstest.MapFS {
	files := fstest.MapFS{}
	for i := range n {
		files[fmt.Sprintf("%03d.html", i)] = &fstest.MapFile{Data: []byte("x")}
	}
	return files
}

// A mirror that would lose most of what is known is refused and changes nothing.
func TestMirrorRefusesToLoseMost(t *testing.T) {
	for _, c := range []struct {
		before, after int
		force, refuse bool
	}{
		{50, 1, false, true},
		{50, 24, false, true},
		{50, 25, false, false},
		{50, 1, true, false},
		{10, 1, false, false}, // nine are few
		{11, 1, false, true},
	} {
		s := &store{pages: map[string]string{}}
		if _, err := (&Ingester{Store: s, Now: noon}).FS(t.Context(), "bundle", numbered(c.before)); err != nil {
			t.Fatal(err)
		}
		in := &Ingester{Store: s, Now: noon, Force: c.force}
		if _, err := in.FS(t.Context(), "bundle", numbered(c.after)); err != nil {
			t.Fatal(err)
		}
		got, err := in.Mirror(t.Context(), s.known())
		var shrunk *ShrinkError
		if errors.As(err, &shrunk) != c.refuse || !c.refuse && err != nil {
			t.Errorf("%+v: %v", c, err)
		}
		want := c.after
		if c.refuse {
			want = c.before
			for _, part := range []string{fmt.Sprint(c.before - c.after), fmt.Sprint(c.before), "--force"} {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%+v: no %s in %q", c, part, err)
				}
			}
		}
		if len(s.pages) != want || got.Gone != c.before-want {
			t.Errorf("%+v: %d pages are left, %d gone", c, len(s.pages), got.Gone)
		}
	}
}

func TestMirrorWantsFolders(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"x.html": "x"})
	s := &store{pages: map[string]string{"file:///a.html": "a"}}
	in := &Ingester{Store: s, Now: noon}
	if _, err := in.Paths(t.Context(), filepath.Join(dir, "x.html")); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Mirror(t.Context(), s.known()); !errors.Is(err, ErrNotFolder) || len(s.pages) != 2 {
		t.Errorf("%v, and %d pages", err, len(s.pages))
	}
}

// Two folders may hold files of the same path: the second loses nothing of the
// first, and says so.
func TestSecondFolder(t *testing.T) {
	a, err := archive.Open(t.Context(), filepath.Join(t.TempDir(), archive.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	one, two := t.TempDir(), t.TempDir()
	write(t, one, map[string]string{"index.html": "one", "a.html": "a"})
	write(t, two, map[string]string{"index.html": "two", "b.html": "b"})
	ingest := func(force bool, path string) (Summary, *Ingester, string) {
		t.Helper()
		run, err := a.Begin(t.Context(), "run-"+path)
		if err != nil {
			t.Fatal(err)
		}
		var failed string
		in := &Ingester{Store: run, Now: noon, Force: force, Failed: func(e *FileError) { failed += e.Error() }}
		s, err := in.Paths(t.Context(), path)
		if err = errors.Join(err, run.Close()); err != nil {
			t.Fatal(err)
		}
		return s, in, failed
	}
	ingest(false, one)
	s, in, failed := ingest(false, two)
	if !sameCounts(s, Summary{Ingested: 1, Failed: 1}) || !strings.Contains(failed, "file:///index.html: ") || !strings.Contains(failed, one) {
		t.Errorf("%+v, failed: %s", s, failed)
	}
	if o, err := a.Outcomes(t.Context(), "file:///index.html", 1); err != nil || o[0].Result != archive.Failed || !strings.Contains(o[0].Reason, one) {
		t.Errorf("outcome %+v, %v", o, err)
	}
	if got, want := in.Roots(), []string{two}; !slices.Equal(got, want) {
		t.Errorf("roots %q, want %q", got, want)
	}
	if s, _, _ := ingest(false, one); !sameCounts(s, Summary{Unchanged: 2}) {
		t.Errorf("the same folder again: %+v", s)
	}
	if s, _, failed := ingest(true, two); !sameCounts(s, Summary{Ingested: 1, Unchanged: 1}) {
		t.Errorf("by force: %+v, %s", s, failed)
	}
}
