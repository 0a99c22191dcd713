package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/api"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

var _ api.Searcher = (*searchtest.Memory)(nil)

// document returns a page about one city, with the evidence for it.
func document(slug, title, text, city string, date string, typ corpus.Type) corpus.Document {
	url := "https://uil.example/" + slug
	published, _ := corpus.ParseDate(date)
	d := corpus.Document{
		ID: corpus.NewID(url), URL: url, Title: title, Lang: "en", Type: typ, Published: published,
		Sections: []corpus.Section{{Paragraphs: []string{text}}},
	}
	d.ContentHash = corpus.HashContent(&d)
	if at := strings.Index(d.Text(), city); city != "" && at >= 0 {
		d.Tags = []corpus.Tag{{
			Facet: corpus.City, Value: strings.ToLower(city), Role: corpus.About, Rule: "name", Confidence: .9,
			Evidence: []corpus.Span{{Zone: corpus.ZoneTitle, Start: at, End: at + len(city), Surface: city}},
		}}
	}
	return d
}

func library() *searchtest.Memory {
	labels := map[search.Label]string{}
	for _, city := range []string{"Jeonju", "Cork", "Évora", "Suwon"} {
		labels[search.Label{Facet: "city", Value: strings.ToLower(city)}] = city
	}
	m := searchtest.NewMemory("20261122T031500Z-1f3a9c2e", labels,
		document("jeonju", "Jeonju learns", "A plan for learning in every street.", "Jeonju", "2016-07-14", corpus.News),
		document("cork", "Cork festival", "Learning for a week. The whole city takes part.", "Cork", "2017-09", corpus.Event),
		document("evora", "Évora reads", "Learning to read <b>together</b>.", "Évora", "2017", corpus.CaseStudy),
		document("suwon", "Suwon walks", "Learning on foot.", "Suwon", "", corpus.CaseStudy),
		document("all", "All news", "Learning, learning.", "", "2020-01-01", corpus.Listing),
	)
	m.Know(suwon(), search.City{ID: "new", Name: "New"})
	return m
}

// suwon is a city of which everything is known.
func suwon() search.City {
	return search.City{
		ID: "suwon", Name: "Suwon", Country: search.Named{Value: "kr", Label: "Republic of Korea"}, Region: search.Named{Value: "asia-pacific", Label: "Asia and the Pacific"},
		Names:       []search.CityName{{Name: "Suwon", Script: "Latn", Source: "geonames"}, {Name: "수원", Script: "Hang", Lang: "ko", Source: "geonames"}, {Name: "水原市", Script: "Hani", Source: "hand"}},
		MemberSince: 2016, Awards: []int{2017}, Lat: 37.29111, Lon: 127.00889, Located: true, GeonameID: 1835553,
	}
}

func serve(s api.Searcher) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	router.HandleMethodNotAllowed = true
	api.Register(router, s, api.Options{})
	router.NoRoute(api.NotFound)
	router.NoMethod(api.NotFound)
	return router
}

