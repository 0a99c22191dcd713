package live

import (
	"context"

	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// relaxBelow is the number of hits below which a query is read more loosely.
const relaxBelow = 3

// relaxSteps is how far a query is loosened to find more than a few hits; only
// to find any at all it is loosened further.
const relaxSteps = 2

// relax reads a query more loosely where its strict reading finds too little,
// and otherwise returns the strict result. Filters have no say in it: with
// them, a count that is clicked would bring other pages than it counted.
func (v *view) relax(ctx context.Context, q *search.Query, strict querylang.Reading, result search.Result) (search.Result, querylang.Reading, error) {
	if _, ok := querylang.Relax(strict, 1); !ok {
		return result, strict, nil
	}
	most, err := v.count(ctx, *q, strict)
	if err != nil || most >= relaxBelow {
		return result, strict, err
	}
	best := strict
	for step := 1; most < relaxBelow && (step <= relaxSteps || most == 0); step++ {
		loose, ok := querylang.Relax(strict, step)
		if !ok {
			break
		}
		found, err := v.count(ctx, *q, loose)
		if err != nil {
			return result, strict, err
		}
		if found > most {
			best, most = loose, found
		}
	}
	q.Match = best.Root
	result, err = v.ask(ctx, *q)
	return result, best, err
}

// count returns how many documents a reading finds without filters.
func (v *view) count(ctx context.Context, q search.Query, r querylang.Reading) (int, error) {
	result, err := v.ask(ctx, search.Query{Match: r.Root, Listings: q.Listings, Sort: search.Newest, Page: 1, PerPage: 1})
	return result.Total, err
}
