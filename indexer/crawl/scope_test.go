package crawl

import (
	"strings"
	"testing"
	"time"
)

var inNovember = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

func TestScope(t *testing.T) {
	s := &Scope{
		Hosts: []string{"uil.example", "www.other.example", "127.0.0.1:8080", "*.below.example", "Bücher.example", "[::1]:99", "full.example:443"},
		Deny:  []string{"/admin/", "*.zip$", "/*?print="},
		Depth: 3,
		Traps: Traps{Now: inNovember},
	}
	for _, c := range []struct {
		address string
		depth   int
		rule    string // what the rule begins with; empty for yes
	}{
		{"https://uil.example/", 0, ""},
		{"http://uil.example/a", 3, ""},
		{"https://uil.example/a", 4, "scope: more than 3 links from a start"},
		{"https://www.uil.example/a", 0, ""},
		{"https://other.example/a", 0, ""},
		{"https://en.uil.example/a", 0, "scope: host en.uil.example"},
		{"https://uil.example.evil.example/", 0, "scope: host uil.example.evil.example"},
		{"https://eviluil.example/", 0, "scope: host"},
		{"https://uil.example:8443/", 0, "scope: host uil.example:8443"},
		{"http://127.0.0.1:8080/", 0, ""},
		{"http://127.0.0.1:8081/", 0, "scope: host 127.0.0.1:8081"},
		{"http://127.0.0.1/", 0, "scope: host"},
		{"http://[::1]:99/", 0, ""},
		{"http://[::1]/", 0, "scope: host"},
		{"https://full.example/", 0, ""},
		{"http://full.example/", 0, "scope: host full.example"},
		{"https://a.below.example/", 0, ""},
		{"https://a.b.below.example/", 0, ""},
		{"https://below.example/", 0, "scope: host"},
		{"https://notbelow.example/", 0, "scope: host"},
		{"https://xn--bcher-kva.example/", 0, ""},
		{"https://uil.example/admin/a", 0, "scope: path /admin/"},
		{"https://uil.example/admin", 0, ""},
		{"https://uil.example/a.zip", 0, "scope: path *.zip$"},
		{"https://uil.example/a.zip?b", 0, ""},
		{"https://uil.example/a?print=1", 0, "scope: path /*?print="},
		{"ftp://uil.example/", 0, "scope: no address"},
		{"/a", 0, "scope: no address"},
		{"https://uil.example/%", 0, "scope: no address"},
	} {
		ok, rule := s.Decide(c.address, c.depth)
		if ok != (c.rule == "") || !strings.HasPrefix(rule, c.rule) || ok != (rule == "") {
			t.Errorf("%s at %d: %t, %q, want %q", c.address, c.depth, ok, rule, c.rule)
		}
	}
}

func TestScopeAllow(t *testing.T) {
	s := &Scope{Hosts: []string{"uil.example"}, Allow: []string{"/en/", "/$", "/admin/news/", "/été/"}, Deny: []string{"/en/events/", "/admin/"}}
	for address, want := range map[string]string{
		"https://uil.example/":               "",
		"https://uil.example/en/a":           "",
		"https://uil.example/fr/a":           "scope: no path that is allowed",
		"https://uil.example/en/events/1":    "scope: path /en/events/",
		"https://uil.example/admin/news/1":   "",
		"https://uil.example/admin/x":        "scope: path /admin/",
		"https://uil.example/%C3%A9t%C3%A9/": "",
	} {
		if _, rule := s.Decide(address, 0); rule != want {
			t.Errorf("%s: %q, want %q", address, rule, want)
		}
	}
}

func TestScopeDefaults(t *testing.T) {
	var none Scope
	if ok, rule := none.Decide("https://uil.example/", 0); ok {
		t.Errorf("a scope without hosts takes all: %q", rule)
	}
	for _, c := range []struct {
		limit, depth int
		want         bool
	}{{0, 20, true}, {0, 21, false}, {-1, 0, true}, {-1, 1, false}, {1, 1, true}, {1, 2, false}} {
		s := Scope{Hosts: []string{"uil.example"}, Depth: c.limit}
		if ok, rule := s.Decide("https://uil.example/", c.depth); ok != c.want {
			t.Errorf("limit %d, depth %d: %t, %q", c.limit, c.depth, ok, rule)
		}
	}
}

