package live

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/hidden"
	"github.com/uilsearch/uilsearch/search"
)

// TestTakenOutTwice checks that an address that is no longer in the list is
// shown again when two looks did not see it, and one that is new is gone at
// once.
func TestTakenOutTwice(t *testing.T) {
	p, x := serving(t)
	for i, look := range []struct {
		list    string // first letters of the addresses in it; ! for a bad line
		certain bool
		hidden  int
	}{
		{"e", false, 1}, {"", false, 1}, {"e", false, 1}, {"", false, 1}, {"", false, 0},
		{"e", false, 1}, {"p", false, 2}, {"pi", false, 3}, {"pi", false, 2},
		{"i", false, 2}, {"!", false, 2}, {"i", false, 2}, {"i", false, 1},
		{"ep", false, 3}, {"e", true, 1},
	} {
		var lines []string
		for _, c := range look.list {
			lines = append(lines, map[rune]string{'e': host + "eight", 'p': host + "policy", 'i': host + "index", '!': "?"}[c])
		}
		p.hide(lines...)
		err := x.obey(t.Context(), look.certain)
		if s := x.Status(); s.Hidden != look.hidden || (err != nil) != (look.list == "!") {
			t.Errorf("look %d at %q: %d hidden, want %d, error %v", i, look.list, s.Hidden, look.hidden, err)
		}
	}
}

// TestListGone checks that nothing is shown again because the list, or all the
// data, is gone, and that Status says so until it is back.
func TestListGone(t *testing.T) {
	p, x := serving(t)
	list := filepath.Join(p.data, hidden.FileName)
	p.hide(host + "eight")
	must(t, x.Refresh(t.Context()))
	for what, path := range map[string]string{"the list": list, "the data": p.data} {
		must(t, os.Rename(path, path+".away"))
		for range 3 {
			if err := x.Reload(t.Context()); err == nil {
				t.Errorf("%s is gone, which is no error", what)
			}
		}
		if s := x.Status(); s.Hidden != 1 || !strings.Contains(s.Problem, "still obeyed") || total(t, x, "governance") != 0 {
			t.Errorf("%s is gone: status %+v", what, s)
		}
		must(t, os.Rename(path+".away", path))
		must(t, x.Refresh(t.Context()))
		if s := x.Status(); s.Hidden != 1 || s.Problem != "" {
			t.Errorf("%s is back: status %+v", what, s)
		}
	}
}

// TestStoreGone checks that Status says that what is published cannot be looked
// at, or is no more, and takes up the next generation by itself.
func TestStoreGone(t *testing.T) {
	p, x := serving(t)
	ticks := watching(t, x)
	was, away := x.Status(), p.store.Dir()+".away"
	until := func(what string, ok func(search.Status) bool) {
		t.Helper()
		for range 1000 {
			if ok(x.Status()) {
				return
			}
			ticks <- time.Time{}
		}
		t.Fatalf("%s: status %+v", what, x.Status())
	}
	must(t, os.Rename(p.store.Dir(), away))
	until("gone", func(s search.Status) bool { return strings.Contains(s.Problem, "nothing is published any more") })
	must(t, os.WriteFile(p.store.Dir(), nil, 0o644))
	until("no directory", func(s search.Status) bool { return strings.Contains(s.Problem, "look for a generation") })
	if s := x.Status(); s.Generation != was.Generation || total(t, x, "governance") != 1 {
		t.Errorf("status %+v", s)
	}
	must(t, os.Remove(p.store.Dir()))
	must(t, os.Rename(away, p.store.Dir()))
	until("back", func(s search.Status) bool { return s == was })
}

// TestStoreThatCannotBeRead checks that those who ask are not told that nothing
// has been published.
func TestStoreThatCannotBeRead(t *testing.T) {
	p := newPublisher(t)
	must(t, os.WriteFile(p.store.Dir(), nil, 0o644))
	x := newIndex(t, p, openFake)
	if err := x.Refresh(t.Context()); err == nil || x.Status().Problem != err.Error() {
		t.Errorf("error %v, status %+v", err, x.Status())
	}
	if _, err := x.Document(t.Context(), "x"); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("asked: %v", err)
	}
}

// TestListThatHangs checks that a list that is never read to its end holds up
// neither the store nor Watch nor Close, and that Status says so.
func TestListThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPublisher(t)
		p.publish(linked(), analysis.Version)
		hangs, goOn := false, make(chan struct{})
		x := New(p.store, openFake, Options{Hidden: func() (hidden.List, error) {
			if hangs {
				<-goOn
			}
			return hidden.List{}, nil
		}})
		must(t, x.Refresh(t.Context()))
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		ticks, ended := make(chan time.Time), make(chan struct{})
		go func() { x.Watch(ctx, ticks); close(ended) }()
		hangs = true
		ticks <- time.Time{}
		next := p.publish(linked()[:9], analysis.Version)
		for x.Status().Generation != next {
			ticks <- time.Time{}
		}
		if s := x.Status(); !strings.Contains(s.Problem, "hidden list") {
			t.Errorf("status %+v", s)
		}
		if err := x.Reload(t.Context()); err == nil {
			t.Error("Reload says nothing of a list that it cannot read")
		}
		stop()
		<-ended
		must(t, x.Close())
		close(goOn)
	})
}
