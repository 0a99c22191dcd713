package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/api"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

var linkPattern = regexp.MustCompile(`^<([^>]+)>; rel="(prev|next)"$`)

// links returns the targets of the Link headers by relation.
func links(r *http.Response) map[string]string {
	out := map[string]string{}
	for _, l := range r.Header.Values("Link") {
		if m := linkPattern.FindStringSubmatch(l); m != nil {
			out[m[2]] = m[1]
		}
	}
	return out
}

func TestLinksShowEveryHitOnce(t *testing.T) {
	var docs []corpus.Document
	for i := range 23 {
		docs = append(docs, document(fmt.Sprint("p", i), fmt.Sprint("Page ", i), "Learning.", "", "2016", corpus.News))
	}
	h := serve(searchtest.NewMemory("g", nil, docs...))
	first := "/api/v1/search?per_page=5&type=news&sort=newest"
	cursor := decode(t, get(t, h, first), http.StatusOK)["next_cursor"].(string)
	for _, c := range []struct {
		start       string
		pages, hits int
		prev        bool
	}{
		{first, 5, 23, true},
		{first + "&page=2&cursor=" + url.QueryEscape(cursor), 4, 18, false},
	} {
		seen, pages := map[string]int{}, 0
		for target := c.start; target != ""; pages++ {
			r := get(t, h, target)
			for _, id := range ids(decode(t, r, http.StatusOK)) {
				seen[id]++
			}
			if _, ok := links(r)["prev"]; ok != (c.prev && pages > 0) {
				t.Errorf("page %d of %s: prev %v", pages, c.start, ok)
			}
			target = links(r)["next"]
		}
		if pages != c.pages || len(seen) != c.hits {
			t.Errorf("%s: %d pages, %d hits; want %d and %d", c.start, pages, len(seen), c.pages, c.hits)
		}
	}
}

func TestCursorLeadsOnBehindTheWindow(t *testing.T) {
	docs := make([]corpus.Document, 10_150)
	for i := range docs {
		docs[i] = document(fmt.Sprint("p", i), "Page", "Learning.", "", "", corpus.News)
	}
	h := serve(searchtest.NewMemory("g", nil, docs...))
	r := get(t, h, "/api/v1/search?per_page=100&page=100&facets=none")
	decode(t, r, http.StatusOK)
	next := get(t, h, links(r)["next"])
	if got := ids(decode(t, next, http.StatusOK)); len(got) != 100 {
		t.Errorf("%d hits behind the window, want 100", len(got))
	}
}

func TestConditional(t *testing.T) {
	h := serve(library())
	for _, target := range []string{
		"/api/v1/search?q=learning&city=cork", "/api/v1/facets/city", "/api/v1/cities/suwon", "/api/v1/documents/" + string(corpus.NewID("https://uil.example/cork")),
	} {
		r := get(t, h, target)
		decode(t, r, http.StatusOK)
		tag := r.Header.Get("ETag")
		if tag == "" || r.Header.Get("Cache-Control") == "" {
			t.Fatalf("%s: ETag %q, Cache-Control %q", target, tag, r.Header.Get("Cache-Control"))
		}
		for _, header := range []string{tag, `"other", ` + tag} {
			if got := get(t, h, target, "If-None-Match: "+header); got.StatusCode != http.StatusNotModified || got.Header.Get("ETag") != tag {
				t.Errorf("%s with %s: status %d", target, header, got.StatusCode)
			}
		}
	}
	for target, want := range map[string]int{"/api/v1/search?q=learning": 304, "/api/v1/facets/city": 304, "/api/v1/documents/nosuchpage": 404} {
		if got := get(t, h, target, "If-None-Match: *"); got.StatusCode != want {
			t.Errorf("%s with *: status %d, want %d", target, got.StatusCode, want)
		}
	}
	tag := func(h http.Handler, target string) string { return get(t, h, target).Header.Get("ETag") }
	for same, other := range map[string]string{
		"?type=news&city=cork":     "?city=cork&sort=&type=news",
		"?city=cork&city=suwon":    "?city=suwon&city=cork&city=suwon",
		"?":                        "?page=1&per_page=10&sort=relevance&highlight=1&mentions=0",
		"?page=2&mentions=1":       "?page=02&mentions=true",
		"?type=event&facets=theme": "?facets=theme&facets=theme&type=event",
	} {
		if tag(h, "/api/v1/search"+same) != tag(h, "/api/v1/search"+other) {
			t.Errorf("%s and %s have two ETags", same, other)
		}
	}
	if tag(h, "/api/v1/search?city=cork") == tag(h, "/api/v1/search?city=suwon") {
		t.Error("two queries have one ETag")
	}
	other := serve(searchtest.NewMemory("another", nil))
	if tag(h, "/api/v1/search") == tag(other, "/api/v1/search") {
		t.Error("two generations have one ETag")
	}
	router := gin.New()
	api.Register(router, library(), api.Options{Version: "next"})
	if tag(h, "/api/v1/search") == tag(router, "/api/v1/search") {
		t.Error("two versions of the program have one ETag")
	}
}

