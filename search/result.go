package search

import (
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// Result is an engine's answer to a Query.
type Result struct {
	// Total is the exact number of documents that match.
	Total int
	Hits  []Hit
	// Facets holds the counts of each facet that was asked for.
	Facets map[string][]FacetValue
	// Last is the position of the last hit where more follow it, else nil.
	Last *Position
}

// Hit is one document of a result.
type Hit struct {
	ID        corpus.ID
	URL       string
	Title     Fragment
	Type      corpus.Type
	Published corpus.Date
	Lang      string
	// Cities, Countries and Themes are the values the document is about.
	// Engines fill in the Value of each, live the Label.
	Cities, Countries, Themes []Named
	// Score is comparable within one result only.
	Score    float32
	Snippets []Fragment
	// Why is filled on request: the parts of the score, largest first.
	Why []Reason
}

// Named is a taxonomy value with what people call it.
type Named struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Fragment is a piece of text with the ranges that matched. It holds no
// markup; whoever shows it escapes it.
type Fragment struct {
	Text string `json:"text"`
	// Marks are byte ranges of Text, in order, never overlapping.
	Marks []Mark `json:"marks"`
	// Page is the page of a PDF that the text is from, counted from 1; 0 where
	// there are no pages.
	Page int `json:"page,omitempty"`
	// Before and After say that the text goes on beyond the fragment.
	Before bool `json:"before,omitempty"`
	After  bool `json:"after,omitempty"`
}

// Mark is a range of bytes.
type Mark struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Reason is a part of a score in words and numbers.
type Reason struct {
	What  string  `json:"what"`
	Score float32 `json:"score"`
}

// FacetValue is one value of a facet.
type FacetValue struct {
	Value string `json:"value"`
	// Label is what people call it, where the taxonomy knows the value.
	Label string `json:"label"`
	// Count is the number of documents that have the value under all other
	// filters.
	Count    int  `json:"count"`
	Selected bool `json:"selected"`
	Excluded bool `json:"excluded,omitempty"`
}

// Answer is a Result with all that is said to the reader beside it.
type Answer struct {
	Result
	// Generation and BuiltAt say which index answered.
	Generation string
	BuiltAt    time.Time
	// Edition is Status.Edition at the time.
	Edition string
	// Documents is how many documents were searched, Listings how many listing
	// pages were left out besides.
	Documents int
	Listings  int
	Executed  Executed
	// Suggestions are queries worth trying instead, best first.
	Suggestions []Suggestion
	// NextCursor leads on behind the last hit; empty at the end.
	NextCursor string
	// Query is the question as it was put to the engine.
	Query Query
}

// Suggestion is a query worth trying instead of the one that was put.
type Suggestion struct {
	// Query is text in the query language.
	Query string `json:"query"`
	// Total is the exact number of documents it finds under the same filters.
	Total int `json:"total"`
}

// DocumentAnswer is a document with what is said beside it.
type DocumentAnswer struct {
	corpus.Document
	// Labels holds the label of each tag by its facet and value.
	Labels     map[Label]string
	Generation string
	BuiltAt    time.Time
	// Edition is Status.Edition at the time.
	Edition string
}

// Label returns what people call the value of t.
func (d *DocumentAnswer) Label(t corpus.Tag) string {
	if l, ok := d.Labels[Label{string(t.Facet), t.Value}]; ok && l != "" {
		return l
	}
	return t.Value
}

// Label is the key of a label: a facet and a value.
type Label struct{ Facet, Value string }

// Status says what is being served.
type Status struct {
	// Generation is empty where nothing is served.
	Generation string
	BuiltAt    time.Time
	// Edition stands for the generation and for what is hidden in it: equal
	// questions to one edition have equal answers.
	Edition string
	// Documents is how many documents answer, Hidden how many besides are taken
	// out by hand.
	Documents int
	Hidden    int
	Engine    string
	// Problem says why no generation or not the live one is served, or why the
	// list of hidden pages is not obeyed as it is. It is empty where all is well,
	// and where nothing was ever published. It names files, and is for operators.
	Problem string
}

// Degraded reports whether what is served is not what should be.
func (s Status) Degraded() bool { return s.Problem != "" || s.Generation == "" }

// Executed is the query as it was carried out.
type Executed struct {
	// Query is the tree in the query language.
	Query string           `json:"query"`
	Notes []querylang.Note `json:"notes"`
}

// DateKey returns the number of a date in sorts: the days from 1970-01-01 to
// its first possible day.
func DateKey(d corpus.Date) int32 {
	return int32(d.First().Unix() / 86400)
}
