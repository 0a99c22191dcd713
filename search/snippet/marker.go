// Package snippet marks in a document's text what a query matched, and cuts
// the fragments that are shown below a hit.
package snippet

import (
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// passageBreak is what stands between two passages in Document.Text.
const passageBreak = "\n\n"

// Marker marks what one query matches. It keeps buffers from text to text, so
// it is for one goroutine at a time.
type Marker struct {
	leaves
	// stems holds, by language, the leaves that a stem stands for.
	stems map[string]*stemmed
	units []unit
	found []match
	near  []sighting
}

// match is a range of bytes that a leaf matches.
type match struct {
	start, end int
	// leaves has the bit of every leaf that matches here.
	leaves uint64
}

// New returns the Marker of a query; a nil node marks nothing.
func New(node querylang.Node) *Marker {
	return &Marker{leaves: compile(node), stems: map[string]*stemmed{}}
}

// Marks returns where a text in a language matches, in order and never
// overlapping: the longest match wins. Phrases do not reach across an empty
// line. What is asked of the title alone is not marked, and nor are tags, whose
// evidence only a document has.
func (m *Marker) Marks(text, lang string) []search.Mark {
	var found []match
	for at := 0; at < len(text); {
		end := len(text)
		if n := strings.Index(text[at:], passageBreak); n >= 0 {
			end = at + n
		}
		m.found = m.found[:0]
		m.match(text, corpus.Passage{Zone: corpus.ZoneBody, Start: at, End: end}, lang)
		found = append(found, settle(m.found)...)
		at = end + len(passageBreak)
	}
	return marksWithin(found, 0, len(text))
}

// Title returns the title of a document with its marks.
func (m *Marker) Title(doc *corpus.Document) search.Fragment {
	title := corpus.Passage{Zone: corpus.ZoneTitle, End: len(doc.Title)}
	return search.Fragment{Text: doc.Title, Marks: marksWithin(m.in(doc, doc.Title, title), 0, len(doc.Title))}
}

// Passages returns every passage of a document's text, in order, with its
// marks: the title first, where there is one.
func (m *Marker) Passages(doc *corpus.Document) []search.Fragment {
	text, passages := doc.Text(), doc.Passages()
	out := make([]search.Fragment, len(passages))
	for i, p := range passages {
		out[i] = search.Fragment{Text: text[p.Start:p.End], Marks: marksWithin(m.in(doc, text, p), p.Start, p.End)}
	}
	return out
}

// in returns the settled matches of one passage.
func (m *Marker) in(doc *corpus.Document, text string, p corpus.Passage) []match {
	m.found = m.found[:0]
	m.match(text, p, doc.Lang)
	m.found = m.evidence(m.found, doc, p)
	return settle(m.found)
}

// evidence appends where the tags that the query asks for were read in a
// passage.
func (m *Marker) evidence(dst []match, doc *corpus.Document, p corpus.Passage) []match {
	for _, asked := range m.tags {
		for _, t := range doc.Tags {
			if string(t.Facet) != asked.facet || t.Value != asked.value {
				continue
			}
			for _, s := range t.Evidence {
				if p.Start <= s.Start && s.Start < s.End && s.End <= p.End {
					dst = append(dst, match{s.Start, s.End, asked.bit})
				}
			}
		}
	}
	return dst
}

// marksWithin returns the settled matches that lie within a range, with
// offsets from its start. It is never nil, so that JSON has a list.
func marksWithin(found []match, start, end int) []search.Mark {
	marks := []search.Mark{}
	for _, f := range found {
		if start <= f.start && f.end <= end {
			marks = append(marks, search.Mark{Start: f.start - start, End: f.end - start})
		}
	}
	return marks
}
