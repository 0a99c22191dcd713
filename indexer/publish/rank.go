package publish

import (
	"context"
	"fmt"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// Ranking is where a judged page stands for a query.
type Ranking struct {
	Query, URL string
	// Lowest is the lowest place that is good enough: 1 or more. With 0 the
	// page may stand anywhere, and is only compared.
	Lowest int
	// Place is where it stands, 1 for the first, 0 where it is not among the
	// first 100.
	Place int
}

// judged is a Ranking in the new generation, and what it was before.
type judged struct {
	Ranking
	// before is its place in the generation that is compared with, if that
	// could be asked.
	before   int
	compared bool
}

// rank asks for the places of the judged pages in the new generation.
func (o Options) rank(ctx context.Context, dir string, m generation.Manifest) ([]judged, error) {
	if o.Rank == nil {
		return nil, nil
	}
	rankings, err := o.Rank(ctx, dir, m)
	if err != nil {
		return nil, fmt.Errorf("judged queries: %w", err)
	}
	out := make([]judged, len(rankings))
	for i, r := range rankings {
		out[i].Ranking = r
	}
	return out, nil
}

// rankBefore fills in the places in the generation that is compared with. It
// returns why it could not, or "".
func (o Options) rankBefore(ctx context.Context, base base, judged []judged) (skipped string) {
	if len(judged) == 0 {
		return ""
	}
	why := "another version of the program wrote it"
	if base.readable {
		rankings, err := o.Rank(ctx, o.Store.Path(base.manifest.Generation), base.manifest)
		if err == nil {
			fillBefore(judged, rankings)
			return ""
		}
		why = err.Error()
	}
	return fmt.Sprintf("places of judged pages were not compared with %s: %s", base.manifest.Generation, why)
}

func fillBefore(judged []judged, before []Ranking) {
	type key struct{ query, url string }
	places := map[key]int{}
	for _, r := range before {
		places[key{r.Query, r.URL}] = r.Place
	}
	for i, j := range judged {
		place, ok := places[key{j.Query, j.URL}]
		judged[i].before, judged[i].compared = place, ok
	}
}

// changesOfRank returns the judged pages that stand in another place.
func changesOfRank(judged []judged) List[RankChange] {
	var l List[RankChange]
	for _, j := range judged {
		if j.compared && j.before != j.Place {
			l.add(RankChange{Query: j.Query, URL: j.URL, Before: j.before, After: j.Place})
		}
	}
	return l
}
