package crawl

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
)

// Explainer tells, decision by decision, what a crawl makes of one address. It
// visits the address as Crawler does, by the same code and at the same pace, so
// that the two cannot disagree; only limits that many addresses share, as those
// of Budget, begin at nothing. All fields but Known must be set.
type Explainer struct {
	// Scratch takes what a crawl needs to remember meanwhile. It is empty at
	// first and of no use afterwards.
	Scratch *archive.Archive
	// Known is the archive that a crawl would go on from. It is only read, and
	// nil where there is none.
	Known   *archive.Archive
	Fetcher *Fetcher
	Scope   *Scope
	Clock   Clock
	Log     *slog.Logger
	// Pause is the least time between two requests to a host.
	Pause time.Duration
}

// Explanation is what a crawl makes of one address.
type Explanation struct {
	Given string `json:"given"`
	// URL is the canonical spelling, and Changes says what differs in it.
	URL     string   `json:"url"`
	Changes []string `json:"changes"`
	// Steps are the visits: that of the address, then those of the addresses
	// that redirects led to. A crawl records an outcome for each.
	Steps []Step `json:"steps"`
	// Links are what the last of them names, in the order in which a crawl
	// finds it.
	Links []Lead `json:"-"`
	// Unreachable says that the server of the last step gave no answer of use.
	Unreachable bool `json:"unreachable"`
	// Page is what a crawl would keep, as the archive would return it, or nil.
	Page *corpus.Page `json:"-"`
}

// Last returns the last step.
func (e Explanation) Last() *Step { return &e.Steps[len(e.Steps)-1] }

// Step is the visit of one address.
type Step struct {
	URL string `json:"url"`
	// Scope says whether the address belongs to the crawl. If not, nothing was
	// asked for.
	Scope Decision `json:"scope"`
	// Robots is nil where nothing was asked for.
	Robots *RobotsSaid `json:"robots,omitempty"`
	// Requests are those for the address itself; each try is one.
	Requests []Request `json:"requests"`
	// Response is the last one that came, or nil.
	Response *Answer `json:"response,omitempty"`
	// Result and Reason are the outcome that a crawl records.
	Result archive.Result `json:"result"`
	Reason string         `json:"reason,omitempty"`
	// GoneRuns is how many runs in a row have found a known page gone with this
	// one, or 0. With the second the end of the crawl makes it a tombstone, unless
	// the host gives hardly any page.
	GoneRuns int `json:"gone_runs,omitempty"`
}

// Decision is yes or no, and by which rule.
type Decision struct {
	Allowed bool `json:"allowed"`
	// Rule may be empty where it is yes.
	Rule string `json:"rule,omitempty"`
}

// Request is one request and its answer.
type Request struct {
	URL string `json:"url"`
	// Status is 0 where there is a Problem instead.
	Status   int    `json:"status,omitempty"`
	Location string `json:"location,omitempty"`
	Problem  string `json:"problem,omitempty"`
}

// explaining is one call of Explain.
type explaining struct {
	*Explainer
	crawler *Crawler
	// requests and last are what was asked since they were last cleared, and the
	// last answer.
	requests []Request
	last     *Response
}

// Explain visits an address, and where it redirects to, and says why what comes
// of it does. That a server cannot be reached is no error. The error is that of
// Canonical, of an archive or of the context.
func (e *Explainer) Explain(ctx context.Context, address string) (Explanation, error) {
	canonical, err := Canonical(address)
	if err != nil {
		return Explanation{}, fmt.Errorf("explain: %w", err)
	}
	out := Explanation{Given: address, URL: canonical, Changes: changes(address, canonical)}
	x := &explaining{Explainer: e}
	x.crawler = &Crawler{
		Archive: e.Scratch, Fetcher: e.Fetcher, Scope: e.Scope, Budget: &Budget{}, Clock: e.Clock, Log: e.Log,
		Name: "explain", Seeds: []string{canonical}, Known: none, From: e.Known, Pause: e.Pause, Hosts: 1, asked: x.asked,
	}
	if err := x.all(ctx, &out); err != nil {
		return out, fmt.Errorf("explain %s: %w", canonical, err)
	}
	return out, nil
}

