// Package guard stands between HTTP and the live index: equal questions are
// answered once and from memory, and a bounded number of searches run at once.
package guard

import (
	"context"
	"errors"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// Index is what is guarded; live.Index fulfils it. Its methods are safe for
// concurrent use. An answer's Edition is Status().Edition at some moment of
// the call, and equal questions to one edition have equal answers.
type Index interface {
	Search(ctx context.Context, q search.Query) (search.Answer, error)
	Document(ctx context.Context, id corpus.ID) (search.DocumentAnswer, error)
	Facet(ctx context.Context, q search.Query, facet, contains string) (search.Answer, error)
	// City returns what is known of a city, without searching.
	City(ctx context.Context, id string) (search.CityAnswer, error)
	// Read returns how a text is read, and the edition that reads it so.
	Read(ctx context.Context, text string) (r querylang.Reading, edition string, err error)
	// Status is asked before every question, so it must be cheap.
	Status() search.Status
}

// How a question was answered; see Observer.
const (
	// Hit: from memory.
	Hit = "hit"
	// Miss: by the index.
	Miss = "miss"
	// Shared: by the index, for an equal question that was under way.
	Shared = "shared"
	// Refused: with search.ErrBusy.
	Refused = "refused"
)

// Observer is told what goes on. Its methods are called often and from many
// goroutines, and must not block.
type Observer interface {
	// Asked is told once of each question how it was answered: Hit, Miss,
	// Shared or Refused. Errors besides search.ErrBusy count by who gave them.
	Asked(how string)
	// Running and Waiting are told of each search that begins (1) or ends (-1)
	// to hold a slot or to wait for one.
	Running(delta int)
	Waiting(delta int)
}

// Options bound what a Guard lets happen.
type Options struct {
	// Searches is how many searches run at once; 0 for two a processor.
	Searches int
	// Queue is how many more may wait for a slot, each for QueueWait at most.
	// Whatever comes besides is search.ErrBusy.
	Queue     int
	QueueWait time.Duration
	// CacheBytes bounds the memory of the answers that are kept; 0 keeps none.
	CacheBytes int64
	// Observer may be nil.
	Observer Observer
}

// Guard answers as its Index does. It is safe for concurrent use.
type Guard struct {
	index    Index
	observer Observer
	kept     *keep
	flights  flights
	frequent frequent
	gate     *gate
}

// New returns a Guard of an index.
func New(x Index, o Options) *Guard {
	if o.Observer == nil {
		o.Observer = unobserved{}
	}
	return &Guard{
		index: x, observer: o.Observer, gate: newGate(o), flights: flights{underWay: map[key]*flight{}},
		kept: newKeep(o.CacheBytes, func() string { return x.Status().Edition }),
	}
}

// Search answers q. Besides the errors of the index it returns search.ErrBusy.
//
// What an answer holds directly, its Hits, Facets with their values,
// Suggestions, Filters and Notes, is the caller's own; all that lies deeper is
// shared with other callers and only for reading.
func (g *Guard) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	question := digestOf("search", q)
	a, err := ask(ctx, g, answers, question, func(ctx context.Context) (search.Answer, error) {
		return g.index.Search(ctx, ownQuery(q))
	})
	if err == nil {
		g.note(question, q)
	}
	return a, err
}

// note counts a search that was answered. A cursor is left out: it only holds
// for the generation that made it.
func (g *Guard) note(question digest, q search.Query) {
	if q.Cursor != "" || q.After != nil {
		q.Cursor, q.After = "", nil
		question = digestOf("search", q)
	}
	g.frequent.note(question, q)
}

// Frequent returns the searches that are asked most, however they are answered,
// the most frequent first. There are 32 at most.
func (g *Guard) Frequent() []search.Query { return g.frequent.most() }

// Facet answers q with one facet. Errors and ownership are as with Search.
func (g *Guard) Facet(ctx context.Context, q search.Query, facet, contains string) (search.Answer, error) {
	return ask(ctx, g, answers, digestOf("facet", q, facet, contains), func(ctx context.Context) (search.Answer, error) {
		return g.index.Facet(ctx, ownQuery(q), facet, contains)
	})
}

// Document returns one document, shared with other callers and only for
// reading. Besides the errors of the index it returns search.ErrBusy.
func (g *Guard) Document(ctx context.Context, id corpus.ID) (search.DocumentAnswer, error) {
	return ask(ctx, g, documents, digestOf("document", search.Query{}, string(id)), func(ctx context.Context) (search.DocumentAnswer, error) {
		return g.index.Document(ctx, id)
	})
}

// City returns what is known of a city, which needs no slot.
func (g *Guard) City(ctx context.Context, id string) (search.CityAnswer, error) {
	return g.index.City(ctx, id)
}

// Read returns how a text is read and by which edition, which needs no slot.
func (g *Guard) Read(ctx context.Context, text string) (r querylang.Reading, edition string, err error) {
	return g.index.Read(ctx, text)
}

// Status says what is served, which needs no slot.
func (g *Guard) Status() search.Status { return g.index.Status() }

// Kept returns about how many answers are in memory and how many bytes they
// take.
func (g *Guard) Kept() (answers int, bytes uint64) { return g.kept.size() }

// ask answers a question from memory, from an equal one that is under way, or
// by call, and tells the observer which.
func ask[T any](ctx context.Context, g *Guard, k kind[T], question digest, call func(context.Context) (T, error)) (T, error) {
	answer, how, err := find(ctx, g, k, question, call)
	if errors.Is(err, search.ErrBusy) {
		how = Refused
	}
	g.observer.Asked(how)
	if err != nil {
		return answer, err
	}
	return k.copied(answer), nil
}

func find[T any](ctx context.Context, g *Guard, k kind[T], question digest, call func(context.Context) (T, error)) (none T, how string, err error) {
	for {
		if err := ctx.Err(); err != nil {
			return none, Miss, err
		}
		at := key{g.index.Status().Edition, question}
		if v, ok := g.kept.get(at); ok {
			return v.(T), Hit, nil
		}
		v, led, err := g.flights.do(ctx, at, func(ctx context.Context) (any, error) { return fetch(ctx, g, k, at, call) })
		how = Shared
		if led {
			how = Miss
		}
		if err != nil {
			return none, how, err
		}
		// An answer of another edition was current when the flight was under
		// way, but for one who joined late perhaps no longer: look again.
		if answer := v.(T); led || k.edition(answer) == at.edition {
			return answer, how, nil
		}
	}
}

// fetch asks the index once a slot is free, and keeps the answer under the
// edition that it came from, which can be a newer one than was asked.
func fetch[T any](ctx context.Context, g *Guard, k kind[T], at key, call func(context.Context) (T, error)) (any, error) {
	if v, ok := g.kept.get(at); ok { // an equal flight has ended since the caller looked
		return v, nil
	}
	leave, err := g.gate.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	answer, err := call(ctx)
	if err != nil {
		return nil, err
	}
	answer = k.trimmed(answer)
	g.kept.put(key{k.edition(answer), at.question}, answer)
	return answer, nil
}

type unobserved struct{}

func (unobserved) Asked(string) {}
func (unobserved) Running(int)  {}
func (unobserved) Waiting(int)  {}
