package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/web"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// swapped takes over its second index after so many answers of its first; then
// it goes back and forth as often as it is told to.
type swapped struct {
	first, second *searchtest.Memory
	answers, back int
}

func (s *swapped) now() web.Searcher {
	s.answers--
	switch {
	case s.answers >= 0:
		return s.first
	case s.back > 0 && s.answers%2 == 0:
		s.back--
		return s.first
	}
	return s.second
}

func (s *swapped) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	return s.now().Search(ctx, q)
}

func (s *swapped) Document(ctx context.Context, id corpus.ID) (search.DocumentAnswer, error) {
	return s.now().Document(ctx, id)
}

func (s *swapped) Facet(ctx context.Context, q search.Query, facet, contains string) (search.Answer, error) {
	return s.now().Facet(ctx, q, facet, contains)
}

func (s *swapped) Read(ctx context.Context, text string) (querylang.Reading, string, error) {
	return s.now().Read(ctx, text)
}

// TestAPageIsOfOneEdition swaps the index between the answers that a page is
// made of: the page is made anew, and is then the one that the new index gives.
// Where that does not come to rest, the page has no name.
func TestAPageIsOfOneEdition(t *testing.T) {
	next := library()
	next.Hide(corpus.NewID("https://uil.example/cork"))
	for _, target := range []string{
		"/search?facet_all=city&facet_find=o", "/search?q=learning&city=jeonju&lang=ar", "/search?q=nowhere&city=jeonju", docPath("jeonju") + "?q=reading",
	} {
		want := get(t, serve(next), target)
		page, tag := body(t, want), want.Header.Get("ETag")
		got := get(t, serve(&swapped{first: library(), second: next, answers: 1}), target)
		if kept := got.Header.Get("ETag"); got.StatusCode != http.StatusOK || kept != tag || body(t, got) != page {
			t.Errorf("%s: status %d, ETag %s, want %s with the page of the new index", target, got.StatusCode, kept, tag)
		}
		got = get(t, serve(&swapped{first: library(), second: next, answers: 1, back: 100}), target)
		if kept := got.Header.Get("ETag"); got.StatusCode != http.StatusOK || kept != "" || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s of two editions: status %d, headers %v", target, got.StatusCode, got.Header)
		}
	}
}

// TestAnotherProgramHasOtherPages holds that nobody keeps a page over an
// upgrade.
func TestAnotherProgramHasOtherPages(t *testing.T) {
	tags := map[string]bool{}
	for _, version := range []string{"1.0", "1.1", "1.1"} {
		tags[get(t, serveWith(library(), web.Options{Version: version}, discard), "/").Header.Get("ETag")] = true
	}
	if len(tags) != 2 {
		t.Errorf("two versions have %d ETags", len(tags))
	}
}

// TestUnavailable holds that nobody is told to publish where that would not
// help.
func TestUnavailable(t *testing.T) {
	h := serve(&failing{library(), search.ErrUnavailable, 0})
	for _, target := range []string{"/", "/search"} {
		r := get(t, h, target)
		if text := body(t, r); r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "" || !strings.Contains(text, "/readyz") || strings.Contains(text, "reindex") {
			t.Errorf("%s: status %d, headers %v, %s", target, r.StatusCode, r.Header, text)
		}
	}
}
