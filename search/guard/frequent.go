package guard

import (
	"cmp"
	"slices"
	"sync"

	"github.com/uilsearch/uilsearch/search"
)

const (
	// notedQuestions is how many questions are counted; the rarest makes place
	// for a new one.
	notedQuestions = 256
	// frequentQuestions is how many Frequent returns.
	frequentQuestions = 32
	// halfLife is after how many answers all counts are halved, so that what was
	// asked much last month makes place for what is asked now.
	halfLife = 10_000
)

// frequent counts how often questions are answered, about: the SpaceSaving
// summary of Metwally, Agrawal and El Abbadi, Efficient Computation of Frequent
// and Top-k Elements in Data Streams (2005). What is asked more often than one
// time in notedQuestions is among those that are counted. It is safe for
// concurrent use.
type frequent struct {
	mu    sync.Mutex // guards what follows
	noted map[digest]*noted
	n     uint64 // answers so far
}

type noted struct {
	query search.Query
	count int
	last  uint64 // frequent.n when it was asked last
}

// note counts an answer to q.
func (f *frequent) note(question digest, q search.Query) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.n++; f.n%halfLife == 0 {
		for _, a := range f.noted {
			a.count /= 2
		}
	}
	a := f.noted[question]
	if a == nil {
		a = &noted{query: ownQuery(q), count: f.makePlace()}
		f.noted[question] = a
	}
	a.count++
	a.last = f.n
}

// makePlace takes the rarest question out where there are too many, and returns
// its count, which is what the new one may have been asked unseen. The caller
// holds mu.
func (f *frequent) makePlace() int {
	if f.noted == nil {
		f.noted = map[digest]*noted{}
	}
	if len(f.noted) < notedQuestions {
		return 0
	}
	var rarest digest
	var least *noted
	for d, a := range f.noted {
		if least == nil || compareNoted(a, least) > 0 {
			rarest, least = d, a
		}
	}
	delete(f.noted, rarest)
	return least.count
}

// compareNoted puts what is asked more often first, and then what was asked
// last.
func compareNoted(a, b *noted) int {
	return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(b.last, a.last))
}

// most returns the questions that are asked most, the most frequent first.
func (f *frequent) most() []search.Query {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := make([]*noted, 0, len(f.noted))
	for _, a := range f.noted {
		all = append(all, a)
	}
	slices.SortFunc(all, compareNoted)
	out := make([]search.Query, 0, frequentQuestions)
	for _, a := range all[:min(len(all), frequentQuestions)] {
		out = append(out, ownQuery(a.query))
	}
	return out
}
