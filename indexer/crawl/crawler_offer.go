package crawl

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

const (
	// maxNoted is how many bytes are kept of an address that is too long to be one.
	maxNoted = 2048
	// foundBatch is how many addresses are written in one transaction, so that
	// nobody waits long for the archive: a sitemap may name 100,000.
	foundBatch = 1000
)

// batch is what becomes of some addresses that were found.
type batch struct {
	findings []finding
	entries  []archive.Entry
	outcomes []archive.Outcome
}

// spelt returns addresses that were found in canonical spelling, without those
// seen before, and the outcomes of those that are too long.
func (c *Crawler) spelt(found []finding, seen map[string]bool) batch {
	var b batch
	for _, f := range found {
		address, err := Canonical(f.address)
		if errors.Is(err, errTooLong) {
			noted := strings.ToValidUTF8(f.address[:min(len(f.address), maxNoted)], "")
			b.outcomes = append(b.outcomes, c.outcome(noted, archive.Skipped, "the address is "+errTooLong.Error()))
			continue
		}
		if err != nil || seen[address] {
			continue // no address of the web
		}
		seen[address] = !f.nofollow
		f.address = address
		b.findings = append(b.findings, f)
	}
	return b
}

// decide says of each finding whether the crawl visits it, or why not. It is
// called under c.mu, and before anything of the batch is written.
func (c *Crawler) decide(ctx context.Context, b *batch) error {
	addresses := make([]string, len(b.findings))
	for i, f := range b.findings {
		addresses[i] = f.address
	}
	queued, err := c.Archive.QueuedOf(ctx, c.Name, addresses)
	if err != nil {
		return err
	}
	for _, f := range b.findings {
		ok, rule := true, ""
		switch {
		case queued[f.address]:
		case f.nofollow:
			ok, rule = false, "nofollow: no link that may be followed leads there"
		default:
			ok, rule = c.admits(f)
		}
		if ok {
			b.entries = append(b.entries, archive.Entry{URL: f.address, Host: laneOf(f.address), Kind: f.kind, Depth: f.depth, Hops: f.hops})
		} else {
			b.outcomes = append(b.outcomes, c.outcome(f.address, archive.Skipped, rule))
		}
	}
	return nil
}

// offer writes what becomes of some findings, in a transaction of its own.
func (c *Crawler) offer(ctx context.Context, b batch) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.offerWith(ctx, b, func() error { return nil })
}

// offerWith writes what becomes of some findings, and what also writes, in one
// transaction. It is called under c.mu.
func (c *Crawler) offerWith(ctx context.Context, b batch, also func() error) error {
	if err := c.decide(ctx, &b); err != nil {
		return err
	}
	added := 0
	err := c.writer.Together(func() (err error) {
		if added, err = c.writer.Offer(ctx, c.Name, b.entries, b.outcomes); err != nil {
			return err
		}
		return also()
	})
	if err == nil {
		c.added(added)
	}
	return err
}

// added takes note of addresses that are new to the frontier. It is called under
// c.mu, or before there is anybody else.
func (c *Crawler) added(n int) {
	if n == 0 {
		return
	}
	c.waiting += n
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// admits decides on an address that is new to the run. Each is asked for once.
func (c *Crawler) admits(f finding) (ok bool, rule string) {
	if ok, rule := c.inScope(f); !ok || f.isRoot() {
		return ok, rule
	}
	ok, rule = c.Budget.Take(f.address)
	if host := laneOf(f.address); !ok && !c.full[host+" "+rule] {
		c.full[host+" "+rule] = true
		c.Log.Warn("addresses are left out: a budget is full", "host", host, "rule", rule)
	}
	return ok, rule
}

// isRoot reports whether a sitemap is one that the robots.txt of an origin names,
// or stands where many do: no page and no other sitemap can make it up.
func (f finding) isRoot() bool { return f.kind == kindSitemap && f.depth == 0 }

// inScope decides on an address whatever else was found. Sitemaps and feeds are
// no pages: allowed paths and depth say nothing of them.
func (c *Crawler) inScope(f finding) (ok bool, rule string) {
	switch {
	case f.kind == kindPage:
		return c.Scope.Decide(f.address, f.depth)
	case !f.isRoot():
		return c.Scope.Bars(f.address)
	case !c.mayAsk(f.address):
		return false, "scope: host " + hostOf(f.address)
	}
	return true, ""
}

// still decides on an address of the frontier, which may be of a run that began
// under other settings. What a crawl begins at is wanted whatever they say.
func (c *Crawler) still(e archive.Entry) (ok bool, rule string) {
	switch {
	case slices.Contains(c.seeds, e.URL):
		return true, ""
	case e.Known:
		return c.Scope.Decide(e.URL, 0)
	}
	return c.inScope(finding{address: e.URL, kind: e.Kind, depth: e.Depth})
}

// pass records that an address of the frontier is not visited.
func (c *Crawler) pass(ctx context.Context, e archive.Entry, rule string) error {
	ctx = context.WithoutCancel(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.writer.Together(func() error {
		if err := c.writer.Record(ctx, c.outcome(e.URL, archive.Skipped, rule)); err != nil {
			return err
		}
		return c.writer.Visited(ctx, c.Name, e.URL)
	})
	if err == nil {
		c.waiting--
		c.visited++
	}
	return err
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