// none are the pages of an archive that there is not.
var none iter.Seq2[archive.Visit, error] = func(func(archive.Visit, error) bool) {}

// all visits one address after the other until there is no redirect.
func (x *explaining) all(ctx context.Context, out *Explanation) error {
	if _, err := x.crawler.begin(ctx); err != nil {
		return err
	}
	next, seen := &archive.Entry{URL: out.URL, Kind: kindPage}, map[string]bool{}
	for next != nil && !seen[next.URL] {
		seen[next.URL] = true
		e := *next
		v, s, err := x.step(ctx, e)
		out.Steps = append(out.Steps, s)
		if err != nil || v == nil {
			return err
		}
		if next = leadsTo(v); next == nil {
			return x.end(ctx, v, out)
		}
	}
	return nil
}

// leadsTo returns what a visit leads on to, or nil.
func leadsTo(v *visitResult) *archive.Entry {
	for _, f := range v.found {
		if f.hops > v.entry.Hops { // nothing else has more
			return &archive.Entry{URL: f.address, Kind: f.kind, Depth: f.depth, Hops: f.hops}
		}
	}
	return nil
}

// step visits one address. The visit is nil where nothing may be asked for.
func (x *explaining) step(ctx context.Context, e archive.Entry) (*visitResult, Step, error) {
	s := Step{URL: e.URL, Requests: []Request{}}
	if err := x.crawler.know(ctx, e.URL); err != nil {
		return nil, s, err
	}
	if last, found, err := x.Scratch.Visit(ctx, e.URL); err != nil {
		return nil, s, err
	} else if found && e.Hops == 0 {
		e.Depth = last.Depth
	}
	s.Scope.Allowed, s.Scope.Rule = x.Scope.Decide(e.URL, 0)
	if !s.Scope.Allowed {
		s.Result, s.Reason = archive.Skipped, s.Scope.Rule
		return nil, s, nil
	}
	var err error
	if s.Robots, err = x.robots(ctx, e.URL); err != nil {
		return nil, s, err
	}
	x.requests, x.last = []Request{}, nil
	v, err := x.crawler.newVisit(ctx, e)
	if err == nil {
		err = x.crawler.look(ctx, v)
	}
	s.Requests = x.requests
	if err == nil {
		err = x.crawler.write(ctx, v)
	}
	if err != nil {
		return nil, s, err
	}
	s.Result, s.Reason = v.result, v.reason
	if v.gone {
		s.GoneRuns = max(0, v.visit.Gone)
	}
	if x.last != nil {
		s.Response = answered(e.URL, *x.last)
	}
	return v, s, nil
}

// end takes over what the last visit came to.
func (x *explaining) end(ctx context.Context, v *visitResult, out *Explanation) error {
	l := x.crawler.lane(laneOf(v.entry.URL))
	l.mu.Lock()
	out.Unreachable = !l.answered
	l.mu.Unlock()
	if v.page != nil {
		p, found, err := x.Scratch.Page(ctx, v.entry.URL)
		if err != nil {
			return err
		}
		if found {
			out.Page = &p
			if s := out.Last(); s.Response != nil {
				s.Response.says(p.Body, contentType(p.MediaType, p.Charset), p.Header, v.entry.URL)
			}
		}
	}
	var err error
	out.Links, err = x.links(ctx, v)
	return err
}

// asked takes note of a request.
func (x *explaining) asked(address string, r Response, err error) {
	q := Request{URL: address, Status: r.Status, Location: r.Location}
	x.last = &r
	if err != nil {
		q.Problem, x.last = err.Error(), nil
	}
	x.requests = append(x.requests, q)
}