// get sends target as a client would write it, well formed or not.
func get(t testing.TB, h http.Handler, target string, headers ...string) *http.Response {
	t.Helper()
	raw := "GET " + target + " HTTP/1.1\r\nHost: uil.example\r\n" + strings.Join(append(headers, "\r\n"), "\r\n")
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(raw)))
	if err != nil {
		t.Skipf("net/http answers 400 itself: %v", err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func decode(t *testing.T, r *http.Response, wantStatus int) map[string]any {
	t.Helper()
	body, _ := io.ReadAll(r.Body)
	if r.StatusCode != wantStatus {
		t.Fatalf("status %d, want %d: %s", r.StatusCode, wantStatus, body)
	}
	var v map[string]any
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return v
}

func ids(v map[string]any) []string {
	var out []string
	for _, h := range v["hits"].([]any) {
		out = append(out, strings.TrimPrefix(h.(map[string]any)["url"].(string), "https://uil.example/"))
	}
	slices.Sort(out)
	return out
}

func TestSearch(t *testing.T) {
	h := serve(library())
	for target, want := range map[string][]string{
		"/api/v1/search":                                 {"cork", "evora", "jeonju", "suwon"},
		"/api/v1/search?listings=1":                      {"all", "cork", "evora", "jeonju", "suwon"},
		"/api/v1/search?q=read":                          {"evora"},
		"/api/v1/search?city=cork&city=jeonju":           {"cork", "jeonju"},
		"/api/v1/search?city=&city=cork":                 {"cork"},
		"/api/v1/search?city=cork&type=news":             nil,
		"/api/v1/search?-city=cork":                      {"evora", "jeonju", "suwon"},
		"/api/v1/search?type=event&type=news":            {"cork", "jeonju"},
		"/api/v1/search?year=none":                       {"suwon"},
		"/api/v1/search?from=2017-10":                    {"evora"},
		"/api/v1/search?from=2016&to=2017-09-03":         {"cork", "evora", "jeonju"},
		"/api/v1/search?sort=&from=&to=&page=&mentions=": {"cork", "evora", "jeonju", "suwon"},
		"/api/v1/search?city=Cork&city=JEONJU":           {"cork", "jeonju"},
	} {
		v := decode(t, get(t, h, target), http.StatusOK)
		if diff := cmp.Diff(want, ids(v)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", target, diff)
		}
		if got := int(v["total"].(float64)); got != len(want) {
			t.Errorf("%s: total %d, want %d", target, got, len(want))
		}
	}
}

func TestAnswerNames(t *testing.T) {
	v := decode(t, get(t, serve(library()), "/api/v1/search?q=together&facets=city&explain=1"), http.StatusOK)
	keys := func(m map[string]any) []string {
		var out []string
		for k := range m {
			out = append(out, k)
		}
		slices.Sort(out)
		return out
	}
	hit := v["hits"].([]any)[0].(map[string]any)
	value := v["facets"].(map[string]any)["city"].([]any)[0].(map[string]any)
	for _, c := range []struct {
		what string
		got  map[string]any
		want string
	}{
		{"answer", v, "built_at executed facets generation hits next_cursor suggestions total"},
		{"hit", hit, "cities id lang published score snippets themes title type url why"},
		{"facet value", value, "count label selected value"},
		{"executed", v["executed"].(map[string]any), "notes query"},
		{"title", hit["title"].(map[string]any), "marks text"},
		{"published", hit["published"].(map[string]any), "date precision"},
	} {
		if got := strings.Join(keys(c.got), " "); got != c.want {
			t.Errorf("%s has %s, want %s", c.what, got, c.want)
		}
	}
	snippet := hit["snippets"].([]any)[0].(map[string]any)
	mark := snippet["marks"].([]any)[0].(map[string]any)
	text := snippet["text"].(string)
	if got := text[int(mark["start"].(float64)):int(mark["end"].(float64))]; text != "Learning to read <b>together</b>." || got != "together" {
		t.Errorf("snippet %q marks %q", text, got)
	}
}

func TestProblems(t *testing.T) {
	h := serve(library())
	for _, c := range []struct {
		target      string
		status      int
		code, param string
	}{
		{"/api/v1/search?q=%zz", 400, "bad-query-string", ""},
		{"/api/v1/search?q=a;b", 400, "bad-query-string", ""},
		{"/api/v1/search?qq=a", 400, "unknown-parameter", "qq"},
		{"/api/v1/search?q=%ff", 400, "malformed-parameter", "q"},
		{"/api/v1/search?q=a&q=b", 400, "repeated-parameter", "q"},
		{"/api/v1/search?page=two", 400, "malformed-parameter", "page"},
		{"/api/v1/search?mentions=perhaps", 400, "malformed-parameter", "mentions"},
		{"/api/v1/search?page=0", 422, "invalid-parameter", "page"},
		{"/api/v1/search?page=1001", 422, "invalid-parameter", "page"},
		{"/api/v1/search?per_page=101", 422, "invalid-parameter", "per_page"},
		{"/api/v1/search?city=atlantis", 422, "invalid-parameter", "city"},
		{"/api/v1/search?sort=random", 422, "invalid-parameter", "sort"},
		{"/api/v1/search?type=novel", 422, "invalid-parameter", "type"},
		{"/api/v1/search?year=soon", 422, "invalid-parameter", "year"},
		{"/api/v1/search?from=2016-13", 422, "invalid-parameter", "from"},
		{"/api/v1/search?from=2016-02-30", 422, "invalid-parameter", "from"},
		{"/api/v1/search?from=2017&to=2016", 422, "invalid-parameter", "to"},
		{"/api/v1/search?facets=city,none", 422, "invalid-parameter", "facets"},
		{"/api/v1/search?facets=city,colour", 422, "invalid-parameter", "facets"},
		{"/api/v1/search?facet_size=201", 422, "invalid-parameter", "facet_size"},
		{"/api/v1/search?" + strings.Repeat("city=c&", 51), 422, "invalid-parameter", "city"},
		{"/api/v1/search?city=" + strings.Repeat("&city=c", 50), 422, "invalid-parameter", "city"},
		{"/api/v1/search?q=" + strings.Repeat("a", 257), 422, "over-cap", "q"},
		{"/api/v1/search?cursor=old~10", 410, "cursor-gone", "cursor"},
		{"/api/v1/documents/nosuchpage", 404, "not-found", ""},
		{"/api/v1/cities/nosuchcity", 404, "not-found", ""},
		{"/api/v1/cities/suwon?x=1", 400, "unknown-parameter", "x"},
		{"/api/v1/documents/nosuchpage?x=1", 400, "unknown-parameter", "x"},
		{"/api/v1/facets/colour", 422, "invalid-parameter", "name"},
		{"/api/v1/nothing", 404, "not-found", ""},
	} {
		r := get(t, h, c.target)
		v := decode(t, r, c.status)
		param, _ := v["param"].(string)
		if v["code"] != c.code || param != c.param || v["type"] != "urn:uilsearch:problem:"+c.code || v["detail"] == "" {
			t.Errorf("%.60s: %v", c.target, v)
		}
		if ct := r.Header.Get("Content-Type"); ct != "application/problem+json" {
			t.Errorf("%.60s: content type %s", c.target, ct)
		}
	}
}

func TestMethodNotAllowed(t *testing.T) {
	w := httptest.NewRecorder()
	serve(library()).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/api/v1/search", nil))
	if v := decode(t, w.Result(), http.StatusMethodNotAllowed); v["code"] != "method-not-allowed" || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("%v, Allow %q", v, w.Header().Get("Allow"))
	}
}

// TestHead holds that HEAD says of an answer what GET says.
func TestHead(t *testing.T) {
	h := serve(library())
	for target, want := range map[string]int{
		"/api/v1/search?q=learning": 200, "/api/v1/documents/nosuchpage": 404, "/api/v1/cities/suwon": 200, "/api/v1/facets/city": 200, "/api/v1/generation": 200,
		"/api/v1/openapi.json": 200, "/api/v1/search?qq=a": 400,
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodHead, target, nil))
		r := get(t, h, target)
		if w.Code != want || w.Header().Get("ETag") != r.Header.Get("ETag") || w.Header().Get("Content-Type") != r.Header.Get("Content-Type") {
			t.Errorf("%s: status %d, want %d; headers %v, want %v", target, w.Code, want, w.Header(), r.Header)
		}
	}
}

