package api_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/uilsearch/uilsearch/internal/api"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// TestFaultsAreLeftForTheLog holds that the router, which knows what it is that
// failed, gets the detail that callers do not.
func TestFaultsAreLeftForTheLog(t *testing.T) {
	for what, fail := range map[string]func() error{
		"error": func() error { return errors.New("broken disk") },
		"panic": func() error { panic("broken disk") },
	} {
		var left []*gin.Error
		router := gin.New()
		router.Use(func(c *gin.Context) { c.Next(); left = c.Errors })
		api.Register(router, faulty{library(), fail}, api.Options{})
		decode(t, get(t, router, "/api/v1/search"), http.StatusInternalServerError)
		if len(left) != 1 || !strings.Contains(left[0].Error(), "broken disk") {
			t.Errorf("%s leaves %v", what, left)
		}
	}
}

// TestWhoHangsUpGetsNothing has a client that does not wait for the answer.
func TestWhoHangsUpGetsNothing(t *testing.T) {
	ctx, hangUp := context.WithCancel(t.Context())
	hangUp()
	w := httptest.NewRecorder()
	defer func() {
		if v := recover(); v != http.ErrAbortHandler || w.Body.Len() > 0 {
			t.Errorf("it ends with %v after %s", v, w.Body)
		}
	}()
	h := serve(faulty{library(), func() error { return context.Canceled }})
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/search", nil).WithContext(ctx))
}

// troubled serves what is not as it should be.
type troubled struct{ *searchtest.Memory }

func (t troubled) Status() search.Status {
	s := t.Memory.Status()
	s.Problem = "/var/lib/secret/hidden.txt:3: https://uil.example/secret"
	return s
}

// TestTroubleIsNotTold holds that everybody may know that something is wrong,
// but not what: it can name what was taken down.
func TestTroubleIsNotTold(t *testing.T) {
	for _, c := range []struct {
		s    api.Searcher
		want bool
	}{{library(), false}, {troubled{library()}, true}} {
		h := serve(c.s)
		if v := decode(t, get(t, h, "/api/v1/generation"), http.StatusOK); v["degraded"] != c.want {
			t.Errorf("%v, want degraded %v", v, c.want)
		}
		for _, target := range []string{"/api/v1/generation", "/api/v1/search", "/api/v1/facets/city"} {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
			if strings.Contains(w.Body.String(), "secret") {
				t.Errorf("%s: %s", target, w.Body)
			}
		}
	}
}

func TestOverloaded(t *testing.T) {
	router := gin.New()
	router.NoRoute(api.Overloaded, func(c *gin.Context) { c.String(http.StatusTeapot, "other") })
	r := get(t, router, "/api/v1/search")
	if v := decode(t, r, http.StatusServiceUnavailable); v["code"] != "overloaded" || r.Header.Get("Retry-After") == "" {
		t.Errorf("%v, %v", v, r.Header)
	}
	if r := get(t, router, "/search"); r.StatusCode != http.StatusTeapot {
		t.Errorf("a page: status %d", r.StatusCode)
	}
}
