package crawl

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// gaps returns how long after the one before each request to a path came.
func gaps(log []request, path string) []time.Duration {
	var out []time.Duration
	for i, r := range log {
		if i > 0 && r.path == path && log[i-1].path == path {
			out = append(out, r.at.Sub(log[i-1].at))
		}
	}
	return out
}

func TestRetryAfterAndBackOff(t *testing.T) {
	for _, test := range []struct {
		status int
		after  string
		least  []time.Duration
		most   time.Duration
	}{
		// Half of 2, 4 and 8 seconds is the least that jitter leaves.
		{503, "", []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}, 13 * time.Second},
		{429, "40", []time.Duration{40 * time.Second, 40 * time.Second, 40 * time.Second}, 53 * time.Second},
		{503, "Sun, 22 Nov 2026 13:02:00 GMT", []time.Duration{110 * time.Second, time.Second, time.Second}, 130 * time.Second},
		{429, "nonsense", []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}, 13 * time.Second},
		{429, "-5", []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}, 13 * time.Second},
	} {
		x := newCrawlTest(t)
		s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/" {
				http.NotFound(w, r)
				return
			}
			if test.after != "" {
				w.Header().Set("Retry-After", test.after)
			}
			w.WriteHeader(test.status)
		})
		if _, err := x.run(t, s.URL); !errors.Is(err, ErrUnreachable) {
			t.Fatal(err)
		}
		got := gaps(politely(t, s), "/")
		if len(got) != len(test.least) {
			t.Fatalf("%d %s: waits of %s", test.status, test.after, got)
		}
		for i, d := range got {
			if d < test.least[i] || d > test.most {
				t.Errorf("%d %s: waits of %s", test.status, test.after, got)
			}
		}
	}
}

func TestCrawlDelay(t *testing.T) {
	for delay, want := range map[string]time.Duration{"7": 7 * time.Second, "0.1": time.Second, "3600": maxPause} {
		x := newCrawlTest(t)
		s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				fmt.Fprintf(w, "User-agent: uilsearch\nCrawl-delay: %s\n", delay)
				return
			}
			chain(4)(w, r)
		})
		if _, err := x.run(t, s.URL); err != nil {
			t.Fatal(err)
		}
		log := politely(t, s)
		for i, r := range log[1:] {
			if d := r.at.Sub(log[i].at); d != want {
				t.Errorf("delay %s: %s came after %s", delay, r.path, d)
			}
		}
	}
}

// A robots.txt is kept to, whatever the server says for it.
func TestRobotsStatus(t *testing.T) {
	for name, test := range map[string]struct {
		robots http.HandlerFunc
		asks   string // for pages
		err    error
	}{
		"404":           {status(404), "/ /1 /2", nil},
		"403":           {status(403), "/ /1 /2", nil},
		"503":           {status(503), "", ErrUnreachable},
		"429":           {status(429), "", ErrUnreachable},
		"503 at first":  {failures(status(503)), "/ /1 /2", nil},
		"empty":         {status(200), "/ /1 /2", nil},
		"all":           {says("User-agent: *\nDisallow: /"), "", ErrUnreachable},
		"for others":    {says("User-agent: other\nDisallow: /"), "/ /1 /2", nil},
		"for us":        {says("User-agent: UILSearch/9\nDisallow: /1\n\nUser-agent: *\nDisallow: /"), "/ /2", nil},
		"redirect":      {redirect("/elsewhere.txt"), "/ /2", nil},
		"redirect loop": {redirect("/robots.txt"), "/ /1 /2", nil},
		"truncated":     {cut, "", ErrUnreachable},
	} {
		t.Run(name, func(t *testing.T) {
			x := newCrawlTest(t)
			s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/robots.txt":
					test.robots(w, r)
				case "/elsewhere.txt":
					fmt.Fprint(w, "User-agent: *\nDisallow: /1\n")
				default:
					chain(3)(w, r)
				}
			})
			_, err := x.run(t, s.URL)
			if !errors.Is(err, test.err) || test.err == nil && err != nil {
				t.Errorf("error %v", err)
			}
			var asked []string
			for _, r := range politely(t, s) {
				if len(r.path) <= 2 && r.path < "/3" {
					asked = append(asked, r.path)
				}
			}
			if got := strings.Join(asked, " "); got != test.asks {
				t.Errorf("asked for %q, want %q", got, test.asks)
			}
		})
	}
}

func says(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
}