func TestNoGeneration(t *testing.T) {
	h := serve(searchtest.NewMemory("", nil))
	for _, target := range []string{"/api/v1/search", "/api/v1/documents/x", "/api/v1/cities/suwon", "/api/v1/facets/city", "/api/v1/generation"} {
		r := get(t, h, target)
		if v := decode(t, r, http.StatusServiceUnavailable); v["code"] != "no-generation" || r.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %v, Retry-After %q", target, v, r.Header.Get("Retry-After"))
		}
	}
}

// faulty fails or panics where it is told to.
type faulty struct {
	*searchtest.Memory
	fail func() error
}

func (f faulty) Search(context.Context, search.Query) (search.Answer, error) {
	return search.Answer{}, f.fail()
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		fail   func() error
		status int
		code   string
	}{
		{"panic", func() error { panic("secret path") }, 500, "internal"},
		{"unknown", func() error { return errors.New("secret path") }, 500, "internal"},
		{"deadline", func() error { return fmt.Errorf("search: %w", context.DeadlineExceeded) }, 503, "timeout"},
		{"unavailable", func() error { return fmt.Errorf("search: %w", search.ErrUnavailable) }, 503, "unavailable"},
		{"busy", func() error { return fmt.Errorf("search: %w", search.ErrBusy) }, 503, "overloaded"},
		{"parameter", func() error { return fmt.Errorf("search: %w", &search.ParamError{Param: "sort", Reason: "no"}) }, 422, "invalid-parameter"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := serve(faulty{library(), c.fail})
			r := get(t, h, "/api/v1/search")
			v := decode(t, r, c.status)
			if v["code"] != c.code || strings.Contains(fmt.Sprint(v), "secret") {
				t.Errorf("%v", v)
			}
			if retry := r.Header.Get("Retry-After") != ""; retry != (c.status == http.StatusServiceUnavailable) || r.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("headers %v", r.Header)
			}
			decode(t, get(t, h, "/api/v1/generation"), http.StatusOK)
		})
	}
}
