package live

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/hidden"
	"github.com/uilsearch/uilsearch/search"
)

// TestListThatCannotBeRead checks that nothing is served before a list could be
// read, and that later the last good list is obeyed.
func TestListThatCannotBeRead(t *testing.T) {
	p := newPublisher(t)
	name := p.publish(linked(), analysis.Version)
	x := newIndex(t, p, openFake)
	bad := filepath.Join(p.data, hidden.FileName) + ":3"
	p.hide(host+"eight", "eight")
	for does, look := range map[string]error{"Refresh": x.Refresh(t.Context()), "Reload": x.Reload(t.Context())} {
		if s := x.Status(); look == nil || !strings.Contains(look.Error(), bad) || s.Generation != "" || !strings.Contains(s.Problem, bad) {
			t.Fatalf("%s: error %v, status %+v", does, look, s)
		}
	}
	p.hide(host + "eight")
	must(t, x.Refresh(t.Context()))
	good := x.Status()
	if good.Generation != name || good.Hidden != 1 || good.Problem != "" {
		t.Fatalf("mended: status %+v", good)
	}
	p.hide(host+"eight", "eight")
	must(t, x.Refresh(t.Context()))
	if err := x.Reload(t.Context()); err == nil || !strings.Contains(err.Error(), bad) {
		t.Errorf("Reload does not say that the list is bad: %v", err)
	}
	next := p.publish(linked()[:9], analysis.Version)
	must(t, x.Refresh(t.Context()))
	s := x.Status()
	if s.Generation != next || s.Hidden != 1 || !strings.Contains(s.Problem, bad) || !strings.Contains(s.Problem, "still obeyed") {
		t.Errorf("bad again: status %+v", s)
	}
	p.hide(host + "fr")
	must(t, x.Refresh(t.Context()))
	if s := x.Status(); s.Hidden != 1 || s.Problem != "" || total(t, x, "governance") != 1 || total(t, x, "apprenantes") != 0 {
		t.Errorf("mended again: status %+v", s)
	}
}

// TestServesOnceTheListIsMended checks that Watch needs no help.
func TestServesOnceTheListIsMended(t *testing.T) {
	p := newPublisher(t)
	p.publish(linked(), analysis.Version)
	p.hide("eight")
	x := newIndex(t, p, openFake)
	if err := x.Refresh(t.Context()); err == nil {
		t.Fatal("a list that cannot be read is no error")
	}
	if _, err := x.Search(t.Context(), query("a")); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("asked: %v", err)
	}
	ticks := watching(t, x)
	for range 5 {
		ticks <- time.Time{}
	}
	if s := x.Status(); s.Generation != "" {
		t.Fatalf("status %+v", s)
	}
	p.hide(host + "eight")
	for x.Status().Generation == "" {
		ticks <- time.Time{}
	}
	if s := x.Status(); s.Hidden != 1 || s.Problem != "" {
		t.Errorf("status %+v", s)
	}
}

// TestHidesWhileOpening checks that what is to be hidden does not wait for a
// generation that takes its time to open.
func TestHidesWhileOpening(t *testing.T) {
	p := newPublisher(t)
	p.publish(linked(), analysis.Version)
	opening, goOn := make(chan struct{}, 2), make(chan struct{}, 2)
	x := newIndex(t, p, func(dir string, m generation.Manifest) (search.Engine, error) {
		opening <- struct{}{}
		<-goOn
		return openFake(dir, m)
	})
	goOn <- struct{}{}
	must(t, x.Refresh(t.Context()))
	<-opening
	ticks := watching(t, x)
	next := p.publish(linked()[:9], analysis.Version)
	ticks <- time.Time{}
	<-opening
	p.hide(host + "eight")
	ticks <- time.Time{}
	ticks <- time.Time{} // is taken when the one before is done with
	if s := x.Status(); s.Generation == next || s.Hidden != 1 || total(t, x, "governance") != 0 {
		t.Errorf("while the next one is opened: status %+v", s)
	}
	goOn <- struct{}{}
	for x.Status().Generation != next {
		ticks <- time.Time{}
	}
	if s := x.Status(); s.Hidden != 1 || total(t, x, "governance") != 0 {
		t.Errorf("with the next one: status %+v", s)
	}
}

// TestCatalogMustFit checks that a generation is not served whose pages cannot
// all be told by their addresses.
func TestCatalogMustFit(t *testing.T) {
	p := newPublisher(t)
	good := p.publish(linked(), analysis.Version)
	for what, docs := range map[string][]corpus.Document{"the manifest says": linked()[1:], "besides listing pages": ofOneType(linked())} {
		p.catalog = docs
		p.publish(linked(), analysis.Version)
		x := newIndex(t, p, openFake)
		must(t, x.Refresh(t.Context()))
		if s := x.Status(); s.Generation != good || !strings.Contains(s.Problem, what) {
			t.Errorf("status %+v, want %q", s, what)
		}
	}
}

func ofOneType(docs []corpus.Document) []corpus.Document {
	for i := range docs {
		docs[i].Type = corpus.News
	}
	return docs
}
