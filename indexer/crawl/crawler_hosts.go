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

// unreachable reports whether requests were made and none of the seeds' hosts
// answered.
func (c *Crawler) unreachable() bool {
	asked := false
	for host, l := range c.lanes {
		asked = true
		if l.answered && c.hosts[host] {
			return false
		}
	}
	return asked
}

// whyNot returns why hosts were left alone, or else why the last visit failed.
func (c *Crawler) whyNot() []string {
	var out []string
	for host, l := range c.lanes {
		if l.closed != "" {
			out = append(out, host+": "+l.closed)
		}
	}
	slices.Sort(out)
	if len(out) == 0 && c.failure != "" {
		out = append(out, c.failure)
	}
	return out
}
