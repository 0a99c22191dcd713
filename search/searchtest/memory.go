package searchtest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// Memory answers whole questions, as the HTTP rooms put them, over documents
// in memory: it reads the text, asks a Fake, and puts labels on the answer. Of
// names it knows the labels, in filters alone, and it never relaxes. It is safe
// for concurrent use.
type Memory struct {
	engine   *Fake
	labels   map[search.Label]string
	known    map[search.Label]bool
	listings map[corpus.ID]bool
	name     string // of the generation
	total    int

	mu     sync.Mutex // guards hidden and cities
	hidden []corpus.ID
	cities map[string]search.City
}

// builtAt is when the generation of every Memory was built.
var builtAt = time.Date(2026, time.November, 22, 3, 15, 0, 0, time.UTC)

// NewMemory returns a Memory of docs under the generation's name. An empty
// name stands for a server without any generation.
func NewMemory(generation string, labels map[search.Label]string, docs ...corpus.Document) *Memory {
	m := &Memory{
		engine: NewFake(docs), labels: labels, name: generation, total: len(docs),
		known: map[search.Label]bool{}, listings: map[corpus.ID]bool{},
	}
	for l := range labels {
		m.known[l] = true
	}
	for _, d := range docs {
		for _, t := range d.Tags {
			m.known[search.Label{Facet: string(t.Facet), Value: t.Value}] = true
		}
		if d.Type == corpus.Listing {
			m.listings[d.ID] = true
		}
	}
	return m
}

// Hide takes documents, which must be there, out of all answers from now on,
// in the place of those that were hidden before; that is another edition. Hide
// without any shows all again.
func (m *Memory) Hide(ids ...corpus.ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.hidden = slices.Compact(slices.Sorted(slices.Values(ids)))
}

// without returns what is hidden, sorted.
func (m *Memory) without() []corpus.ID {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.hidden
}

// Status says what is served.
func (m *Memory) Status() search.Status { return m.status(m.without()) }

func (m *Memory) status(hidden []corpus.ID) search.Status {
	if m.name == "" {
		return search.Status{}
	}
	s := search.Status{
		Generation: m.name, BuiltAt: builtAt, Edition: m.name,
		Documents: m.total - len(hidden), Hidden: len(hidden), Engine: "memory",
	}
	for _, id := range hidden {
		s.Edition += "-" + string(id)
	}
	return s
}

// Search answers q.
func (m *Memory) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	hidden := m.without()
	status := m.status(hidden)
	if status.Generation == "" {
		return search.Answer{}, search.ErrNoGeneration
	}
	reading, err := querylang.Parser{}.Parse(q.Text)
	if err != nil {
		return search.Answer{}, err
	}
	if err := m.follow(&q); err != nil {
		return search.Answer{}, err
	}
	if q.Filters, err = m.resolve(q.Filters); err != nil {
		return search.Answer{}, err
	}
	q.Match = reading.Root
	asked := q
	asked.Without = hidden
	r, err := m.engine.Search(ctx, asked)
	if err != nil {
		return search.Answer{}, err
	}
	m.label(&r)
	if q.Explain {
		explain(r.Hits)
	}
	return m.answer(q, r, reading, status, hidden), nil
}

// answer says beside a result what status and reading say.
func (m *Memory) answer(q search.Query, r search.Result, reading querylang.Reading, status search.Status, hidden []corpus.ID) search.Answer {
	a := search.Answer{
		Result:     r,
		Generation: status.Generation,
		BuiltAt:    status.BuiltAt,
		Edition:    status.Edition,
		Documents:  status.Documents,
		Executed:   search.Executed{Query: reading.String(), Notes: reading.Notes},
		Query:      q,
	}
	if !q.Listings {
		for id := range m.listings {
			if !slices.Contains(hidden, id) {
				a.Listings++
			}
		}
		a.Documents -= a.Listings
	}
	if p := r.Last; p != nil {
		a.NextCursor = fmt.Sprintf("%s~%x~%d~%s~%x", status.Generation, p.Score, p.Date, p.ID, p.Key)
	}
	return a
}

// explain says why hits stand where they stand.
func explain(hits []search.Hit) {
	for i, h := range hits {
		hits[i].Why = []search.Reason{{What: "words that match", Score: h.Score}}
	}
}

// Read returns how a text is read, and the edition of the moment.
func (m *Memory) Read(_ context.Context, text string) (r querylang.Reading, edition string, err error) {
	if m.name == "" {
		return querylang.Reading{}, "", search.ErrNoGeneration
	}
	r, err = querylang.Parser{}.Parse(text)
	return r, m.Status().Edition, err
}

