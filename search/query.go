// Package search holds what is asked of a generation and what it answers:
// Query, Result and Engine. Engines fulfil Engine, and searchtest holds them
// to its promises.
package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// Errors that callers tell apart.
var (
	// ErrNotFound says that no document has that ID.
	ErrNotFound = errors.New("no such document")
	// ErrNoCity says that no city has that ID.
	ErrNoCity = errors.New("no such city")
	// ErrUnavailable says that nothing can be answered with although something may
	// have been published: all that was is damaged, or the store or the list of
	// hidden pages cannot be read. Status says which.
	ErrUnavailable = errors.New("the search is not available at the moment; its operator finds the reason in /readyz")
	// ErrNoGeneration says that nothing has been published yet.
	ErrNoGeneration = errors.New("no index has been published yet; run uilsearch reindex")
	// ErrBusy says that too many searches are under way; the same question can
	// be put again in a moment.
	ErrBusy = errors.New("too many searches are under way; try again in a few seconds")
	// ErrCursorGone says that a cursor was made by a generation, or for a
	// query, other than this one.
	ErrCursorGone = errors.New("the cursor belongs to another index or query; start again without it")
)

// ParamError says which parameter of a query cannot be used, and why.
type ParamError struct {
	// Param is the name as in the URL: page, per_page, sort, city and so on.
	Param string
	// Reason is a sentence for people that says the remedy.
	Reason string
}

func (e *ParamError) Error() string { return e.Param + ": " + e.Reason }

// Limits of a query. Beyond MaxWindow hits a cursor leads on.
const (
	MaxPerPage     = 100
	MaxWindow      = 10_000
	MaxFacetValues = 200
	MaxFilters     = 50
	DefaultPerPage = 10
	// MaxPrefixTerms bounds the words that a prefix or a fuzzy word stands for.
	MaxPrefixTerms = 256
)

// Sort is an order of hits. Every order ends with the date, newest first, and
// then the ID, so that paging is stable; undated documents come last by date.
type Sort string

// The orders.
const (
	Relevance Sort = "relevance"
	Newest    Sort = "newest"
	Oldest    Sort = "oldest"
	ByTitle   Sort = "title"
)

// Sorts returns every order.
func Sorts() []Sort { return []Sort{Relevance, Newest, Oldest, ByTitle} }

// The facets of an answer. The first four count tags.
const (
	FacetCity    = "city"
	FacetCountry = "country"
	FacetRegion  = "region"
	FacetTheme   = "theme"
	FacetType    = "type"
	FacetYear    = "year"
	FacetLang    = "lang"
)

// NoDate is the value of the year facet for documents without a date.
const NoDate = "none"

// Facets returns every facet in the order people read them.
func Facets() []string {
	return []string{FacetCity, FacetCountry, FacetRegion, FacetTheme, FacetType, FacetYear, FacetLang}
}

// Filter keeps documents by one facet. Values are OR; Exclude takes documents
// out again; several Filters are AND.
type Filter struct {
	Facet   string
	Values  []string
	Exclude []string
}

// FacetRequest asks for the values of a facet with their counts.
type FacetRequest struct {
	Facet string
	// Size is the most values to return, by count and then by value; selected
	// and excluded values come besides. 0 returns them all.
	Size int
}

// Query is one question to a generation. It is a plain value; an engine does
// not keep it.
type Query struct {
	// Text is what the reader typed. Engines do not read it.
	Text string
	// Match is how the text was read; nil matches every document.
	Match querylang.Node
	// Filters hold at most one Filter for each facet.
	Filters []Filter
	// From and To bound the date; a zero Date leaves that end open. A document
	// matches if what is known of its date overlaps; undated ones never do.
	From, To corpus.Date
	// Mentions lets city, country, region and theme filters, fields and counts
	// take the documents that only mention a value besides those about it. A
	// name typed as a word matches mentions in any case.
	Mentions bool
	// Listings keeps listing pages in; without it they are only found by a
	// type filter that names them.
	Listings bool
	// Without are documents that are treated as if they were not there: they are
	// neither found nor counted. Those that there are not are passed over. live
	// fills it in; who asks live leaves it empty.
	Without []corpus.ID
	Sort    Sort
	// Page counts from 1. With After set, it is not used.
	Page, PerPage int
	// Cursor is an Answer's NextCursor, sent back as it came; live reads it
	// into After. Engines do not read it.
	Cursor string
	// After leads on behind the last hit of an earlier answer.
	After *Position
	// Facets are the facets to count.
	Facets []FacetRequest
	// Snippets asks for marked fragments of the text of each hit.
	Snippets bool
	// Explain asks for why each hit stands where it stands.
	Explain bool
}

