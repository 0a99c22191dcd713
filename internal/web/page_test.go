package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// report returns a document of two pages that names a city on the second.
func report() corpus.Document {
	const url = "https://uil.example/report.pdf"
	d := corpus.Document{
		ID: corpus.NewID(url), URL: url, Title: "A report", Lang: "en", Type: corpus.Publication,
		Sections: []corpus.Section{
			{Page: 13, Paragraphs: []string{"Nothing of note."}},
			{Page: 14, Heading: "Markets", Paragraphs: []string{"Cork reads between the stalls."}},
			{Page: 14, Heading: "Schools", Paragraphs: []string{"They read as well."}},
		},
	}
	d.ContentHash = corpus.HashContent(&d)
	at := strings.Index(d.Text(), "Cork")
	d.Tags = []corpus.Tag{{Facet: corpus.City, Value: "cork", Role: corpus.About, Rule: "name", Confidence: 1,
		Evidence: []corpus.Span{{Zone: corpus.ZoneBody, Start: at, End: at + 4, Surface: "Cork"}}}}
	return d
}

// The pages of a PDF are shown beside hits, beside evidence and in the text.
func TestPagesOfAPDF(t *testing.T) {
	h := serve(searchtest.NewMemory("g", nil, report()))
	hit := one(t, open(t, h, "/search?q=stalls", http.StatusOK), "hit", class("hit"))
	if got := text(one(t, hit, "page", class("page"))); got != "p. 14" {
		t.Errorf("hit: %q", got)
	}
	root := open(t, h, docPath("report.pdf"), http.StatusOK)
	if got := texts(all(one(t, root, "text", class("text")), class("page"))); !slices.Equal(got, []string{"p. 13", "p. 14"}) {
		t.Errorf("text: %q", got)
	}
	if body := text(one(t, root, "text", class("text"))); !strings.Contains(body, "p. 13 Nothing of note. p. 14 Markets Cork reads between the stalls. Schools They read") {
		t.Errorf("text: %q", body)
	}
	if got := text(one(t, root, "evidence", tag("figcaption"))); got != "In the text, p. 14" {
		t.Errorf("evidence: %q", got)
	}
	for _, at := range []string{"/search?q=reading", docPath("jeonju")} {
		if got := all(open(t, serve(library()), at, http.StatusOK), class("page")); len(got) > 0 {
			t.Errorf("%s has pages", at)
		}
	}
}
