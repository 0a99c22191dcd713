// Package snippet marks in a document's text what a query matched, and cuts
// the fragments that are shown below a hit.
package snippet

import (
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// Marker marks what one query matches. It keeps buffers from document to
// document, and what it last read, so it is for one goroutine at a time.
type Marker struct {
	leaves
	// stems holds, by language, the leaves that a stem stands for.
	stems map[string]*stemmed
	units []unit
	near  []sighting
	// seen and live say of each leaf whether it matches the document, and
	// whether the document is found by it.
	seen, live []bool
	found      []match

	// doc is the document last read, text its text.
	doc      *corpus.Document
	text     string
	passages []marked
}

// marked is a passage with its matches, in order and never overlapping.
type marked struct {
	corpus.Passage
	found []match
}

// match is a range of bytes of a text that matches.
type match struct {
	start, end int
	// leaf is the leaf that matches.
	leaf int
	// leaves has a bit for every leaf that matches here, by which fragments are
	// chosen; leaves beyond the 64th share one.
	leaves uint64
}

// New returns the Marker of a query; a nil node marks nothing.
func New(node querylang.Node) *Marker {
	m := &Marker{leaves: compile(node), stems: map[string]*stemmed{}}
	m.seen, m.live = make([]bool, len(m.shown)), make([]bool, len(m.shown))
	return m
}

// Title returns the title of a document with its marks.
func (m *Marker) Title(doc *corpus.Document) search.Fragment {
	m.read(doc)
	if len(m.passages) == 0 || m.passages[0].Zone != corpus.ZoneTitle {
		return search.Fragment{Text: doc.Title, Marks: []search.Mark{}}
	}
	return m.whole(m.passages[0])
}

// Passages returns every passage of a document's text, in order, with its
// marks: the title first, where there is one.
func (m *Marker) Passages(doc *corpus.Document) []search.Fragment {
	m.read(doc)
	out := make([]search.Fragment, len(m.passages))
	for i, p := range m.passages {
		out[i] = m.whole(p)
	}
	return out
}

func (m *Marker) whole(p marked) search.Fragment {
	return search.Fragment{Text: m.text[p.Start:p.End], Marks: marksWithin(p.found, p.Start, p.End), Page: p.Page}
}

// read finds what matches in a document, all passages before any is marked:
// whether a word is marked may be decided by another passage. The document
// read last is not read again.
func (m *Marker) read(doc *corpus.Document) {
	text := doc.Text()
	if m.doc == doc && m.text == text {
		return
	}
	m.doc, m.text = doc, text
	clear(m.seen)
	clear(m.live)
	m.found, m.passages = m.found[:0], m.passages[:0]
	var ends []int
	for _, p := range doc.Passages() {
		m.match(text, p, doc.Lang)
		m.evidence(p)
		m.passages = append(m.passages, marked{Passage: p})
		ends = append(ends, len(m.found))
	}
	m.beside()
	m.root.enliven(m.seen, m.live)
	start := 0
	for i, end := range ends {
		m.passages[i].found = settle(m.alive(m.found[start:end:end]))
		start = end
	}
}

// evidence finds where the tags that the query asks for were read in a passage.
func (m *Marker) evidence(p corpus.Passage) {
	for _, asked := range m.tags {
		for _, t := range m.doc.Tags {
			if string(t.Facet) != asked.facet || t.Value != asked.value {
				continue
			}
			for _, s := range t.Evidence {
				if p.Start <= s.Start && s.Start < s.End && s.End <= p.End {
					m.hit(asked.leaf, s.Start, s.End)
				}
			}
		}
	}
}

// beside looks for what documents are found by beside their text: tags, their
// date, and the ways to write it.
func (m *Marker) beside() {
	for _, t := range m.tags {
		m.seen[t.leaf] = m.seen[t.leaf] || hasTag(m.doc, t.facet, t.value)
	}
	for _, d := range m.dates {
		m.seen[d.leaf] = inRange(m.doc.Published, d.Dates)
	}
	if !slices.Contains(m.seen, false) {
		return
	}
	n, date := len(m.found), m.doc.Published
	for _, text := range analysis.DateTexts(date.Year, date.Month, date.Day, m.doc.Lang) {
		m.match(text, corpus.Passage{Zone: corpus.ZoneBody, End: len(text)}, m.doc.Lang)
	}
	m.found = m.found[:n] // these are not shown
}

// alive keeps the matches of live leaves.
func (m *Marker) alive(found []match) []match {
	kept := found[:0]
	for _, f := range found {
		if m.live[f.leaf] {
			f.leaves = 1 << min(f.leaf, 63)
			kept = append(kept, f)
		}
	}
	return kept
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
