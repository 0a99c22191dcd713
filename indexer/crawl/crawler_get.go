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
	l := c.lane(hostOf(address))
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
		asked := retryAfter(r, now)
		l.rest(now.Add(asked))
		if asked > maxRest {
			l.close(fmt.Sprintf("the host is left alone: it %s and asks to wait %s", why, asked.Round(time.Second)))
			return r, err
		}
		if !again || try == maxTries {
			l.count(again, why)
			return r, err
		}
		l.rest(now.Add(wait.NextBackOff()))
		c.Log.Debug("another try", "url", address, "reason", why, "try", try)
	}
}

// once makes one request when its turn has come.
func (c *Crawler) once(ctx context.Context, l *lane, address, etag, modified string) (Response, error) {
	l.one.Lock()
	defer l.one.Unlock()
	if err := l.wait(ctx, c.Clock); err != nil {
		return Response{}, err
	}
	r, err := c.Fetcher.Get(ctx, address, etag, modified)
	l.ended(c.Clock.Now(), err == nil && !busy(r.Status))
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
	c.lane(u.Host).slow(r.robots.Delay(Product))
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
