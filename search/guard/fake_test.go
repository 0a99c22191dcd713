package guard

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// fakeIndex answers every question with the question and its edition.
type fakeIndex struct {
	mu      sync.Mutex // guards edition
	edition string
	calls   atomic.Int64
	// before and after, if any, are called before the edition is taken and
	// before the answer is given.
	before, after func(ctx context.Context) error
}

func (x *fakeIndex) swap(edition string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.edition = edition
}

func (x *fakeIndex) Status() search.Status {
	x.mu.Lock()
	defer x.mu.Unlock()
	return search.Status{Edition: x.edition}
}

// take goes through both hooks and returns the edition in between.
func (x *fakeIndex) take(ctx context.Context) (string, error) {
	x.calls.Add(1)
	if x.before != nil {
		if err := x.before(ctx); err != nil {
			return "", err
		}
	}
	edition := x.Status().Edition
	if x.after != nil {
		if err := x.after(ctx); err != nil {
			return "", err
		}
	}
	return edition, nil
}

func (x *fakeIndex) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	edition, err := x.take(ctx)
	return answerOf(edition, q), err
}

func (x *fakeIndex) City(_ context.Context, id string) (search.CityAnswer, error) {
	return search.CityAnswer{City: search.City{ID: id}, Edition: x.Status().Edition}, nil
}

func (x *fakeIndex) Facet(ctx context.Context, q search.Query, facet, contains string) (search.Answer, error) {
	edition, err := x.take(ctx)
	a := answerOf(edition, q)
	a.Facets = map[string][]search.FacetValue{facet: {{Value: contains, Count: 3}}}
	return a, err
}

func (x *fakeIndex) Document(ctx context.Context, id corpus.ID) (search.DocumentAnswer, error) {
	edition, err := x.take(ctx)
	return documentOf(edition, id), err
}

func (x *fakeIndex) Read(_ context.Context, text string) (querylang.Reading, string, error) {
	return querylang.Reading{Root: querylang.Word{Text: text}}, x.Status().Edition, nil
}

// answerOf is what edition answers to q.
func answerOf(edition string, q search.Query) search.Answer {
	return search.Answer{
		Edition: edition, Query: q,
		Result: search.Result{
			Total:  2,
			Hits:   []search.Hit{{ID: "1", URL: edition}, {ID: "2", URL: q.Text}},
			Facets: map[string][]search.FacetValue{"city": {{Value: "cork", Count: 2}, {Value: "suwon", Count: 1}}},
		},
		Suggestions: []search.Suggestion{{Query: "cork", Total: 1}},
		Executed:    search.Executed{Query: q.Text, Notes: []querylang.Note{{Text: "cork"}}},
	}
}

func documentOf(edition string, id corpus.ID) search.DocumentAnswer {
	return search.DocumentAnswer{
		Edition: edition, Document: corpus.Document{ID: id, Title: edition},
		Labels: map[search.Label]string{{Facet: "city", Value: "cork"}: "Cork"},
	}
}

// counts is an Observer that keeps count.
type counts struct {
	mu               sync.Mutex // guards what follows
	asked            map[string]int
	running, waiting int
	mostRunning      int
}

func (c *counts) Asked(how string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.asked == nil {
		c.asked = map[string]int{}
	}
	c.asked[how]++
}

func (c *counts) Running(delta int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running += delta
	c.mostRunning = max(c.mostRunning, c.running)
}

func (c *counts) Waiting(delta int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting += delta
}

func text(s string) search.Query { return search.Query{Text: s} }
