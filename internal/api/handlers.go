package api

import (
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
		return nil, s.problem(ctx, err)
	}
	if live := s.search.Status().Generation; p.holds(live) {
		return notModified[Answer](&p.Conditional, live), nil
	}
	a, err := s.search.Search(ctx, q)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	r := newReply(&p.Conditional, a.Generation, NewAnswer(a))
	r.Link = p.pageLinks(a)
	return r, nil
}

func (s *service) document(ctx context.Context, p *documentParams) (*reply[Document], error) {
	if live := s.search.Status().Generation; p.holds(live) {
		return notModified[Document](&p.Conditional, live), nil
	}
	d, err := s.search.Document(ctx, corpus.ID(p.ID))
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return newReply(&p.Conditional, d.Generation, NewDocument(d)), nil
}

// Facet is the values of one facet.
type Facet struct {
	Facet  string              `json:"facet"`
	Values []search.FacetValue `json:"values"`
}

func (s *service) facet(ctx context.Context, p *facetParams) (*reply[Facet], error) {
	q, err := p.query()
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	live := s.search.Status().Generation
	if p.holds(live) {
		return notModified[Facet](&p.Conditional, live), nil
	}
	values, err := s.facetValues(ctx, q, p)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return newReply(&p.Conditional, live, Facet{Facet: p.Name, Values: list(values)}), nil
}

// facetValues asks for all values where a prefix is given, because what
// contains the prefix does not always begin with it.
func (s *service) facetValues(ctx context.Context, q search.Query, p *facetParams) ([]search.FacetValue, error) {
	prefix := analysis.Fold(p.Prefix)
	if prefix == "" {
		return s.search.Facet(ctx, q, p.Name, p.Contains, p.Size)
	}
	contains := p.Contains
	if contains == "" {
		contains = p.Prefix
	}
	all, err := s.search.Facet(ctx, q, p.Name, contains, 0)
	if err != nil {
		return nil, err
	}
	var values []search.FacetValue
	for _, v := range all {
		if strings.HasPrefix(analysis.Fold(v.Label), prefix) && len(values) < p.Size {
			values = append(values, v)
		}
	}
	return values, nil
}

// Generation says which index answers.
type Generation struct {
	Generation string    `json:"generation"`
	BuiltAt    time.Time `json:"built_at"`
	Documents  int       `json:"documents"`
	Engine     string    `json:"engine"`
	Problem    string    `json:"problem,omitempty" doc:"Why an older index than the current one is served"`
}

type generationReply struct {
	CacheControl string `header:"Cache-Control"`
	Body         Generation
}

func (s *service) generation(ctx context.Context, _ *struct{}) (*generationReply, error) {
	st := s.search.Status()
	if st.Generation == "" {
		return nil, s.problem(ctx, search.ErrNoGeneration)
	}
	return &generationReply{CacheControl: "no-cache", Body: Generation(st)}, nil
}
