package publish

import (
	"context"
	"fmt"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// MaxPlace is how far down a judged page is looked for.
const MaxPlace = 100

// Ranking is where a judged page stands for a query.
type Ranking struct {
	Query, URL string
	// Lowest is the lowest place that is good enough: 1 or more. With 0 the
	// page may stand anywhere, and is only compared.
	Lowest int
	// Place is where it stands, 1 for the first, 0 where it is not among the
	// first MaxPlace.
	Place int
}

// placing is a Ranking in the new generation, and what it was before.
type placing struct {
	Ranking
	// before is its place in the generation that is compared with, if that
	// could be asked.
	before   int
	compared bool
}

// rank asks for the places of the judged pages in the new generation.
func (o Options) rank(ctx context.Context, dir string, m generation.Manifest) ([]placing, error) {
	if o.Rank == nil {
		return nil, nil
	}
	rankings, err := o.Rank(ctx, dir, m)
	if err != nil {
		return nil, fmt.Errorf("judged queries: %w", err)
	}
	out := make([]placing, len(rankings))
	for i, r := range rankings {
		out[i].Ranking = r
	}
	return out, nil
}

// rankBefore fills in the places in the generation that is compared with. It
// returns why it could not, or "".
func (o Options) rankBefore(ctx context.Context, b base, judged []placing) (skipped string) {
	if len(judged) == 0 {
		return ""
	}
	why := "another version of the program wrote it"
	if b.readable {
		rankings, err := o.Rank(ctx, o.Store.Path(b.manifest.Generation), b.manifest)
		if err == nil {
			fillBefore(judged, rankings)
			return ""
		}
		why = err.Error()
	}
	return fmt.Sprintf("places of judged pages were not compared with %s: %s", b.manifest.Generation, why)
}

func fillBefore(judged []placing, before []Ranking) {
	type key struct{ query, url string }
	found := map[key]int{}
	for _, r := range before {
		found[key{r.Query, r.URL}] = r.Place
	}
	for i, j := range judged {
		n, ok := found[key{j.Query, j.URL}]
		judged[i].before, judged[i].compared = n, ok
	}
}

// changesOfRank returns the judged pages that stand in another place.
func changesOfRank(judged []placing) List[RankChange] {
	var l List[RankChange]
	for _, j := range judged {
		if j.compared && j.before != j.Place {
			l.add(RankChange{Query: j.Query, URL: j.URL, Before: j.before, After: j.Place})
		}
	}
	return l
}

// good reports whether a page that stands at a place stands where it must.
func (r Ranking) good(n int) bool { return n > 0 && (r.Lowest == 0 || n <= r.Lowest) }

// fails says what is wrong with the place of the page.
func (p placing) fails() string {
	must := p.URL
	if p.Lowest > 0 {
		must += fmt.Sprintf(" at place %d or higher", p.Lowest)
	}
	return fmt.Sprintf("the query %q must find %s, and finds it %s", p.Query, must, place(p.Place))
}

// misplaced returns the judged pages that stood where they must and no longer
// do, and those that do not count: which failed before already, or were not
// looked for before.
func misplaced(judged []placing) (reasons, excused []string) {
	for _, p := range judged {
		switch {
		case p.good(p.Place):
		case !p.compared:
			excused = append(excused, p.fails()+": it does not count, because there is nothing to compare with")
		case p.good(p.before):
			reasons = append(reasons, p.fails()+", before "+place(p.before))
		default:
			excused = append(excused, p.fails()+": it does not count, because it was "+place(p.before)+" before")
		}
	}
	return firstOf(reasons, "judged queries"), firstOf(excused, "judged queries")
}

// place says where a page stands.
func place(n int) string {
	if n == 0 {
		return fmt.Sprintf("not among the first %d", MaxPlace)
	}
	return fmt.Sprintf("at place %d", n)
}
