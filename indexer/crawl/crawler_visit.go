package crawl

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
)

// visitResult is what the visit of one address came to. It is written in one
// transaction.
type visitResult struct {
	entry  archive.Entry
	result archive.Result
	reason string
	// page is set where there is something to keep.
	page *corpus.Page
	// alias is where the address redirects to, or empty.
	alias string
	// found are the addresses that were found there.
	found []finding
	// visit is what is to be remembered for the next run.
	visit archive.Visit
	// live says that the address is that of a live page; gone that the server,
	// asked by us politely, says that the page is no longer there.
	live, gone bool
	// useful says that the server gave a page, a sitemap or a feed, or led on to
	// what is in scope.
	useful bool
	// fresh are rules that were just read; their sitemaps are to be visited.
	fresh *rules
}

// finding is an address that a page, sitemap or feed named.
type finding struct {
	address string
	kind    string
	depth   int
	hops    int
	// nofollow says that whoever named the address asks not to visit it.
	nofollow bool
}

func (v *visitResult) end(result archive.Result, format string, args ...any) {
	v.result, v.reason = result, fmt.Sprintf(format, args...)
}

// visit visits one address and writes what that came to. The error says that the
// run cannot go on. A page that makes the program panic is one that failed: else
// every run would end there.
func (c *Crawler) visit(ctx context.Context, e archive.Entry) error {
	v, err := c.newVisit(ctx, e)
	if err != nil {
		return err
	}
	panicked, err := c.tried(e, func() error {
		if err := c.look(ctx, v); err != nil {
			return err
		}
		return c.write(ctx, v)
	})
	if panicked == nil {
		return err
	}
	fresh := v.fresh
	if v, err = c.newVisit(ctx, e); err != nil {
		return err
	}
	v.fresh = fresh
	v.end(archive.Failed, "internal error: %v", panicked)
	return c.write(ctx, v)
}