func TestTraps(t *testing.T) {
	s := &Scope{Hosts: []string{"uil.example"}, Traps: Traps{Now: inNovember}}
	for _, c := range []struct{ path, rule string }{
		// What real pages look like.
		{"/en/learning-cities/namyangju", ""},
		{"/home/news-target/lifelong-learning-infrastructure/0a1b2c3d4e5f/", ""},
		{"/node/12345", ""},
		{"/en/agenda/2030", ""},
		{"/en/education-2030-11", ""},
		{"/news/2016/07/14/a-page", ""},
		{"/2001/01/01/1", ""},
		{"/archive/01/01/01", ""},
		{"/agenda/2030/goals", ""},
		{"/en/en/a", ""},
		{"/a?field_a=All&field_b=All&page=3", ""},
		{"/?p=1234567", ""},
		{"/events?date=2028-12-31", ""},
		{"/%D9%85%D8%AF%D9%8A%D9%86%D8%A9-%D8%A7%D9%84%D8%AA%D8%B9%D9%84%D9%85", ""},
		{"/tv/20310501234", ""},
		{"/a?id=203105", ""},
		// Length and depth.
		{"/" + strings.Repeat("a", 1004), ""},
		{"/" + strings.Repeat("a", 1005), "trap: longer than 1024 bytes"},
		{"/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o", ""},
		{"/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p", "trap: more than 15 segments"},
		// Repeats.
		{"/a/b/a/c/a/d", ""},
		{"/a/b/a/c/a/d/a", `trap: "a" more than 3 times`},
		{"/news/news/news", `trap: "news" three times in a row`},
		{"/x/a/b/a/b/a/b/y", `trap: "a/b" three times in a row`},
		{"/a/b/a/b/c", ""},
		// Filters.
		{"/s?a=1&b=2&c=3&d=4&e=5&f=6", ""},
		{"/s?a=1&b=2&c=3&d=4&e=5&f=6&g=7", "trap: more than 6 parameters"},
		// Calendars.
		{"/calendar/2028/12", ""},
		{"/calendar/2029/1", "trap: calendar, 2029 is more than 2 years ahead"},
		{"/calendar/2029-01", "trap: calendar, 2029"},
		{"/calendar/day/2029-01-31", "trap: calendar, 2029"},
		{"/calendar/20290131", "trap: calendar, 2029"},
		{"/calendar/week/2029-W07", "trap: calendar, 2029"},
		{"/calendar?month=2029-01", "trap: calendar, 2029"},
		{"/calendar?d=2029-01-31T00%3A00%3A00", "trap: calendar, 2029"},
		{"/calendar?year=2029", "trap: calendar, 2029"},
		{"/calendar?size=2029", ""},
		{"/calendar?YEAR=9999", "trap: calendar, 9999"},
		{"/calendar/1966/12", ""},
		{"/calendar/1965/12", "trap: calendar, 1965 is more than 60 years back"},
		{"/calendar/0001/01", "trap: calendar, 1 is"},
		// Pages of listings.
		{"/news?page=500", ""},
		{"/news?page=501", "trap: beyond page 500"},
		{"/news?page=0,0,501", "trap: beyond page 500"},
		{"/news?page=0%2C501", "trap: beyond page 500"},
		{"/news/page/500/", ""},
		{"/news/page/501/", "trap: beyond page 500"},
		{"/news?page=99999999999999999999999", "trap: beyond page 500"},
		{"/news?page=about", ""},
		{"/news?offset=10000", ""},
		{"/news?start=10001", "trap: beyond entry 10000"},
	} {
		ok, rule := s.Decide("https://uil.example"+c.path, 1)
		if ok != (c.rule == "") || !strings.HasPrefix(rule, c.rule) {
			t.Errorf("%s: %t, %q, want %q", c.path, ok, rule, c.rule)
		}
	}
}

func TestTrapLimits(t *testing.T) {
	s := &Scope{Hosts: []string{"uil.example"}, Traps: Traps{Length: 100, Segments: 2, Repeats: 1, Parameters: 1, YearsAhead: 1, YearsBack: 1, Page: 1, Offset: 1, Now: inNovember}}
	for path, want := range map[string]string{
		"/" + strings.Repeat("a", 100): "trap: longer", "/a/b/c": "trap: more than 2 segments", "/a/a": `trap: "a" more than 1 times`, "/?a&b": "trap: more than 1 parameters",
		"/2028/1": "trap: calendar", "/2024/1": "trap: calendar", "/?page=2": "trap: beyond page", "/?skip=2": "trap: beyond entry", "/2027/1": "",
	} {
		if _, rule := s.Decide("https://uil.example"+path, 1); !strings.HasPrefix(rule, want) || (rule == "") != (want == "") {
			t.Errorf("%s: %q, want %q", path, rule, want)
		}
	}
}
