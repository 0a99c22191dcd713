package api_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/uilsearch/uilsearch/internal/api"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// TestOverRate holds that who asks the API too often is told so as a problem,
// and that other addresses are left alone.
func TestOverRate(t *testing.T) {
	for target, want := range map[string]int{"/api/v1/search?q=a": 429, "/api/nothing": 429, "/api": 429, "/search": 200, "/apiary": 200} {
		router := gin.New()
		router.Use(func(c *gin.Context) { c.Header("Retry-After", "7") }, api.OverRate)
		router.NoRoute(func(c *gin.Context) { c.String(http.StatusOK, "{}") })
		w := httptest.NewRecorder()
		router.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
		v := decode(t, w.Result(), want)
		if want != http.StatusTooManyRequests {
			continue
		}
		if v["code"] != "rate-limited" || v["status"] != 429.0 || w.Header().Get("Content-Type") != "application/problem+json" || w.Header().Get("Retry-After") != "7" {
			t.Errorf("%s: %v, headers %v", target, v, w.Header())
		}
		s, _ := readSpec(t, serve(library()))
		check(t, s, target, s.Paths["/api/v1/search"]["get"].Responses["429"].Content["application/problem+json"].Schema, any(v))
	}
}

// busy is an engine with no time.
type busy struct{ *searchtest.Memory }

func (busy) Search(context.Context, search.Query) (search.Answer, error) {
	return search.Answer{}, search.ErrBusy
}

func (busy) Facet(context.Context, search.Query, string, string) (search.Answer, error) {
	return search.Answer{}, search.ErrBusy
}

// TestOverloadIsNeverAnEmptyAnswer asks a server that has no time, whatever the
// client has already.
func TestOverloadIsNeverAnEmptyAnswer(t *testing.T) {
	h := serve(busy{library()})
	for _, target := range []string{"/api/v1/search", "/api/v1/search?q=nothing+at+all", "/api/v1/facets/city"} {
		for _, have := range []string{"", `W/"other"`, "*"} {
			r := get(t, h, target, "If-None-Match: "+have)
			if v := decode(t, r, http.StatusServiceUnavailable); v["code"] != "overloaded" || r.Header.Get("Retry-After") != "2" || r.Header.Get("ETag") != "" {
				t.Errorf("%s with %q: %v, headers %v", target, have, v, r.Header)
			}
		}
	}
}

// sharing gives everybody who asks the same one answer, as a cache does.
type sharing struct {
	*searchtest.Memory
	kept map[string]search.Answer
}

func (s *sharing) share(key string, ask func() (search.Answer, error)) (a search.Answer, err error) {
	a, ok := s.kept[key]
	if !ok {
		if a, err = ask(); err == nil {
			s.kept[key] = a
		}
	}
	return a, err
}

func (s *sharing) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	return s.share(fmt.Sprintf("%+v", q), func() (search.Answer, error) { return s.Memory.Search(ctx, q) })
}

func (s *sharing) Facet(ctx context.Context, q search.Query, facet, contains string) (search.Answer, error) {
	return s.share(fmt.Sprintf("%+v %s %s", q, facet, contains), func() (search.Answer, error) { return s.Memory.Facet(ctx, q, facet, contains) })
}

// TestAnswersAreNotChanged holds that a request leaves an answer as it was,
// since others may be given the same one: what is kept after all requests is
// what another server keeps after each alone.
func TestAnswersAreNotChanged(t *testing.T) {
	shared := &sharing{library(), map[string]search.Answer{}}
	h := serve(shared)
	for _, target := range []string{
		"/api/v1/facets/city", "/api/v1/facets/city?size=1", "/api/v1/facets/city?prefix=e", "/api/v1/facets/city?size=1&city=suwon", "/api/v1/facets/city?prefix=zzz",
		"/api/v1/search?q=learning&explain=1", "/api/v1/search?facets=none&highlight=0", "/api/v1/search?q=nothing",
	} {
		alone := &sharing{library(), map[string]search.Answer{}}
		want := decode(t, get(t, serve(alone), target), http.StatusOK)
		for range 2 {
			if got := decode(t, get(t, h, target), http.StatusOK); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %v, want %v", target, got, want)
			}
		}
	}
}
