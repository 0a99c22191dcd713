package crawl

import (
	"context"
	"fmt"
	"slices"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// minLoss is the least number of pages of a host that a run is refused for
// marking as gone.
const minLoss = 10

// finish marks as gone what two runs in a row found gone, and ends the run.
func (c *Crawler) finish(ctx context.Context) error {
	hosts, err := c.losses(ctx)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	ctx = context.WithoutCancel(ctx)
	return c.writer.Together(func() error {
		for _, h := range hosts {
			if err := c.bury(ctx, h); err != nil {
				return err
			}
		}
		return c.writer.EndCrawl(ctx, c.Name, c.Clock.Now())
	})
}

// losses is what a run found of the live pages of one host.
type losses struct {
	host     string
	known    int
	answered bool
	// moved pages redirect to live ones of their own; nothing is lost with them.
	// With gone ones something may be.
	moved, gone []archive.Visit
}

// losses looks at the live pages that a crawl has found live before: what came by
// an import alone is not for a site to take away.
func (c *Crawler) losses(ctx context.Context) ([]*losses, error) {
	var out []*losses
	byHost := map[string]*losses{}
	var moves []move
	for v, err := range c.Archive.WebPages(ctx) {
		if err != nil {
			return nil, err
		}
		if v.Gone == archive.NeverSeen {
			continue
		}
		host := hostOf(v.URL)
		l := byHost[host]
		if l == nil {
			l = &losses{host: host}
			byHost[host] = l
			out = append(out, l)
		}
		l.known++
		l.answered = l.answered || v.Run == c.run && (v.Status == 200 || v.Status == 304)
		switch {
		case v.Run != c.run:
		case v.Reason == "": // it failed this time, which says nothing
		case v.Gone >= goneRuns && (v.Status == 301 || v.Status == 308):
			target, err := c.Archive.Target(ctx, "", v.URL)
			if err != nil {
				return nil, err
			}
			moves = append(moves, move{l, v, target})
		case v.Gone >= goneRuns:
			l.gone = append(l.gone, v)
		}
	}
	c.sortMoves(moves)
	return out, nil
}

// move is a live page that redirects to another.
type move struct {
	of     *losses
	visit  archive.Visit
	target string
}

// sortMoves tells pages that have moved from those that are as good as gone: a
// server that has lost its pages may send everybody to one that it has. A page
// whose target differs in scheme and host only has moved in any case.
func (c *Crawler) sortMoves(moves []move) {
	to := map[string]int{}
	for _, m := range moves {
		to[m.target]++
	}
	for _, m := range moves {
		own := to[m.target] == 1 && !slices.Contains(c.seeds, m.target)
		if own || pathAndQuery(m.visit.URL) == pathAndQuery(m.target) {
			m.of.moved = append(m.of.moved, m.visit)
		} else {
			m.of.gone = append(m.of.gone, m.visit)
		}
	}
}

// bury turns pages into tombstones. A host that gives no page at all, or would
// lose most of them, is more likely broken than empty: it keeps them, unless
// somebody has said that it is meant.
func (c *Crawler) bury(ctx context.Context, l *losses) error {
	gone := l.moved
	broken := !l.answered || len(l.gone) >= minLoss && 2*len(l.gone) > l.known
	switch {
	case len(l.gone) == 0:
	case broken && !c.Force:
		c.Log.Warn("pages that seem gone are kept: the host gives hardly any page; if they are gone for good, crawl once with --force",
			"host", l.host, "gone", len(l.gone), "known", l.known)
	default:
		gone = append(gone, l.gone...)
	}
	for _, v := range gone {
		at := c.Clock.Now()
		if err := c.writer.Gone(ctx, v.URL, v.Reason, at); err != nil {
			return err
		}
		o := c.outcome(v.URL, archive.Gone, fmt.Sprintf("%s, as a run before found", v.Reason))
		if err := c.writer.Record(ctx, o); err != nil {
			return err
		}
		v.Gone, v.ETag, v.Modified, v.Time = archive.NeverSeen, "", "", at
		if err := c.writer.PutVisit(ctx, v); err != nil {
			return err
		}
	}
	return nil
}
