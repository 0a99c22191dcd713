package guard

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// variants has a query for each field, and for each way that two questions
// could be taken for one.
func variants() map[string]search.Query {
	day := corpus.Date{Year: 2016, Month: time.July, Day: 14}
	month := corpus.Date{Year: 2016, Month: time.July}
	return map[string]search.Query{
		"":               {},
		"Text":           {Text: "x"},
		"Text bytes":     {Text: "\xff"},
		"Text bytes 2":   {Text: "\xfe"},
		"Text quote":     {Text: `x", Match:nil`},
		"Filters":        {Filters: []search.Filter{{Facet: "city", Values: []string{"a", "b"}}}},
		"Filters joined": {Filters: []search.Filter{{Facet: "city", Values: []string{"a b"}}}},
		"Filters turned": {Filters: []search.Filter{{Facet: "city", Values: []string{"b", "a"}}}},
		"Filters out":    {Filters: []search.Filter{{Facet: "city", Exclude: []string{"a", "b"}}}},
		"From":           {From: day},
		"From month":     {From: month},
		"To":             {To: day},
		"Mentions":       {Mentions: true},
		"Listings":       {Listings: true},
		"Without":        {Without: []corpus.ID{"1"}},
		"Without 2":      {Without: []corpus.ID{"1", "2"}},
		"Sort":           {Sort: search.Newest},
		"Page":           {Page: 1},
		"PerPage":        {PerPage: 1},
		"Cursor":         {Cursor: "x"},
		"After":          {After: &search.Position{}},
		"After score":    {After: &search.Position{Score: 1}},
		"After id":       {After: &search.Position{ID: "1"}},
		"Facets":         {Facets: []search.FacetRequest{{Facet: "city"}}},
		"Facets size":    {Facets: []search.FacetRequest{{Facet: "city", Size: 1}}},
		"Snippets":       {Snippets: true},
		"Explain":        {Explain: true},
	}
}

func TestDigestsDiffer(t *testing.T) {
	seen := map[digest]string{}
	add := func(name string, d digest) {
		if other, ok := seen[d]; ok {
			t.Errorf("%q and %q have the same digest", name, other)
		}
		seen[d] = name
	}
	for name, q := range variants() {
		add(name, digestOf("search", q))
		if again := digestOf("search", ownQuery(q)); seen[again] != name {
			t.Errorf("%q: the digest is not that of the same question", name)
		}
	}
	add("facet", digestOf("facet", search.Query{}, "city", ""))
	add("facet 2", digestOf("facet", search.Query{}, "", "city"))
	add("facet 3", digestOf("facet", search.Query{}, "city", "x"))
	add("document", digestOf("document", search.Query{}, "1"))
}

// TestEveryFieldCounts fails for a new field of search.Query until variants
// knows it, so that whoever adds it looks here.
func TestEveryFieldCounts(t *testing.T) {
	fields := reflect.TypeFor[search.Query]()
	known := variants()
	for i := range fields.NumField() {
		name := fields.Field(i).Name
		if _, ok := known[name]; !ok && name != "Match" {
			t.Errorf("no variant differs in %s", name)
		}
	}
	if digestOf("search", search.Query{Match: querylang.Word{Text: "x"}}) != digestOf("search", search.Query{}) {
		t.Error("Match counts, although nobody reads it")
	}
}

func TestOwnQueryIsTheSame(t *testing.T) {
	for name, q := range variants() {
		if diff := cmp.Diff(q, ownQuery(q)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
