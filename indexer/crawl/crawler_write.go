package crawl

import (
	"context"
	"fmt"
	"slices"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// write keeps what a visit came to: page, outcome, what was found, and that the
// address need not be visited again. What was found goes first where it is much, in
// batches; all the rest is written at once or not at all, so that a run that ends
// meanwhile begins again with this address, and finds most of it known. What has
// been fetched and leads to little is written even if ctx has ended.
func (c *Crawler) write(ctx context.Context, v *visitResult) error {
	keep := context.WithoutCancel(ctx)
	if v.fresh != nil {
		for _, s := range sitemapsOf(v.entry.URL, v.fresh.robots) {
			v.found = append(v.found, finding{address: s, kind: kindSitemap})
		}
	}
	left, seen := v.found, map[string]bool{v.entry.URL: true}
	for ; len(left) > foundBatch; left = left[foundBatch:] {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if err := c.offer(keep, c.spelt(left[:foundBatch], seen)); err != nil {
			return err
		}
	}
	return c.writeVisit(keep, v, c.spelt(left, seen))
}

// writeVisit writes a visit with the last of what was found.
func (c *Crawler) writeVisit(ctx context.Context, v *visitResult, b batch) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.offerWith(ctx, b, func() error {
		if err := c.writePage(ctx, v); err != nil {
			return err
		}
		return c.writer.Visited(ctx, c.Name, v.entry.URL)
	})
	if err != nil {
		return err
	}
	c.waiting--
	c.visited++
	c.note(v)
	if c.Seen != nil {
		c.Seen(c.outcome(v.entry.URL, v.result, v.reason), c.visited, c.visited+c.waiting)
	}
	return nil
}

// note remembers whether a host is of use, or why not. What a seed says of it
// comes before what other addresses say.
func (c *Crawler) note(v *visitResult) {
	host, why := laneOf(v.entry.URL), v.entry.URL+": "+v.reason
	switch {
	case v.useful:
		c.useful[host] = true
	case slices.Contains(c.seeds, v.entry.URL):
		c.poor[v.entry.URL] = v.reason
		c.failure[host] = why
	case c.failure[host] == "" && v.result == archive.Failed:
		c.failure[host] = why
	}
}

func (c *Crawler) writePage(ctx context.Context, v *visitResult) error {
	if v.page != nil {
		changed, err := c.writer.PutFrom(ctx, archive.Origin{Status: 200}, *v.page)
		if err != nil {
			return err
		}
		v.result, v.reason = archive.Unchanged, ""
		if changed {
			v.result = archive.Ingested
		}
		if err := c.writer.NoAlias(ctx, v.entry.URL); err != nil {
			return err
		}
	}
	if v.alias != "" {
		if err := c.writer.Alias(ctx, v.entry.URL, v.alias, c.Clock.Now()); err != nil {
			return err
		}
	}
	switch {
	case v.gone && v.visit.Gone == archive.NeverSeen:
		v.reason += "; the page is kept: no crawl has found it there, so that it came from elsewhere"
	case v.gone:
		v.visit.Gone++
		v.visit.Reason = v.reason
		v.reason += fmt.Sprintf("; the page is kept until %d runs find it so", goneRuns)
	}
	if err := c.writer.Record(ctx, c.outcome(v.entry.URL, v.result, v.reason)); err != nil {
		return err
	}
	v.visit.Time = c.Clock.Now()
	return c.writer.PutVisit(ctx, v.visit)
}
