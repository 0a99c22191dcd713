package crawl

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// get asks for an address at the pace of its host, and again where the host was
// busy or the network failed. The error is a *FetchError or that of the context.
func (c *Crawler) get(ctx context.Context, address, etag, modified string) (Response, error) {
	l := c.lane(laneOf(address))
	wait := newBackOff()
	for try := 1; ; try++ {
		if why := l.state(); why != "" {
			return Response{}, &FetchError{Reason: why}
		}
		r, err := c.once(ctx, l, address, etag, modified)
		var failed *FetchError
		if err != nil && !errors.As(err, &failed) {
			return r, err
		}
		again, why := busy(r.Status), fmt.Sprintf("answers %d %s", r.Status, http.StatusText(r.Status))
		if failed != nil {
			again, why = failed.Temporary, failed.Reason
		}
		now := c.Clock.Now()
		if asked := retryAfter(r, now); asked > maxRest {
			l.close(fmt.Sprintf("the host is left alone: it %s and asks to wait %s", why, asked.Round(time.Second)))
			return r, err
		}
		if !again || try >= l.tries() {
			if n := l.count(again); n > 0 && !c.alive(ctx, l, address, r.Status) {
				l.close(fmt.Sprintf("the host is left alone after %d failures in a row, the last: %s", n, why))
			}
			return r, err
		}
		l.rest(now.Add(wait.NextBackOff()))
		c.Log.Debug("another try", "url", address, "reason", why, "try", try)
	}
}

// alive reports whether a host of which several addresses failed gives others
// still. A host that says that it is asked too much is not asked.
func (c *Crawler) alive(ctx context.Context, l *lane, failed string, status int) bool {
	witness := l.witness()
	if witness == "" {
		witness = c.openSeed(laneOf(failed), failed)
	}
	if witness == "" || status == http.StatusTooManyRequests {
		return false
	}
	r, err := c.once(ctx, l, witness, "", "")
	return err == nil && !busy(r.Status) && retryAfter(r, c.Clock.Now()) <= maxRest || ctx.Err() != nil
}

// openSeed returns a seed of a host other than one address, if its robots.txt was
// read and lets it be asked for, or "".
func (c *Crawler) openSeed(host, but string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.seeds {
		u, err := url.Parse(s)
		if err != nil || laneOf(s) != host || s == but {
			continue
		}
		r := c.robots[u.Scheme+"://"+u.Host]
		if r == nil || r.verdict == RobotsUnreachable {
			continue
		}
		if ok, _ := r.robots.Allowed(Product, pathAndQuery(s)); ok {
			return s
		}
	}
	return ""
}

// once makes one request when its turn has come.
func (c *Crawler) once(ctx context.Context, l *lane, address, etag, modified string) (Response, error) {
	l.one.Lock()
	defer l.one.Unlock()
	if err := l.wait(ctx, c.Clock); err != nil {
		return Response{}, err
	}
	r, err := c.Fetcher.Get(ctx, address, etag, modified)
	now := c.Clock.Now()
	l.ended(now, err == nil && !busy(r.Status))
	l.rest(now.Add(retryAfter(r, now))) // before anybody else has a turn
	if c.asked != nil {
		c.asked(address, r, err)
	}
	return r, err
}

// rules are what the robots.txt of an origin says.
type rules struct {
	robots  Robots
	verdict Verdict
	why     string
	read    time.Time
}

const (
	// robotsLife is how long a robots.txt is believed.
	robotsLife = 24 * time.Hour
	// robotsHops is how many redirects lead to a robots.txt.
	robotsHops = 5
)

// rulesOf returns the rules of the origin of an address, and whether they were
// read just now. Only the worker of the origin's host calls it.
func (c *Crawler) rulesOf(ctx context.Context, address string) (r *rules, fresh bool, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, false, err
	}
	origin := u.Scheme + "://" + u.Host
	c.mu.Lock()
	r = c.robots[origin]
	c.mu.Unlock()
	if r != nil && c.Clock.Now().Sub(r.read) < robotsLife {
		return r, false, nil
	}
	resp, err := c.robotsFile(ctx, origin+"/robots.txt")
	var failed *FetchError
	if err != nil && !errors.As(err, &failed) {
		return nil, false, err
	}
	r = &rules{read: c.Clock.Now()}
	r.robots, r.verdict = RobotsFor(resp.Status, resp.Body, err)
	if r.verdict == RobotsUnreachable {
		r.why = fmt.Sprintf("robots.txt answers %d %s", resp.Status, http.StatusText(resp.Status))
		if failed != nil {
			r.why = "robots.txt: " + failed.Reason
		}
	}
	c.lane(laneOf(origin)).slow(r.robots.Delay(Product))
	c.mu.Lock()
	c.robots[origin] = r
	c.mu.Unlock()
	return r, true, nil
}

// robotsFile fetches a robots.txt, wherever it redirects to.
func (c *Crawler) robotsFile(ctx context.Context, address string) (Response, error) {
	for hop := 0; ; hop++ {
		r, err := c.get(ctx, address, "", "")
		if err != nil || r.Location == "" || hop == robotsHops {
			return r, err
		}
		if _, err := Canonical(r.Location); err != nil {
			return r, nil
		}
		address = r.Location
	}
}