// Check reports the first parameter that no engine should be asked for, as a
// *ParamError.
func (q *Query) Check() error {
	switch {
	case q.Page < 1:
		return &ParamError{"page", "pages count from 1"}
	case q.PerPage < 1 || q.PerPage > MaxPerPage:
		return &ParamError{"per_page", fmt.Sprintf("ask for 1 to %d hits a page", MaxPerPage)}
	case q.After == nil && q.Page > MaxWindow/q.PerPage:
		return &ParamError{"page", fmt.Sprintf("pages end at hit %d; follow next_cursor to read on", MaxWindow)}
	case !slices.Contains(Sorts(), q.Sort):
		return &ParamError{"sort", fmt.Sprintf("%q is not one of relevance, newest, oldest, title", q.Sort)}
	case !q.From.IsZero() && !q.To.IsZero() && q.To.Last().Before(q.From.First()):
		return &ParamError{"to", "the range ends before it begins"}
	}
	return q.checkFacets()
}

func (q *Query) checkFacets() error {
	seen, values := map[string]bool{}, 0
	for _, f := range q.Filters {
		if !slices.Contains(Facets(), f.Facet) {
			return &ParamError{f.Facet, "no such facet"}
		}
		if seen[f.Facet] {
			return &ParamError{f.Facet, "one filter a facet"}
		}
		seen[f.Facet] = true
		values += len(f.Values) + len(f.Exclude)
	}
	if values > MaxFilters {
		return &ParamError{"filters", fmt.Sprintf("%d filter values; at most %d", values, MaxFilters)}
	}
	for _, r := range q.Facets {
		if !slices.Contains(Facets(), r.Facet) {
			return &ParamError{"facets", fmt.Sprintf("no facet %q; there are %s", r.Facet, strings.Join(Facets(), ", "))}
		}
		if r.Size < 0 {
			return &ParamError{"facet_size", fmt.Sprintf("ask for 0 to %d values", MaxFacetValues)}
		}
	}
	return nil
}

// Filter returns the filter of a facet, which is empty where there is none.
func (q *Query) Filter(facet string) Filter {
	for _, f := range q.Filters {
		if f.Facet == facet {
			return f
		}
	}
	return Filter{Facet: facet}
}

// Position is the place of a hit in an order: what a cursor holds.
type Position struct {
	// Score is the hit's score, Key its key in a sort by title.
	Score float32 `json:"s,omitempty"`
	Key   string  `json:"k,omitempty"`
	// Date is the hit's sort date in days since 1970; see DateKey.
	Date int32     `json:"d,omitempty"`
	ID   corpus.ID `json:"i"`
}

// Engine answers queries over one immutable generation. It is safe for
// concurrent use until Close. Its promises, each a case of searchtest:
//
//   - Total and all counts are exact.
//   - A document is found by its text and by its date as people write it.
//   - The same query gives the same answer; paging shows every hit once.
//   - A facet's counts ignore that facet's own Values, obey its Exclude, and
//     list selected and excluded values even at 0.
//   - What a query is Without is neither found nor counted.
//   - Marks lie on what matched, and on nothing else.
//   - The reasons of a hit add up to its score.
//   - A cancelled context ends the search with its error.
type Engine interface {
	// Search answers q. Errors are *ParamError, a context's, or internal.
	Search(ctx context.Context, q Query) (Result, error)
	// Document returns a document, or ErrNotFound.
	Document(ctx context.Context, id corpus.ID) (corpus.Document, error)
	// Close frees the generation's files. No call may be under way.
	Close() error
}
