package crawl

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// Agent returns what the crawler calls itself. Contact, an address of mail or
// the web, may be empty.
func Agent(version, contact string) string {
	agent := Product + "/" + version
	if contact != "" {
		agent += " (+" + contact + ")"
	}
	return agent
}

// Kinds of entries in the frontier.
const (
	kindPage    = "page"
	kindSitemap = "sitemap"
	kindFeed    = "feed"
)

const (
	// maxHops is how many redirects in a row are followed.
	maxHops = 10
	// goneRuns is how many runs must find a page gone, and none between them find it there.
	goneRuns = 2
)

// ErrUnreachable says that no host gave an answer of any use.
var ErrUnreachable = errors.New("no host could be reached")

// Crawler visits the pages of sites and keeps them in an archive. All fields but
// Seen must be set before Run, which is called once. The archive is written by
// nobody else of this process meanwhile.
type Crawler struct {
	Archive *archive.Archive
	Fetcher *Fetcher
	// Scope decides which addresses are visited at all.
	Scope *Scope
	// Budget bounds what Scope lets pass. It is empty at first.
	Budget *Budget
	Clock  Clock
	Log    *slog.Logger
	// Name tells one crawl from others in the same archive. A run that was cut
	// short is resumed by the next of the same name.
	Name string
	// Seeds are where the crawl begins, in any spelling.
	Seeds []string
	// Known yields live pages of earlier runs, which are visited again.
	Known iter.Seq2[archive.Visit, error]
	// Pause is the least time between two requests to a host. Hosts that differ
	// in a leading "www." only are one here and below.
	Pause time.Duration
	// Hosts is how many hosts are visited at once, at least 1.
	Hosts int
	// MaxPages bounds the addresses of one host that a run visits, 0 for any
	// number; Limit those of all hosts that this call visits: the next one
	// goes on from there.
	MaxPages, Limit int
	// Force lets a run make tombstones of what two runs found gone although the
	// host has lost most of its pages, or gives none at all.
	Force bool
	// From, which may be nil, is where Known comes from, if that is not Archive:
	// what it knows of an address is copied before the address is visited.
	From *archive.Archive
	// Seen, which may be nil, is told of each visit in turn, with how much is
	// visited and known of so far. What a rule keeps from being visited, and what
	// is left where a host is left alone, has an outcome without one.
	Seen func(o archive.Outcome, visited, total int)

	seeds []string
	run   string
	hosts map[string]bool // those of the seeds

	mu      sync.Mutex // guards what follows, and writing to the archive
	writer  *archive.Run
	lanes   map[string]*lane
	robots  map[string]*rules
	visited int
	waiting int
	begun   int
	stopped bool // by Limit
	// useful are the hosts that gave a page, a sitemap or a feed, or led on to
	// one. failure is by host why not: what its seed came to, or else the first
	// visit that failed. poor has the seeds that were of no use, with the reason.
	useful  map[string]bool
	failure map[string]string
	poor    map[string]string
	// full are the budgets that a host has used up.
	full map[string]bool
	// copied are the addresses that were copied of From.
	copied map[string]bool

	// asked, which may be nil, is told of each request and its answer. It is
	// called by the worker of the host, and not under mu.
	asked func(address string, r Response, err error)

	wake chan struct{}
}

// Summary says what a run came to.
type Summary struct {
	Run string `json:"run"`
	// Resumed says that the run began in an earlier process.
	Resumed   bool `json:"resumed"`
	Ingested  int  `json:"ingested"`
	Unchanged int  `json:"unchanged"`
	Skipped   int  `json:"skipped"`
	Failed    int  `json:"failed"`
	Gone      int  `json:"gone"`
	// Waiting is how many addresses are left for the next call.
	Waiting int `json:"waiting"`
	// Unreachable are the hosts of seeds that were asked and gave no answer
	// of any use, each with the reason, in order.
	Unreachable []string `json:"unreachable,omitempty"`
}

// Run visits what is to be visited, until nothing is left, the limit is reached
// or ctx ends. Whatever it had kept by then is resumed by the next call. The
// error is ErrUnreachable if no host of the seeds gave an answer of any use;
// outcomes are recorded all the same.
func (c *Crawler) Run(ctx context.Context) (Summary, error) {
	resumed, err := c.begin(ctx)
	if err != nil {
		return Summary{}, fmt.Errorf("crawl: %w", err)
	}
	err = c.visitHosts(ctx)
	if err == nil && !c.stopped {
		err = c.finish(ctx)
	}
	s, sumErr := c.summary(context.WithoutCancel(ctx))
	s.Resumed = resumed
	silent, answered, silentErr := c.unreachable(context.WithoutCancel(ctx))
	s.Unreachable = silent
	if err = errors.Join(err, sumErr, silentErr); err != nil {
		return s, fmt.Errorf("crawl: %w", err)
	}
	if len(silent) > 0 && answered == 0 {
		return s, fmt.Errorf("crawl: %w: %s", ErrUnreachable, strings.Join(silent, "; "))
	}
	return s, nil
}

