package crawl

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"sync"
)

// Budget bounds how many addresses of one kind a crawl takes on, which ends the
// traps that no single address shows. It counts what it let pass and nothing
// else: taking the addresses of a frontier again, each once and in any order,
// leaves a new Budget in the same state. It is safe for concurrent use. The
// zero value has the default limits. Pages that are there already are for Keep.
type Budget struct {
	// Queries is how many addresses may differ only in the query; 200 by
	// default.
	Queries int
	// Section is how many new addresses may share the host and the first two
	// segments of the path; 5,000 by default.
	Section int
	// Dates is how many addresses may differ only in numbers between slashes
	// and dates, in path or query, that make up a calendar; 400 by default.
	Dates int

	mu    sync.Mutex // guards taken
	taken map[string]int
}

// Take reports whether there is room for one more canonical address, and if not,
// names the limit, for people. Each address is to be taken once.
func (b *Budget) Take(address string) (ok bool, rule string) {
	u, err := url.Parse(address)
	if err != nil {
		return false, "budget: no address"
	}
	claims := b.claims(u)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range claims {
		if b.taken[c.key] >= c.limit {
			return false, fmt.Sprintf("budget: more than %d %s", c.limit, c.what)
		}
	}
	if b.taken == nil {
		b.taken = map[string]int{}
	}
	for _, c := range claims {
		b.taken[c.key]++
	}
	return true, ""
}

// Keep counts a canonical address that is visited whatever the limits say, being
// that of a page of earlier runs. It takes no room of a section: there could be
// no new page where there are as many as may be.
func (b *Budget) Keep(address string) {
	u, err := url.Parse(address)
	if err != nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.taken == nil {
		b.taken = map[string]int{}
	}
	for _, c := range b.claims(u) {
		if !strings.HasPrefix(c.key, "section ") {
			b.taken[c.key]++
		}
	}
}

// claim is one count that an address adds to; what says for people what is
// counted.
type claim struct {
	key   string
	limit int
	what  string
}

func (b *Budget) claims(u *url.URL) []claim {
	host, path := hostKey(u.Hostname())+":"+u.Port(), u.EscapedPath()
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	section := "/" + strings.Join(segments[:min(2, len(segments)-1)], "/")
	out := []claim{{"section " + host + section, cmp.Or(b.Section, 5000), "addresses below " + section}}
	if u.RawQuery != "" {
		out = append(out, claim{"query " + host + path, cmp.Or(b.Queries, 200), "queries of " + path})
	}
	if shape := calendarShape(segments, u.RawQuery); shape != "" {
		out = append(out, claim{"dates " + host + shape, cmp.Or(b.Dates, 400), "dates of " + shape})
	}
	return out
}

// calendarShape returns what all pages of one calendar have in common: the
// address with "#" for dates and, behind a year, for numbers. It is empty for
// what holds no date. A news page below the month in which it came out has a
// name of its own, and so a shape of its own.
func calendarShape(segments []string, query string) string {
	found := false
	var shape strings.Builder
	for _, s := range segments {
		year, dated := yearOf(s)
		if found = found || dated || 1900 <= year && year < 2200; found && (dated || isNumber(s)) {
			s = "#"
		}
		shape.WriteString("/" + s)
	}
	for i, p := range parametersOf(query) {
		year, dated := yearOf(p.value)
		if isDate := dated || yearNames[p.name] && year > 0; isDate || isNumber(p.value) && yearNames[p.name] {
			found = true
			p.value = "#"
		}
		shape.WriteString([]string{"?", "&"}[min(i, 1)] + p.name + "=" + p.value)
	}
	if !found {
		return ""
	}
	return shape.String()
}