// A connection that is kept and breaks is no reason to ask again at once.
func TestBrokenConnection(t *testing.T) {
	x := newCrawlTest(t)
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html") // and a body that is read: the connection is kept
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, `<a href="/odd">o</a>`)
		case "/odd":
			panic(http.ErrAbortHandler)
		}
	})
	if _, err := x.run(t, s.URL); err != nil {
		t.Fatal(err)
	}
	var asked []string
	for _, r := range politely(t, s) {
		asked = append(asked, r.path)
	}
	if got, want := strings.Join(asked, " "), "/robots.txt / /sitemap.xml /odd /odd /odd /odd"; got != want {
		t.Errorf("asked for %s, want %s", got, want)
	}
}

// There is one request at a time to a host, whoever asks.
func TestOneAtATime(t *testing.T) {
	x := newCrawlTest(t)
	s := newSite(t, x.clock, chain(100))
	c := x.crawler(t, s.URL)
	if _, err := c.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			if _, err := c.get(t.Context(), fmt.Sprintf("%s/%d", s.URL, i), "", ""); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	politely(t, s)
}

// A host with and without "www.", by http and https, has one turn.
func TestOneTurn(t *testing.T) {
	x := newCrawlTest(t)
	c := x.crawler(t, "http://www.uil.example/", "https://uil.example/", "http://WWW.uil.example:8080/", "http://www2.uil.example/")
	if _, err := c.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := x.archive.WaitingHosts(t.Context(), c.Name)
	if want := "[uil.example uil.example:8080 www2.uil.example]"; err != nil || fmt.Sprint(got) != want {
		t.Errorf("%v, %v; want %s", got, err, want)
	}
}

// A robots.txt is asked for again after a day.
func TestRobotsGrowOld(t *testing.T) {
	x := newCrawlTest(t)
	s := newSite(t, x.clock, chain(4))
	x.change = func(c *Crawler) { c.Pause = 9 * time.Hour }
	if _, err := x.run(t, s.URL); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range s.asked() {
		if r.path == "/robots.txt" {
			n++
		}
	}
	if n < 2 {
		t.Errorf("asked %d times in days", n)
	}
}

// A host that is down is left alone after a few failures; another is visited
// meanwhile, and its pages are found.
func TestHostDown(t *testing.T) {
	x := newCrawlTest(t)
	var links strings.Builder
	for i := range 20 {
		fmt.Fprintf(&links, `<a href="/p%d">p</a>`, i)
	}
	front := turns(page("text/html", links.String()), status(http.StatusBadGateway))
	down := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			front(w, r)
		case "/robots.txt", "/sitemap.xml":
			http.NotFound(w, r)
		default:
			w.WriteHeader(http.StatusBadGateway)
		}
	})
	up := newSite(t, x.clock, chain(3))
	summary, err := x.run(t, down.URL, up.URL)
	if err != nil || summary.Failed != 20+2 || summary.Ingested != 1+3 {
		t.Errorf("%+v, %v", summary, err)
	}
	if asked := down.asked(); len(asked) != 3+maxFailures*maxTries+1 {
		t.Errorf("%d requests to a host that is down", len(asked))
	}
	left := 0
	for _, line := range x.outcomes(t, summary.Run, down.URL) {
		if strings.Contains(line, "the host is left alone after 5 failures in a row, the last: answers 502") {
			left++
		}
	}
	if left != 20-maxFailures {
		t.Errorf("%d addresses were left", left)
	}
}

func TestUnreachable(t *testing.T) {
	x, down := newCrawlTest(t), atomic.Bool{}
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		if down.Load() { // another server may take the port of one that is closed
			panic(http.ErrAbortHandler)
		}
		chain(3)(w, r)
	})
	if _, err := x.run(t, s.URL); err != nil {
		t.Fatal(err)
	}
	down.Store(true)
	summary, err := x.run(t, s.URL)
	if !errors.Is(err, ErrUnreachable) || summary.Failed == 0 || summary.Waiting != 0 || len(summary.Unreachable) != 1 {
		t.Errorf("%+v, %v", summary, err)
	}
	if live := x.live(t, s.URL); live != "/ /1 /2" {
		t.Errorf("live %q", live)
	}
	up := newSite(t, x.clock, chain(1))
	summary, err = x.run(t, s.URL, up.URL)
	if err != nil || summary.Ingested != 1 || len(summary.Unreachable) != 1 || !strings.Contains(summary.Unreachable[0], strings.TrimPrefix(s.URL, "http://")) {
		t.Errorf("one of two: %+v, %v", summary, err)
	}
}
