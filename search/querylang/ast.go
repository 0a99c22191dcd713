// Package querylang reads what people type into a tree of our own, and says
// the tree back to them. No input is a syntax error: whatever cannot be read
// as syntax is text.
package querylang

import (
	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
)

// Node is a part of a query. The types below are all there are; a nil Node
// matches every document.
type Node interface{ node() }

type (
	// Word is one word as people type it. It matches its stem in the
	// document's own language, or its exact form. A text that analysis splits,
	// such as COVID-19 or a run of Hangul, matches as one phrase.
	Word struct {
		Text string
		// Light says that the word is a function word, which no group requires.
		Light bool
		// Fuzzy says that words one or two letters away match too.
		Fuzzy bool
	}

	// Phrase is text in quotes: its exact words, one after the other.
	Phrase struct {
		Text string
		// Slop is 0 for the exact phrase; above that the words may stand in any
		// order, all within a stretch of Slop words more than the phrase has.
		Slop int
	}

	// Prefix matches every exact word that begins with Text, of at least three
	// letters.
	Prefix struct{ Text string }

	// Group is words typed side by side. A document must match at least Min of
	// the Kids that are not light Words; if all are light, Min of them all.
	Group struct {
		Kids []Node
		Min  int
	}

	// And matches where all Kids do. A Kid can be a Not.
	And struct{ Kids []Node }

	// Or matches where any Kid does.
	Or struct{ Kids []Node }

	// Not matches where Kid does not.
	Not struct{ Kid Node }

	// Title matches where Kid matches within the title alone.
	Title struct{ Kid Node }

	// Tag matches documents with a value of a facet, whichever the role.
	Tag struct {
		// Facet is city, country, region, theme, type or lang.
		Facet string
		// Value is the value's identifier, Label what people call it.
		Value, Label string
	}

	// Dates matches documents whose date, or what is known of it, overlaps the
	// days from From to To; a zero Date leaves that end open. Undated
	// documents never match.
	Dates struct {
		From, To corpus.Date
		// Field is "year" or "date", as it was typed.
		Field string
	}

	// Alias is a name, as typed, of a taxonomy value. It matches where Written
	// matches, and where the document has the tag under whatever name.
	Alias struct {
		Written Node
		Tag     Tag
	}
)

func (Word) node()   {}
func (Phrase) node() {}
func (Prefix) node() {}
func (Group) node()  {}
func (And) node()    {}
func (Or) node()     {}
func (Not) node()    {}
func (Title) node()  {}
func (Tag) node()    {}
func (Dates) node()  {}
func (Alias) node()  {}

// Reading is a query as it was read.
type Reading struct {
	// Root is nil where nothing is asked, which matches every document.
	Root Node
	// Notes say what was read otherwise than a reader might think.
	Notes []Note
}

// Note kinds.
const (
	// NotePhrase: a text was read as an exact phrase.
	NotePhrase = "phrase"
	// NoteExpanded: a word was read as the name of a city, country or theme.
	NoteExpanded = "expanded"
	// NoteRelaxed: fewer words were required, because too few pages have all.
	NoteRelaxed = "relaxed"
	// NoteCorrected: a word was replaced by a likely spelling.
	NoteCorrected = "corrected"
	// NoteDropped: a part was left out or read as plain text.
	NoteDropped = "dropped"
)

// Note is one thing to tell the reader about how the query was read.
type Note struct {
	Kind string `json:"kind"`
	// Text is the part of the query that the note is about.
	Text string `json:"text"`
	// Detail is a short sentence for people.
	Detail string `json:"detail"`
	// Undo is the query text that asks for the other reading; empty where
	// there is none.
	Undo string `json:"undo,omitempty"`
}

// Gazetteer knows the names that queries use. Taxonomies of generations
// fulfil it.
type Gazetteer interface {
	// FindPlaces returns the places named in text, longest match first come,
	// never overlapping, in order. It abstains where the taxonomy says that a
	// name alone is not safe. No name reaches across a slash, but what stands
	// on one side can make a name on the other safe.
	FindPlaces(text string) []taxonomy.Place
	// Resolve returns the value of a facet that text names, by identifier or
	// by any of its names, and its label. Here no name is unsafe, since the
	// reader has said which facet is meant.
	Resolve(facet, text string) (value, label string, ok bool)
}
