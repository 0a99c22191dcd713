package api

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search"
)

func (s *service) searchPages(ctx context.Context, p *searchParams) (*reply[Answer], error) {
	q, err := p.query()
	if err != nil {
		return nil, problem(ctx, err)
	}
	if r := unchanged[Answer](s, &p.Conditional); r != nil {
		return r, nil
	}
	a, err := s.search.Search(ctx, q)
	if err != nil {
		return nil, problem(ctx, err)
	}
	r := newReply(s, &p.Conditional, a.Edition, NewAnswer(a))
	r.Link = p.pageLinks(a)
	return r, nil
}

func (s *service) document(ctx context.Context, p *documentParams) (*reply[Document], error) {
	if r := unchanged[Document](s, &p.Conditional); r != nil {
		return r, nil
	}
	d, err := s.search.Document(ctx, corpus.ID(p.ID))
	if err != nil {
		return nil, problem(ctx, err)
	}
	return newReply(s, &p.Conditional, d.Edition, NewDocument(d)), nil
}

// Facet is the values of one facet.
type Facet struct {
	Facet      string              `json:"facet"`
	Total      int                 `json:"total" doc:"How many values there are; beyond size, the largest and all that are selected or left out are sent"`
	Values     []search.FacetValue `json:"values"`
	Generation string              `json:"generation" doc:"The index that answered"`
	BuiltAt    time.Time           `json:"built_at" doc:"When that index was built"`
	Executed   search.Executed     `json:"executed" doc:"The query as it was carried out"`
}

func (s *service) facet(ctx context.Context, p *facetParams) (*reply[Facet], error) {
	q, err := p.query()
	if err != nil {
		return nil, problem(ctx, err)
	}
	if r := unchanged[Facet](s, &p.Conditional); r != nil {
		return r, nil
	}
	a, err := s.search.Facet(ctx, q, p.Name, cmp.Or(p.Contains, p.Prefix))
	if err != nil {
		return nil, problem(ctx, err)
	}
	values := beginning(a.Facets[p.Name], p.Prefix)
	return newReply(s, &p.Conditional, a.Edition, Facet{
		Facet: p.Name, Total: len(values), Values: largest(values, p.Size),
		Generation: a.Generation, BuiltAt: a.BuiltAt, Executed: executed(a.Executed),
	}), nil
}

// beginning returns a new list of the values of which the folded label begins
// with prefix.
func beginning(values []search.FacetValue, prefix string) []search.FacetValue {
	prefix = analysis.Fold(prefix)
	out := []search.FacetValue{}
	for _, v := range values {
		if strings.HasPrefix(analysis.Fold(v.Label), prefix) {
			out = append(out, v)
		}
	}
	return out
}

// largest returns a new list of the first size values, and of what is selected
// or excluded besides.
func largest(values []search.FacetValue, size int) []search.FacetValue {
	out := []search.FacetValue{}
	for i, v := range values {
		if i < size || v.Selected || v.Excluded {
			out = append(out, v)
		}
	}
	return out
}

// Generation says which index answers.
type Generation struct {
	Generation string    `json:"generation"`
	BuiltAt    time.Time `json:"built_at"`
	Documents  int       `json:"documents"`
	Engine     string    `json:"engine"`
	Degraded   bool      `json:"degraded" doc:"Whether this is not as it should be, such as an older index than the current one"`
}

type generationReply struct {
	CacheControl string `header:"Cache-Control"`
	Body         Generation
}

func (s *service) generation(ctx context.Context, _ *struct{}) (*generationReply, error) {
	st := s.search.Status()
	if st.Generation == "" {
		return nil, problem(ctx, search.ErrNoGeneration)
	}
	return &generationReply{CacheControl: cacheControl, Body: Generation{st.Generation, st.BuiltAt, st.Documents, st.Engine, st.Degraded()}}, nil
}