// begin resumes the run that was cut short, or starts a new one.
func (c *Crawler) begin(ctx context.Context) (resumed bool, err error) {
	c.lanes, c.robots, c.wake = map[string]*lane{}, map[string]*rules{}, make(chan struct{}, 1)
	c.failure, c.poor = map[string]string{}, map[string]string{}
	c.hosts, c.useful, c.full, c.copied = map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, s := range c.Seeds {
		canonical, err := Canonical(s)
		if err != nil {
			return false, err
		}
		c.seeds = append(c.seeds, canonical)
		c.hosts[laneOf(canonical)] = true
	}
	last, found, err := c.Archive.Crawl(ctx, c.Name)
	if err != nil {
		return false, err
	}
	resumed = found && last.Finished.IsZero()
	now := c.Clock.Now().UTC()
	c.run = "crawl-" + now.Format("20060102T150405.000Z")
	if resumed {
		c.run = last.Run
	}
	if c.writer, err = c.Archive.Begin(ctx, c.run); err != nil {
		return false, err
	}
	if resumed {
		return true, c.resume(ctx, last)
	}
	return false, c.writer.Together(func() error { return c.fill(ctx, now) })
}

// resume takes up what is left of the run that was cut short.
func (c *Crawler) resume(ctx context.Context, last archive.Crawl) (err error) {
	c.waiting, c.visited, err = c.Archive.Frontier(ctx, c.Name, "")
	if err != nil {
		return err
	}
	for e, err := range c.Archive.Queue(ctx, c.Name) {
		if err != nil {
			return err
		}
		switch {
		case e.Known:
			c.Budget.Keep(e.URL)
		case !(finding{kind: e.Kind, depth: e.Depth}).isRoot():
			c.Budget.Take(e.URL)
		}
	}
	c.Log.Info("crawl resumed", "run", c.run, "begun", last.Started.Format(time.RFC3339), "visited", c.visited, "waiting", c.waiting)
	return nil
}

// fill puts seeds and known pages into an empty frontier.
func (c *Crawler) fill(ctx context.Context, now time.Time) error {
	if err := c.writer.BeginCrawl(ctx, c.Name, now); err != nil {
		return err
	}
	for _, s := range c.seeds {
		if err := c.enqueue(ctx, archive.Entry{URL: s, Kind: kindPage}); err != nil {
			return err
		}
	}
	for v, err := range c.Known {
		if err != nil {
			return err
		}
		if !c.mayAsk(v.URL) {
			continue
		}
		e := archive.Entry{URL: v.URL, Kind: kindPage, Depth: v.Depth, Known: true}
		if ok, rule := c.Scope.Decide(v.URL, 0); !ok {
			if err := c.writer.RecordFirst(ctx, c.outcome(v.URL, archive.Skipped, rule)); err != nil {
				return err
			}
			continue
		}
		c.Budget.Keep(v.URL)
		if err := c.enqueue(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// enqueue lets the crawl visit an address. It is called before there is anybody
// else.
func (c *Crawler) enqueue(ctx context.Context, e archive.Entry) error {
	e.Host = laneOf(e.URL)
	added, err := c.writer.Enqueue(ctx, c.Name, e)
	if added {
		c.added(1)
	}
	return err
}

func (c *Crawler) outcome(address string, result archive.Result, why string) archive.Outcome {
	return archive.Outcome{Run: c.run, URL: address, Result: result, Reason: why, Time: c.Clock.Now()}
}

func (c *Crawler) summary(ctx context.Context) (Summary, error) {
	n, err := c.Archive.Results(ctx, c.run)
	if err != nil {
		return Summary{}, err
	}
	waiting, _, err := c.Archive.Frontier(ctx, c.Name, "")
	return Summary{Run: c.run, Ingested: n[archive.Ingested], Unchanged: n[archive.Unchanged], Skipped: n[archive.Skipped],
		Failed: n[archive.Failed], Gone: n[archive.Gone], Waiting: waiting}, err
}

// laneOf returns the host whose pace an address keeps to. A host with and
// without "www." is one server nearly always, and is asked as one.
func laneOf(address string) string { return strings.TrimPrefix(hostOf(address), "www.") }

// hostOf returns host and port of an address, in lower case.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}
