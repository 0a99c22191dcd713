package api_test

import (
	"net/http"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// The page of a PDF stands with snippets, passages and evidence; other documents
// have none.
func TestPagesOfAPDF(t *testing.T) {
	d := document("report", "A report", "Cork reads between the stalls.", "Cork", "", corpus.Publication)
	d.Sections[0].Page = 14
	h := serve(searchtest.NewMemory("g", nil, d, document("cork", "Cork festival", "No stalls at all.", "Cork", "", corpus.News)))
	for slug, want := range map[string]any{"report": 14.0, "cork": nil} {
		v := decode(t, get(t, h, "/api/v1/documents/"+string(corpus.NewID("https://uil.example/"+slug))), http.StatusOK)
		if got := v["passages"].([]any)[1].(map[string]any)["page"]; got != want {
			t.Errorf("%s: passage on page %v", slug, got)
		}
		e := v["tags"].([]any)[0].(map[string]any)["evidence"].([]any)[0].(map[string]any)
		if got := e["quote"].(map[string]any)["page"]; got != want {
			t.Errorf("%s: evidence on page %v", slug, got)
		}
	}
	for _, hit := range decode(t, get(t, h, "/api/v1/search?q=stalls"), http.StatusOK)["hits"].([]any) {
		hit := hit.(map[string]any)
		want := map[string]any{"A report": 14.0}[hit["title"].(map[string]any)["text"].(string)]
		if got := hit["snippets"].([]any)[0].(map[string]any)["page"]; got != want {
			t.Errorf("%v: snippet on page %v", hit["title"], got)
		}
	}
}
