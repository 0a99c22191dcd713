package crawl

import (
	"context"
	"fmt"
	"slices"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// visitHosts works on up to c.Hosts hosts at once, until none has anything left.
func (c *Crawler) visitHosts(parent context.Context) error {
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	type end struct {
		host string
		err  error
	}
	ends, busy := make(chan end), map[string]bool{}
	var first error
	for {
		hosts, err := c.startable(ctx, first)
		if err != nil && first == nil {
			first = err
		}
		for _, h := range hosts {
			if busy[h] || len(busy) >= max(1, c.Hosts) {
				continue
			}
			busy[h] = true
			go func() { ends <- end{h, c.visitHost(ctx, h)} }()
		}
		if len(busy) == 0 {
			return first
		}
		select {
		case e := <-ends:
			delete(busy, e.host)
			if e.err != nil && first == nil {
				first = e.err
				cancel(e.err)
			}
		case <-c.wake:
		}
	}
}

// startable returns the hosts that have something left, unless the run is to end.
func (c *Crawler) startable(ctx context.Context, failed error) ([]string, error) {
	c.mu.Lock()
	stopped := c.stopped
	c.mu.Unlock()
	if failed != nil || stopped {
		return nil, nil
	}
	return c.Archive.WaitingHosts(ctx, c.Name)
}

// visitHost visits one address after the other of a host, until none is left.
func (c *Crawler) visitHost(ctx context.Context, host string) error {
	_, visited, err := c.Archive.Frontier(ctx, c.Name, host)
	if err != nil {
		return err
	}
	lane := c.lane(host)
	for ; ; visited++ {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		e, found, err := c.Archive.Next(ctx, c.Name, host)
		if err != nil || !found {
			return err
		}
		if ok, rule := c.still(e); !ok {
			if err := c.pass(ctx, e, rule); err != nil {
				return err
			}
			continue
		}
		if reason := lane.state(); reason != "" {
			return c.leaveHost(ctx, host, archive.Failed, reason)
		}
		if c.MaxPages > 0 && visited >= c.MaxPages {
			return c.leaveHost(ctx, host, archive.Skipped, fmt.Sprintf("crawl.max_pages: %d addresses of this host were visited", c.MaxPages))
		}
		if !c.mayBegin() {
			return nil
		}
		if err := c.visit(ctx, e); err != nil {
			return err
		}
	}
}

// mayBegin counts a visit, unless the limit is reached.
func (c *Crawler) mayBegin() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.Limit > 0 && c.begun >= c.Limit {
		c.stopped = true
		return false
	}
	c.begun++
	return true
}

// leaveHost gives all that is left of a host one outcome.
func (c *Crawler) leaveHost(ctx context.Context, host string, result archive.Result, why string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Log.Warn("host left alone", "host", host, "reason", why)
	ctx = context.WithoutCancel(ctx)
	err := c.writer.Together(func() error {
		return c.writer.VisitedHost(ctx, c.Name, host, c.outcome("", result, why))
	})
	if err != nil {
		return err
	}
	c.waiting, c.visited, err = c.Archive.Frontier(ctx, c.Name, "")
	return err
}

// lane returns the lane of a host.
func (c *Crawler) lane(host string) *lane {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.lanes[host]
	if l == nil {
		l = &lane{pause: c.Pause}
		c.lanes[host] = l
	}
	return l
}

// unreachable returns the hosts of seeds that were asked in vain, each with the
// reason, and how many others were of use. It warns of seeds that were of none at
// a host that was.
func (c *Crawler) unreachable(ctx context.Context) (silent []string, answered int, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	before := map[string]bool{} // of use in this run, by an earlier process
	for address, err := range c.Archive.Answered(ctx, c.run) {
		if err != nil {
			return nil, 0, err
		}
		before[laneOf(address)] = true
	}
	for host := range c.hosts {
		l := c.lanes[host]
		switch {
		case c.useful[host] || before[host] && l != nil && l.answered:
			answered++
		case l == nil: // nothing was left to ask for
		case l.closed == "" && c.failure[host] == "": // cut short
		case l.closed != "":
			silent = append(silent, host+": "+l.closed)
		default:
			silent = append(silent, c.failure[host])
		}
	}
	slices.Sort(silent)
	for _, s := range c.seeds {
		if why := c.poor[s]; why != "" && c.useful[laneOf(s)] {
			c.Log.Warn("the crawl begins at what is no page", "url", s, "reason", why)
		}
	}
	return silent, answered, nil
}