// tried calls work and returns what it panicked with, or nil.
func (c *Crawler) tried(e archive.Entry, work func() error) (panicked any, err error) {
	defer func() {
		if panicked = recover(); panicked != nil {
			c.Log.Error("internal error", "url", e.URL, "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()))
		}
	}()
	return nil, work()
}

// newVisit returns the visit of an address with what is known of it.
func (c *Crawler) newVisit(ctx context.Context, e archive.Entry) (*visitResult, error) {
	v := &visitResult{entry: e}
	err := c.know(ctx, e.URL)
	if err != nil {
		return nil, err
	}
	if v.live, err = c.Archive.Live(ctx, e.URL); err != nil {
		return nil, err
	}
	last, visited, err := c.Archive.Visit(ctx, e.URL)
	if err != nil {
		return nil, err
	}
	if !visited {
		last.Gone = archive.NeverSeen
	}
	v.visit = archive.Visit{URL: e.URL, Depth: e.Depth, Gone: last.Gone}
	if v.live {
		v.visit.ETag, v.visit.Modified = last.ETag, last.Modified
	}
	return v, nil
}

// look asks the server, if that may be.
func (c *Crawler) look(ctx context.Context, v *visitResult) error {
	r, fresh, err := c.rulesOf(ctx, v.entry.URL)
	if err != nil {
		return err
	}
	if fresh {
		v.fresh = r
	}
	if r.verdict == RobotsUnreachable {
		v.end(archive.Failed, "the host is left alone: %s", r.why)
		return nil
	}
	if ok, rule := r.robots.Allowed(Product, pathAndQuery(v.entry.URL)); !ok {
		v.end(archive.Skipped, "robots.txt: %s", rule)
		v.gone = v.live
		return nil
	}
	resp, err := c.follow(ctx, v)
	var failed *FetchError
	if errors.As(err, &failed) {
		v.end(archive.Failed, "%s", failed.Reason)
		return nil
	}
	if err != nil {
		return err
	}
	v.visit.Status = resp.Status
	if v.useful = resp.Status == http.StatusOK || resp.Status == http.StatusNotModified; v.useful {
		c.lane(laneOf(v.entry.URL)).gave(v.entry.URL)
	}
	return c.read(ctx, v, resp)
}

// follow asks for an address. Redirects that lead to another spelling of the
// same address, as with the name of a visit in it, are followed at once.
func (c *Crawler) follow(ctx context.Context, v *visitResult) (Response, error) {
	address, tried := v.entry.URL, map[string]bool{}
	for {
		resp, err := c.get(ctx, address, v.visit.ETag, v.visit.Modified)
		if err != nil || resp.Location == "" || tried[resp.Location] || resp.Location == address || len(tried) == maxHops {
			return resp, err
		}
		if same, err := Canonical(resp.Location); err != nil || same != v.entry.URL {
			return resp, nil
		}
		tried[resp.Location] = true
		address = resp.Location
	}
}

// read tells from a response what became of the address.
func (c *Crawler) read(ctx context.Context, v *visitResult, resp Response) error {
	switch {
	case resp.Location != "":
		return c.redirected(ctx, v, resp)
	case resp.Status == http.StatusNotModified && v.live:
		return c.unchanged(ctx, v, resp)
	case resp.Status == http.StatusOK:
		c.ok(v, resp)
	case resp.Status == http.StatusNotFound || resp.Status == http.StatusGone:
		v.gone = v.live
		v.end(archive.Failed, "answers %d %s", resp.Status, http.StatusText(resp.Status))
		if v.entry.Kind == kindSitemap {
			v.end(archive.Skipped, "there is no sitemap here: %d", resp.Status)
		}
	case resp.Status >= 200 && resp.Status < 300:
		v.end(archive.Skipped, "answers %d %s, which is no page", resp.Status, http.StatusText(resp.Status))
	case resp.Status >= 300 && resp.Status < 400:
		v.end(archive.Failed, "answers %d without saying where to go", resp.Status)
	default:
		v.end(archive.Failed, "answers %d %s", resp.Status, http.StatusText(resp.Status))
	}
	return nil
}

// redirected notes where an address leads to. The target is visited in its turn.
func (c *Crawler) redirected(ctx context.Context, v *visitResult, resp Response) error {
	target, err := Canonical(resp.Location)
	if err != nil {
		v.end(archive.Failed, "redirects to what is no address: %.200s", resp.Location)
		return nil
	}
	if err := c.know(ctx, target); err != nil {
		return err
	}
	further, err := c.Archive.Target(ctx, c.run, target)
	if err != nil {
		return err
	}
	if target == v.entry.URL || further == v.entry.URL {
		v.end(archive.Failed, "redirects in a circle, by %s", target)
		return nil
	}
	if v.entry.Hops+1 > maxHops {
		v.end(archive.Failed, "more than %d redirects, the last to %s", maxHops, target)
		return nil
	}
	next := finding{address: target, kind: v.entry.Kind, depth: v.entry.Depth, hops: v.entry.Hops + 1}
	if ok, rule := c.inScope(next); !ok {
		if !c.mayAsk(target) {
			rule += ", which is not in crawl.sites or crawl.hosts_allowed"
		}
		v.end(archive.Skipped, "redirects to %s: %s", target, rule)
		return nil
	}
	v.useful = true
	v.end(archive.Skipped, "redirects to %s", target)
	v.found = append(v.found, next)
	return c.leads(ctx, v, resp.Status, target, further)
}

// leads notes what it means for a page that its address redirects to a target,
// and that to a further one, unless it is empty.
func (c *Crawler) leads(ctx context.Context, v *visitResult, status int, target, further string) (err error) {
	final := target
	if further != "" {
		final = further
	}
	permanent := status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect
	if permanent || !v.live {
		v.alias = final
	}
	if permanent && v.live {
		v.gone, err = c.Archive.Live(ctx, final)
	}
	return err
}

// unchanged keeps a page whose server says that it is as it was. What it leads
// to is read from the archive.
func (c *Crawler) unchanged(ctx context.Context, v *visitResult, resp Response) error {
	p, found, err := c.Archive.Page(ctx, v.entry.URL)
	if err != nil {
		return err
	}
	if !found {
		v.end(archive.Failed, "answers 304, and the page is not in the archive")
		return nil
	}
	for name, value := range corpus.KeptHeader(resp.Header) {
		if p.Header == nil {
			p.Header = map[string]string{}
		}
		p.Header[name] = value
	}
	p.Captured = c.Clock.Now().UTC()
	c.kept(v, p)
	return nil
}

// pathAndQuery returns what robots.txt is asked about.
func pathAndQuery(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "/"
	}
	return u.RequestURI()
}
