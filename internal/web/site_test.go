package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/internal/web"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// faulty fails or panics where it is told to.
type faulty struct {
	*searchtest.Memory
	fail func() error
}

func (f faulty) Search(context.Context, search.Query) (search.Answer, error) {
	return search.Answer{}, f.fail()
}

func TestFaultsArePages(t *testing.T) {
	fault := func(f func() error) web.Searcher { return faulty{library(), f} }
	for name, c := range map[string]struct {
		s      web.Searcher
		target string
		status int
		want   string
	}{
		"no page":       {library(), "/nothing/here", 404, "nothing at this address"},
		"no document":   {library(), "/doc/nosuchpage", 404, "not in the index"},
		"no generation": {searchtest.NewMemory("", nil), "/", 503, "uilsearch reindex"},
		"no index":      {searchtest.NewMemory("", nil), "/search?q=x", 503, "uilsearch reindex"},
		"panic":         {fault(func() error { panic("secret") }), "/search", 500, "Something went wrong"},
		"error":         {fault(func() error { return errors.New("secret") }), "/", 500, "Something went wrong"},
		"busy":          {fault(func() error { return fmt.Errorf("search: %w", search.ErrBusy) }), "/search?q=x", 503, "The server is busy"},
		"busy at home":  {fault(func() error { return search.ErrBusy }), "/", 503, "The server is busy"},
		"deadline":      {fault(func() error { return context.DeadlineExceeded }), "/search", 503, "too long"},
		"parameter":     {fault(func() error { return &search.ParamError{Param: "sort", Reason: "no"} }), "/search", 422, "sort: no"},
	} {
		t.Run(name, func(t *testing.T) {
			h := serve(c.s)
			root := open(t, h, c.target, c.status)
			if got := text(one(t, root, "main", tag("main"))); !strings.Contains(got, c.want) || strings.Contains(got, "secret") {
				t.Errorf("it says %q", got)
			}
			one(t, root, "search box", with("id", "q"))
			r := get(t, h, c.target)
			if c.status == 503 && r.Header.Get("Retry-After") == "" || r.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("headers %v", r.Header)
			}
			open(t, h, "/nothing", http.StatusNotFound) // the process lives
		})
	}
}

func TestMethods(t *testing.T) {
	h := serve(library())
	for method, want := range map[string]int{http.MethodHead: 200, http.MethodPost: 405} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, "/search", nil))
		if w.Code != want {
			t.Errorf("%s: status %d, want %d", method, w.Code, want)
		}
	}
}

func TestEveryAnswerHasTheSecurityHeaders(t *testing.T) {
	h := serve(library())
	for _, target := range []string{"/", "/search", "/doc/x", "/nothing", "/robots.txt", "/static/x", "/lost"} {
		r := get(t, h, target)
		csp := r.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") ||
			r.Header.Get("X-Content-Type-Options") != "nosniff" || r.Header.Get("Referrer-Policy") != "same-origin" || r.Header.Get(web.RequestID) == "" {
			t.Errorf("%s: headers %v", target, r.Header)
		}
	}
	if r := get(t, h, "/lost"); r.StatusCode != http.StatusInternalServerError {
		t.Errorf("a panic in no room: status %d", r.StatusCode)
	}
}

func TestTheLogNamesRequestsButNotWhatWasSearched(t *testing.T) {
	var log bytes.Buffer
	h := serveWith(library(), web.Options{}, slog.NewTextHandler(&log, nil))
	r := get(t, h, "/search?q=secret")
	line := log.String()
	if !strings.Contains(line, "id="+r.Header.Get(web.RequestID)) || !strings.Contains(line, "path=/search") || !strings.Contains(line, "status=200") {
		t.Errorf("log %s", line)
	}
	if strings.Contains(line, "secret") || strings.Count(line, "\n") != 1 {
		t.Errorf("log %s", line)
	}
	log.Reset()
	get(t, h, "/a%0Ab")
	if strings.Count(log.String(), "\n") != 1 {
		t.Errorf("a line break in the path breaks the log: %s", log.String())
	}
}

// TestAPageIsLight holds the result page with its style sheet to 35 kB on the
// wire.
func TestAPageIsLight(t *testing.T) {
	h := serve(library())
	root := open(t, h, "/search?q=learning", http.StatusOK)
	sheet := attr(one(t, root, "style sheet", with("rel", "stylesheet")), "href")
	bytes := 0
	for _, target := range []string{"/search?q=learning", sheet} {
		r := get(t, h, target, "Accept-Encoding: gzip")
		body, _ := io.ReadAll(r.Body)
		bytes += len(body)
		if r.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s is not compressed", target)
		}
		if _, err := gzip.NewReader(strings.NewReader(string(body))); err != nil {
			t.Error(err)
		}
	}
	if bytes > 35_000 {
		t.Errorf("%d bytes", bytes)
	}
}

func TestStaticFilesNeverChange(t *testing.T) {
	h := serve(library())
	root := open(t, h, "/", http.StatusOK)
	for _, rel := range []string{"stylesheet", "icon"} {
		r := get(t, h, attr(one(t, root, rel, with("rel", rel)), "href"))
		if r.StatusCode != http.StatusOK || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") || r.Header.Get("Content-Type") == "" {
			t.Errorf("%s: status %d, headers %v", rel, r.StatusCode, r.Header)
		}
	}
	if r := get(t, h, "/static/style.css"); r.StatusCode != http.StatusNotFound {
		t.Errorf("a name without its hash: status %d", r.StatusCode)
	}
}

func TestHome(t *testing.T) {
	root := open(t, serve(library()), "/", http.StatusOK)
	cards := all(one(t, root, "newest", class("cards")), tag("h3"))
	if got := texts(cards); !slices.Equal(got, []string{"أسوان", "Cork festival", "Jeonju opens a library", "Suwon walks", "전주"}) {
		t.Errorf("newest %q", got)
	}
	browse := texts(all(one(t, root, "browse", class("browse")), tag("li")))
	want := []string{"Aswan 1", "Cork 1", "Jeonju 2", "Suwon 1", "Literacy 1", "Ireland 1", "Republic of Korea 2"}
	if !slices.Equal(browse, want) {
		t.Errorf("browse %q, want %q", browse, want)
	}
}

func TestOpenSearch(t *testing.T) {
	for public, want := range map[string]string{
		"":                        "http://uil.example/search?q={searchTerms}",
		"https://search.example/": "https://search.example/search?q={searchTerms}",
	} {
		h := serveWith(library(), web.Options{PublicURL: public}, slog.DiscardHandler)
		var d struct {
			ShortName string
			URL       struct {
				Template string `xml:"template,attr"`
			} `xml:"Url"`
		}
		if err := xml.NewDecoder(get(t, h, "/opensearch.xml").Body).Decode(&d); err != nil || d.URL.Template != want || d.ShortName == "" {
			t.Errorf("%q: %+v, %v", public, d, err)
		}
	}
}
