package api

import (
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// Answer is a search.Answer as JSON has it.
type Answer struct {
	Total      int                            `json:"total" doc:"Exact number of pages that match"`
	Generation string                         `json:"generation" doc:"The index that answered"`
	BuiltAt    time.Time                      `json:"built_at" doc:"When that index was built"`
	Executed   search.Executed                `json:"executed" doc:"The query as it was carried out"`
	Hits       []Hit                          `json:"hits"`
	Facets     map[string][]search.FacetValue `json:"facets" doc:"Values of each facet, by count; counts ignore the facet's own selection"`
	// Suggestions are queries worth trying instead, best first.
	Suggestions []search.Suggestion `json:"suggestions" doc:"Queries worth trying instead, best first"`
	NextCursor  string              `json:"next_cursor" doc:"Leads on behind the last hit; empty at the end"`
}

// Hit is one page of an Answer.
type Hit struct {
	ID        corpus.ID         `json:"id"`
	URL       string            `json:"url"`
	Title     search.Fragment   `json:"title" doc:"Text with the byte ranges that matched"`
	Type      corpus.Type       `json:"type"`
	Published Date              `json:"published"`
	Lang      string            `json:"lang"`
	Cities    []search.Named    `json:"cities" doc:"Cities that the page is about"`
	Themes    []search.Named    `json:"themes" doc:"Themes that the page is about"`
	Score     float32           `json:"score" doc:"Comparable within one answer only"`
	Snippets  []search.Fragment `json:"snippets" doc:"Passages with the byte ranges that matched; plain text, never HTML"`
	Why       []search.Reason   `json:"why,omitempty" doc:"With explain=1: the parts of the score, largest first"`
}

// Date is a corpus.Date with its JSON described: null, or the date with its
// precision and source.
type Date struct{ corpus.Date }

// Schema describes what MarshalJSON of corpus.Date writes.
func (Date) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type:        huma.TypeObject,
		Nullable:    true,
		Description: "A date with its precision; null where there is none",
		Properties: map[string]*huma.Schema{
			"date":      {Type: huma.TypeString, Examples: []any{"2016-07-14", "2016-07", "2016"}},
			"precision": {Type: huma.TypeString, Enum: []any{"day", "month", "year"}},
			"source":    {Type: huma.TypeString, Description: "Where the date was read"},
		},
		Required: []string{"date", "precision"},
	}
}

// NewAnswer returns a as JSON has it. Lists are empty rather than null.
func NewAnswer(a search.Answer) Answer {
	out := Answer{
		Total:       a.Total,
		Generation:  a.Generation,
		BuiltAt:     a.BuiltAt,
		Executed:    executed(a.Executed),
		Hits:        make([]Hit, len(a.Hits)),
		Facets:      make(map[string][]search.FacetValue, len(a.Facets)),
		Suggestions: list(a.Suggestions),
		NextCursor:  a.NextCursor,
	}
	for i, h := range a.Hits {
		out.Hits[i] = newHit(h)
	}
	for name, values := range a.Facets {
		out.Facets[name] = list(values)
	}
	return out
}

// executed returns e with a list of notes, even if empty.
func executed(e search.Executed) search.Executed {
	e.Notes = list(e.Notes)
	return e
}

func newHit(h search.Hit) Hit {
	out := Hit{
		ID:        h.ID,
		URL:       h.URL,
		Title:     fragment(h.Title),
		Type:      h.Type,
		Published: Date{h.Published},
		Lang:      h.Lang,
		Cities:    list(h.Cities),
		Themes:    list(h.Themes),
		Score:     h.Score,
		Snippets:  make([]search.Fragment, len(h.Snippets)),
		Why:       h.Why,
	}
	for i, s := range h.Snippets {
		out.Snippets[i] = fragment(s)
	}
	return out
}

func fragment(f search.Fragment) search.Fragment {
	f.Marks = list(f.Marks)
	return f
}

// list returns s, or an empty list for nil.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
