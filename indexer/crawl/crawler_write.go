package crawl

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// maxNoted is how many bytes are kept of an address that is too long to be one.
const maxNoted = 2048

// write keeps what a visit came to: page, outcome, what was found, and that the
// address need not be visited again, all or nothing. What has been fetched is
// written even if ctx has ended.
func (c *Crawler) write(ctx context.Context, v *visitResult) error {
	ctx = context.WithoutCancel(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	waiting := c.waiting
	err := c.writer.Together(func() error {
		if err := c.writeFound(ctx, v); err != nil {
			return err
		}
		if err := c.writePage(ctx, v); err != nil {
			return err
		}
		return c.writer.Visited(ctx, c.Name, v.entry.URL)
	})
	if err != nil {
		c.waiting = waiting
		return err
	}
	c.waiting--
	c.visited++
	if v.result == archive.Failed {
		c.failure = v.entry.URL + ": " + v.reason
	}
	if c.Seen != nil {
		c.Seen(c.outcome(v.entry.URL, v.result, v.reason), c.visited, c.visited+c.waiting)
	}
	return nil
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
	if v.gone {
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

// writeFound lets the crawl visit what was found, where that is in scope, and
// records the rule where it is not.
func (c *Crawler) writeFound(ctx context.Context, v *visitResult) error {
	if v.fresh != nil {
		for _, s := range sitemapsOf(v.entry.URL, v.fresh.robots) {
			v.found = append(v.found, finding{address: s, kind: kindSitemap})
		}
	}
	seen := map[string]bool{v.entry.URL: true}
	for _, f := range v.found {
		address, err := Canonical(f.address)
		if errors.Is(err, errTooLong) {
			noted := strings.ToValidUTF8(f.address[:min(len(f.address), maxNoted)], "")
			err = c.writer.RecordFirst(ctx, c.outcome(noted, archive.Skipped, "the address is "+errTooLong.Error()))
			if err != nil {
				return err
			}
			continue
		}
		if err != nil || seen[address] {
			continue // no address of the web
		}
		seen[address] = !f.nofollow
		f.address = address
		if err := c.offer(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// offer puts one address into the frontier, or records why not.
func (c *Crawler) offer(ctx context.Context, f finding) error {
	queued, err := c.Archive.Queued(ctx, c.Name, f.address)
	if err != nil {
		return err
	}
	if f.nofollow && !queued {
		return c.writer.RecordFirst(ctx, c.outcome(f.address, archive.Skipped, "nofollow: no link that may be followed leads there"))
	}
	if !queued {
		if ok, rule := c.admits(f); !ok {
			return c.writer.RecordFirst(ctx, c.outcome(f.address, archive.Skipped, rule))
		}
	}
	return c.enqueue(ctx, archive.Entry{URL: f.address, Kind: f.kind, Depth: f.depth, Hops: f.hops})
}

// admits decides on an address that is new to the run. Each is asked for once.
func (c *Crawler) admits(f finding) (ok bool, rule string) {
	if ok, rule := c.inScope(f); !ok || f.kind != kindPage {
		return ok, rule
	}
	return c.Budget.Take(f.address)
}

// inScope decides on an address whatever else was found. Sitemaps and feeds are
// no pages: only the host counts.
func (c *Crawler) inScope(f finding) (ok bool, rule string) {
	if f.kind == kindPage {
		return c.Scope.Decide(f.address, f.depth)
	}
	if !c.mayAsk(f.address) {
		return false, "scope: host " + hostOf(f.address)
	}
	return true, ""
}

// mayAsk reports whether the host of an address is in scope.
func (c *Crawler) mayAsk(address string) bool {
	u, err := url.Parse(address)
	return err == nil && c.Scope.hasHost(u)
}

// sitemapsOf returns the sitemaps of an origin: those that its robots.txt names,
// and the one that stands where many do.
func sitemapsOf(address string, r Robots) []string {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	var out []string
	for _, s := range append(r.Sitemaps(), "/sitemap.xml") {
		if ref, err := u.Parse(s); err == nil {
			out = append(out, ref.String())
		}
	}
	return out
}
