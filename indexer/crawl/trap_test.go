package crawl

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// trap is one host of the site of traps: what it does to crawlers, and what is
// to become of it.
type trap struct {
	// host is a name below example.com, or an origin.
	host, does string
	// serve returns what the host answers in a night, by path and query, with
	// "https:" before it for the pages that https alone has. What "*" names is
	// answered for all other paths. There is no other page, but there is an
	// empty front page if none is named.
	serve func(night int) pages
	// want has a line for each address of the host that has an outcome, in the
	// first night and in later ones: path, result and how the reason begins. The
	// last stands for all later nights. If there is only one, then pages that
	// are ingested first are unchanged later. Two lines are there unsaid: "/
	// ingested", and that there is no sitemap.
	want []string
	// live has the paths of the pages that are live after each night; the last
	// stands for all later nights.
	live []string
	// never are the beginnings of paths that robots.txt forbids.
	never []string
	// pause is the least time between two requests; 0 means that of the crawl.
	pause time.Duration
	// unheard are the nights in which no request gets as far as the host.
	unheard []int
	// link is how the front page of the site links to the host.
	link string
}

type pages map[string]http.HandlerFunc

// nights is how often the site of traps is crawled.
const nights = 5

func (x trap) origin() string {
	if strings.Contains(x.host, "://") {
		return x.host
	}
	return "http://" + x.host + ".example.com"
}

// answer returns what a host answers to a request in a night.
func (x trap) answer(r *http.Request, night int) http.HandlerFunc {
	served := pages{}
	if x.serve != nil {
		served = x.serve(night)
	}
	path := r.URL.RequestURI()
	if secure := served["https:"+path]; r.TLS != nil && secure != nil {
		return secure
	}
	if h := served[path]; h != nil {
		return h
	}
	if h := served["*"]; h != nil && path != "/robots.txt" && path != "/sitemap.xml" {
		return h
	}
	if path == "/" {
		return markup("front page")
	}
	return http.NotFound
}

// of returns what a list says of a night: its own entry, or the last.
func of[T any](list []T, night int) (entry T) {
	if len(list) == 0 {
		return entry
	}
	return list[min(night, len(list))-1]
}

// outcomes returns the lines that are to be recorded of a night, by address.
func (x trap) outcomes(night int) map[string]string {
	out := map[string]string{x.origin() + "/": "ingested", x.origin() + "/sitemap.xml": "skipped there is no sitemap here: 404"}
	for line := range strings.Lines(of(x.want, night)) {
		address, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.HasPrefix(address, "/") {
			address = x.origin() + address
		}
		out[address] = rest
	}
	for address, rest := range out {
		if rest == "ingested" && night > 1 && len(x.want) < 2 {
			out[address] = "unchanged"
		}
	}
	return out
}

// pages returns the addresses that are to be live after a night.
func (x trap) pages(night int) []string {
	var out []string
	for path := range strings.FieldsSeq(of(x.live, night)) {
		if strings.HasPrefix(path, "/") {
			path = x.origin() + path
		}
		out = append(out, path)
	}
	return out
}

// front is the page that the crawl begins at.
func front(traps []trap) trap {
	var links strings.Builder
	for _, x := range traps {
		link := x.link
		if link == "" {
			link = x.origin() + "/"
		}
		fmt.Fprintf(&links, "<a href=\"%s\">%s</a>\n", link, x.does)
	}
	return trap{
		host: "front", does: "names all hosts", live: []string{"/"},
		serve: func(int) pages { return pages{"/": markup(links.String())} },
	}
}

// traps returns the whole site. Hosts that answer differently from one request
// to the next begin anew with each call. Timers are those of the crawler.
func traps(timers *testTimers) []trap {
	all := slices.Concat(brokenServers(timers), odderServers(), robotsServers(), endlessSites(), linkedSites(), restlessSites())
	return append(all, front(all))
}

// markup answers with a page.
func markup(body string) http.HandlerFunc { return typed("text/html", body) }

// typed answers with a body, a media type and headers, of which several may have
// one name.
func typed(contentType, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		for i := 0; i < len(header); i += 2 {
			w.Header().Add(header[i], header[i+1])
		}
		_, _ = w.Write([]byte(body))
	}
}

// links answers with a page that links to addresses.
func links(to ...string) http.HandlerFunc {
	var body strings.Builder
	for _, address := range to {
		fmt.Fprintf(&body, "<a href=\"%s\">next</a>\n", address)
	}
	return markup(body.String())
}

// moved redirects for good.
func moved(to string) http.HandlerFunc { return status(http.StatusMovedPermanently, "Location", to) }

// turns answers with each handler in turn, over and over.
func turns(handlers ...http.HandlerFunc) http.HandlerFunc {
	var asked atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		handlers[int(asked.Add(1)-1)%len(handlers)](w, r)
	}
}

// series returns a line for each number.
func series(line string, from, to int) string {
	var out strings.Builder
	for i := from; i <= to; i++ {
		fmt.Fprintf(&out, line+"\n", i)
	}
	return out.String()
}

// always is every night.
func always() []int {
	var out []int
	for night := 1; night <= nights; night++ {
		out = append(out, night)
	}
	return out
}

// TestSiteOfTraps crawls the whole site of traps night after night.
func TestSiteOfTraps(t *testing.T) {
	s := newTrapSite(t)
	for night := 1; night <= nights; night++ {
		s.crawl(t, night)
	}
}
