package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/indexer/crawl"
)

func (c *explainedCrawl) write(s *sheet) {
	s.heading("Address")
	s.line("given", "%s", c.Given)
	s.line("canonical", "%s", c.URL)
	for _, change := range c.Changes {
		s.line("", "%s", change)
	}
	switch {
	case c.Settings.Allowed:
		s.line("scope", "belongs to a crawl of the settings")
	case c.Steps[0].Scope.Allowed:
		s.line("scope", "allowed because it is named here; a crawl of the settings skips it: %s (see crawl.sites and crawl.hosts_allowed)", c.Settings.Rule)
	default:
		s.line("scope", "does not belong to a crawl: %s", c.Steps[0].Scope.Rule)
	}
	for i := range c.Steps {
		heading := "Visit"
		if len(c.Steps) > 1 {
			heading = fmt.Sprintf("Visit %d of %d", i+1, len(c.Steps))
		}
		s.heading(heading)
		writeStep(s, &c.Steps[i])
	}
}

func writeStep(s *sheet, step *crawl.Step) {
	s.line("address", "%s", step.URL)
	if r := step.Robots; r != nil {
		writeRobots(s, r)
	}
	writeRequests(s, "request", step.Requests)
	if r := step.Response; r != nil {
		writeResponse(s, r)
	}
	s.line("outcome", "%s", outcomeLine(step))
	if step.GoneRuns > 0 {
		s.line("", "found gone by %s in a row; with two, the end of a crawl makes it a tombstone, unless the host gives hardly any page", plural(step.GoneRuns, "run"))
	}
}

func writeRobots(s *sheet, r *crawl.RobotsSaid) {
	writeRequests(s, "robots.txt", r.Requests)
	if len(r.Requests) == 0 {
		s.line("robots.txt", "%s, as it was read above", r.URL)
	}
	switch {
	case r.Verdict == crawl.RobotsAbsent:
		s.line("", "there is no such file, so that all is allowed")
	case r.Verdict == crawl.RobotsUnreachable:
		s.line("", "it cannot be read, so that nothing is allowed for now")
	case !r.Allowed:
		s.line("", "forbids it to %s by the line: %s", r.Group, r.Rule)
	case r.Rule != "":
		s.line("", "allows it to %s by the line: %s", r.Group, r.Rule)
	default:
		s.line("", "allowed: no line for %s speaks of it", r.Group)
	}
	if r.Delay > 0 {
		s.line("", "asks for %g seconds between two requests", r.Delay)
	}
	for _, m := range r.Sitemaps {
		s.line("", "sitemap %s", m)
	}
}

// writeRequests writes a line for each request, but one only for tries that came
// to the same.
func writeRequests(s *sheet, label string, requests []crawl.Request) {
	for i := 0; i < len(requests); {
		same := 1
		for i+same < len(requests) && requests[i+same] == requests[i] {
			same++
		}
		line := requestLine(requests[i])
		if same > 1 {
			line += fmt.Sprintf(" (%d times)", same)
		}
		s.line(label, "%s", line)
		label, i = "", i+same
	}
}

func requestLine(r crawl.Request) string {
	switch {
	case r.Problem != "":
		return r.URL + ": " + r.Problem
	case r.Location != "":
		return fmt.Sprintf("%s: %s, to %s", r.URL, statusLine(r.Status), r.Location)
	}
	return r.URL + ": " + statusLine(r.Status)
}

func statusLine(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}

// writeResponse writes what a response says of a page.
func writeResponse(s *sheet, r *crawl.Answer) {
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		s.line("header", "%s: %s", name, r.Header[name])
	}
	if r.Bytes > 0 {
		s.line("body", "%d bytes, %s", r.Bytes, r.MediaType)
	}
	if r.Charset != "" {
		doubt := ""
		if r.CharsetDoubt != "" {
			doubt = "; " + r.CharsetDoubt
		}
		s.line("charset", "%s (%s)%s", r.Charset, r.CharsetFrom, doubt)
	}
	for _, asks := range []struct {
		set  bool
		what string
	}{{r.NoIndex, "noindex: not to be kept"}, {r.NoFollow, "nofollow: none of its links to be followed"}} {
		if asks.set {
			s.line("robots asked", "%s", asks.what)
		}
	}
	s.line("rel=canonical", "%s", r.Canonical)
	s.line("refresh", "%s", r.Refresh)
}

// outcomeLine returns what a crawl records, as stats --url shows it.
func outcomeLine(step *crawl.Step) string {
	return strings.TrimRight(fmt.Sprintf("%s: %s", step.Result, step.Reason), ": ")
}