// resolve puts identifiers in the place of labels, and refuses places and
// themes that it has never heard of.
func (m *Memory) resolve(filters []search.Filter) ([]search.Filter, error) {
	out := make([]search.Filter, len(filters))
	for i, f := range filters {
		out[i] = search.Filter{Facet: f.Facet, Values: slices.Clone(f.Values), Exclude: slices.Clone(f.Exclude)}
		if !slices.Contains(corpus.TagFacets(), corpus.TagFacet(f.Facet)) {
			continue
		}
		for _, values := range [][]string{out[i].Values, out[i].Exclude} {
			for j, v := range values {
				if values[j] = m.value(f.Facet, v); values[j] == "" {
					return nil, &search.ParamError{Param: f.Facet, Reason: fmt.Sprintf("there is no %s %q", f.Facet, v)}
				}
			}
		}
	}
	return out, nil
}

// value returns the identifier of what is named by it or by its label; empty
// where nothing is.
func (m *Memory) value(facet, name string) string {
	if m.known[search.Label{Facet: facet, Value: name}] {
		return name
	}
	for l, label := range m.labels {
		if l.Facet == facet && analysis.Fold(label) == analysis.Fold(name) {
			return l.Value
		}
	}
	return ""
}

// follow puts the position that a cursor stands for into q.
func (m *Memory) follow(q *search.Query) error {
	if q.Cursor == "" {
		return nil
	}
	parts := strings.Split(q.Cursor, "~")
	if len(parts) != 5 || parts[0] != m.name {
		return search.ErrCursorGone
	}
	p := search.Position{ID: corpus.ID(parts[3])}
	score, err1 := strconv.ParseFloat(parts[1], 32)
	date, err2 := strconv.ParseInt(parts[2], 10, 32)
	_, err3 := fmt.Sscanf(parts[4]+" ", "%x", &p.Key)
	if err1 != nil || err2 != nil || err3 != nil && parts[4] != "" {
		return search.ErrCursorGone
	}
	p.Score, p.Date = float32(score), int32(date)
	q.After = &p
	return nil
}

// label puts labels on facets and hits.
func (m *Memory) label(r *search.Result) {
	for facet, values := range r.Facets {
		for i, v := range values {
			values[i].Label = m.labelOf(facet, v.Value)
		}
	}
	for _, h := range r.Hits {
		for facet, named := range map[string][]search.Named{
			search.FacetCity: h.Cities, search.FacetCountry: h.Countries, search.FacetTheme: h.Themes,
		} {
			for i, n := range named {
				named[i].Label = m.labelOf(facet, n.Value)
			}
		}
	}
}

func (m *Memory) labelOf(facet, value string) string {
	return cmp.Or(m.labels[search.Label{Facet: facet, Value: value}], value)
}

// Document returns one document with the labels of its tags, and without links
// to what is hidden.
func (m *Memory) Document(ctx context.Context, id corpus.ID) (search.DocumentAnswer, error) {
	hidden := m.without()
	status := m.status(hidden)
	if status.Generation == "" {
		return search.DocumentAnswer{}, search.ErrNoGeneration
	}
	if slices.Contains(hidden, id) {
		return search.DocumentAnswer{}, search.ErrNotFound
	}
	d, err := m.engine.Document(ctx, id)
	if err != nil {
		return search.DocumentAnswer{}, err
	}
	for _, links := range []*[]corpus.Link{&d.Translations, &d.NearDuplicates} {
		*links = slices.DeleteFunc(slices.Clone(*links), func(l corpus.Link) bool { return slices.Contains(hidden, l.ID) })
	}
	return search.DocumentAnswer{Document: d, Labels: m.labels, Generation: status.Generation, BuiltAt: status.BuiltAt, Edition: status.Edition}, nil
}

// Facet answers q with one facet: every value whose folded label contains a
// text.
func (m *Memory) Facet(ctx context.Context, q search.Query, facet, contains string) (search.Answer, error) {
	q.Facets = []search.FacetRequest{{Facet: facet}}
	a, err := m.Search(ctx, q)
	if err != nil {
		return search.Answer{}, err
	}
	a.Facets[facet] = slices.DeleteFunc(a.Facets[facet], func(v search.FacetValue) bool {
		return !strings.Contains(analysis.Fold(v.Label), analysis.Fold(contains))
	})
	return a, nil
}
