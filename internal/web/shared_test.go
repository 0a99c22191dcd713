package web_test

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// sharing gives everybody who asks the same one answer, as a cache does.
type sharing struct {
	*searchtest.Memory
	kept map[string]kept
}

// kept is an answer that was given, and how to make it anew.
type kept struct {
	answer any
	again  func() any
}

func share[A any](s *sharing, key string, ask func() (A, error)) (A, error) {
	if k, ok := s.kept[key]; ok {
		return k.answer.(A), nil
	}
	a, err := ask()
	if err == nil {
		s.kept[key] = kept{a, func() any { a, _ := ask(); return a }}
	}
	return a, err
}

func (s *sharing) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	return share(s, fmt.Sprintf("%+v", q), func() (search.Answer, error) { return s.Memory.Search(context.WithoutCancel(ctx), q) })
}

func (s *sharing) Facet(ctx context.Context, q search.Query, facet, contains string) (search.Answer, error) {
	return share(s, fmt.Sprintf("%+v %s %s", q, facet, contains), func() (search.Answer, error) { return s.Memory.Facet(context.WithoutCancel(ctx), q, facet, contains) })
}

func (s *sharing) Document(ctx context.Context, id corpus.ID) (search.DocumentAnswer, error) {
	return share(s, string(id), func() (search.DocumentAnswer, error) { return s.Memory.Document(context.WithoutCancel(ctx), id) })
}

// TestAnswersAreNotChanged holds that a page leaves an answer as it was, since
// others may be shown the same one.
func TestAnswersAreNotChanged(t *testing.T) {
	s := &sharing{library(), map[string]kept{}}
	h := serve(s)
	for _, target := range []string{
		"/", "/search", "/search?q=learning&explain=1", "/search?facet_all=city", "/search?facet_all=city&facet_find=jeon", "/search?facet_all=year",
		"/search?city=suwon&-city=cork&facet_all=city&facet_find=zzz", "/search?q=learning&city=cork&lang=ko", docPath("jeonju"), docPath("jeonju") + "?q=reading",
	} {
		first := body(t, get(t, h, target))
		if second := body(t, get(t, h, target)); first != second {
			t.Errorf("%s: the second page is not the first", target)
		}
		for key, k := range s.kept {
			if !reflect.DeepEqual(k.answer, k.again()) {
				t.Fatalf("%s changes the answer to %s", target, key)
			}
		}
	}
}

// failing fails searches from the second of each page on, and readings.
type failing struct {
	*searchtest.Memory
	err  error
	left int
}

func (f *failing) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	if f.left--; f.left < 0 {
		return search.Answer{}, f.err
	}
	return f.Memory.Search(ctx, q)
}

// TestAHalfMadePageIsNotKept holds that a page without what an overloaded
// server had no time for is shown, but is not named for the whole one.
func TestAHalfMadePageIsNotKept(t *testing.T) {
	const nothing = "/search?q=learning&city=cork&lang=ko"
	f := &failing{library(), search.ErrBusy, 1}
	h := serve(f)
	r := get(t, h, nothing)
	if r.StatusCode != http.StatusOK || r.Header.Get("ETag") != "" || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("without ways out: status %d, headers %v", r.StatusCode, r.Header)
	}
	f.left = 100
	if r := get(t, h, nothing); r.Header.Get("ETag") == "" || r.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("with ways out: headers %v", r.Header)
	}
}
