package guard

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// key names an answer: a question put to an edition.
type key struct {
	edition  string
	question digest
}

// digest stands for a question: method and parameters.
type digest [sha256.Size]byte

// digestOf returns the digest of a question, exactly as it was put. Filters in
// another order find the same documents, yet they are another question: the
// answer says them back in their order, and its cursor is only good for that
// order. Match is left out, since what the index reads is Text.
func digestOf(method string, q search.Query, more ...string) digest {
	var after search.Position
	if q.After != nil {
		after = *q.After
	}
	led := q.After != nil
	q.Match, q.After = nil, nil
	// %#v quotes every string and names every field, also those to come.
	return sha256.Sum256(fmt.Appendf(nil, "%s %q %#v %t %#v", method, more, q, led, after))
}

// ownQuery returns q with strings of its own. Those of a request are pieces of
// its whole address, which would stay in memory with the answer.
func ownQuery(q search.Query) search.Query {
	q.Text, q.Cursor = strings.Clone(q.Text), strings.Clone(q.Cursor)
	q.Filters = slices.Clone(q.Filters)
	for i, f := range q.Filters {
		q.Filters[i] = search.Filter{Facet: strings.Clone(f.Facet), Values: ownStrings(f.Values), Exclude: ownStrings(f.Exclude)}
	}
	q.Facets = slices.Clone(q.Facets)
	for i, r := range q.Facets {
		q.Facets[i].Facet = strings.Clone(r.Facet)
	}
	q.Without = ownStrings(q.Without)
	return q
}

func ownStrings[S string | corpus.ID](in []S) []S {
	out := slices.Clone(in)
	for i, s := range out {
		out[i] = S(strings.Clone(string(s)))
	}
	return out
}
