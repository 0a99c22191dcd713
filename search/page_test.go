package search_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// A quotation of a PDF says which page it is from; one of a page of the web
// says nothing.
func TestQuoteHasItsPage(t *testing.T) {
	for _, c := range []struct {
		page int
		json string
	}{{14, `"page":14`}, {0, ""}} {
		d := corpus.Document{Title: "T", Sections: []corpus.Section{{Page: c.page, Paragraphs: []string{"Cork reads."}}}}
		at := strings.Index(d.Text(), "Cork")
		f := search.Quote(d.Text(), d.Passages(), corpus.Span{Start: at, End: at + 4, Surface: "Cork"})
		b, err := json.Marshal(f)
		if err != nil || f.Page != c.page || strings.Contains(string(b), `"page"`) != (c.json != "") || !strings.Contains(string(b), c.json) {
			t.Errorf("%+v as %s, %v", f, b, err)
		}
	}
}