// swapping answers from a generation after the one that it says is live, as
// where one is published in between.
type swapping struct {
	*searchtest.Memory
	before search.Status
}

func (s swapping) Status() search.Status { return s.before }

// TestEveryAnswerIsOfOneGeneration holds that an answer and its ETag are of the
// generation that answered, not of one that was live before.
func TestEveryAnswerIsOfOneGeneration(t *testing.T) {
	now := library()
	h := serve(swapping{now, search.Status{Generation: "before", Edition: "before"}})
	for _, target := range []string{"/api/v1/search", "/api/v1/facets/city", "/api/v1/cities/suwon", "/api/v1/documents/" + string(corpus.NewID("https://uil.example/cork"))} {
		r := get(t, h, target)
		v := decode(t, r, http.StatusOK)
		if v["generation"] != now.Status().Generation || v["built_at"] == nil {
			t.Errorf("%s is of %v, built at %v", target, v["generation"], v["built_at"])
		}
		if want := get(t, serve(now), target).Header.Get("ETag"); r.Header.Get("ETag") != want {
			t.Errorf("%s: the ETag is of another generation", target)
		}
	}
}

func TestFacetSaysHowMuchItLeavesOut(t *testing.T) {
	v := decode(t, get(t, serve(library()), "/api/v1/facets/city?size=1&city=suwon&q=learning"), http.StatusOK)
	if v["total"] != 4.0 || len(v["values"].([]any)) != 2 {
		t.Errorf("%v values of %v, want one, and the selected one, of 4", v["values"], v["total"])
	}
	if executed := v["executed"].(map[string]any); executed["query"] != "learning" {
		t.Errorf("executed %v", executed)
	}
}

func TestFacet(t *testing.T) {
	h := serve(library())
	for target, want := range map[string][]string{
		"/api/v1/facets/city":                           {"cork", "jeonju", "suwon", "évora"},
		"/api/v1/facets/city?contains=EVO":              {"évora"},
		"/api/v1/facets/city?contains=or":               {"cork", "évora"},
		"/api/v1/facets/city?prefix=%C3%A9v":            {"évora"},
		"/api/v1/facets/city?prefix=o":                  nil,
		"/api/v1/facets/city?prefix=c&contains=r":       {"cork"},
		"/api/v1/facets/city?type=case-study":           {"suwon", "évora"},
		"/api/v1/facets/city?q=festival":                {"cork"},
		"/api/v1/facets/city?size=1":                    {"cork"},
		"/api/v1/facets/city?city=cork&contains=jeonju": {"jeonju"},
	} {
		v := decode(t, get(t, h, target), http.StatusOK)
		var got []string
		for _, value := range v["values"].([]any) {
			got = append(got, value.(map[string]any)["value"].(string))
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", target, diff)
		}
	}
}

func TestDocumentShowsItsEvidence(t *testing.T) {
	id := corpus.NewID("https://uil.example/cork")
	v := decode(t, get(t, serve(library()), "/api/v1/documents/"+string(id)), http.StatusOK)
	text := v["text"].(string)
	tag := v["tags"].([]any)[0].(map[string]any)
	e := tag["evidence"].([]any)[0].(map[string]any)
	span := func(m map[string]any, of string) string { return of[int(m["start"].(float64)):int(m["end"].(float64))] }
	if span(e, text) != "Cork" || tag["label"] != "Cork" || tag["rule"] != "name" || tag["role"] != "about" {
		t.Errorf("tag %v", tag)
	}
	quote := e["quote"].(map[string]any)
	if mark := quote["marks"].([]any)[0].(map[string]any); quote["text"] != "Cork festival" || span(mark, "Cork festival") != "Cork" {
		t.Errorf("quote %v", quote)
	}
	if p := v["passages"].([]any)[1].(map[string]any); p["zone"] != "lead" || span(p, text) != "Learning for a week. The whole city takes part." {
		t.Errorf("passage %v", p)
	}
}
