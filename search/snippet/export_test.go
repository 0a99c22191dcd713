package snippet

import "github.com/uilsearch/uilsearch/corpus"

// Holds reports whether a document matches the query, as marks have it.
func (m *Marker) Holds(doc *corpus.Document) bool {
	m.read(doc)
	return m.root.holds(m.seen)
}
