package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/internal/api"
	"github.com/uilsearch/uilsearch/internal/coverage"
)

// coverageOf runs stats --coverage.
func coverageOf(t *testing.T, data string, args ...string) coverageStats {
	t.Helper()
	r := uilsearch(t, append([]string{"stats", "--coverage", "--json", "--data", data}, args...)...)
	var s coverageStats
	if err := json.Unmarshal([]byte(r.stdout), &s); err != nil || r.code != exitOK {
		t.Fatalf("%v: %+v", err, r)
	}
	return s
}

// facetOf returns the counts that a search for everything gives in a facet.
func facetOf(t *testing.T, data, facet string, args ...string) map[string]int {
	t.Helper()
	r := uilsearch(t, append([]string{"search", "--json", "--data", data}, args...)...)
	var a api.Answer
	if err := json.Unmarshal([]byte(r.stdout), &a); err != nil || r.code != exitOK {
		t.Fatalf("%v: %+v", err, r)
	}
	out := map[string]int{}
	for _, v := range a.Facets[facet] {
		out[v.Value] = v.Count
	}
	return out
}

// agree holds the counts of a coverage against the facets of searches.
func agree(t *testing.T, data string, s coverageStats) {
	t.Helper()
	about, either, recent := facetOf(t, data, "city"), facetOf(t, data, "city", "--mentions"), facetOf(t, data, "city", "--from", s.Since)
	var most coverage.City
	for _, c := range s.Cities {
		if c.Pages != about[c.Value] || c.Pages+c.Mentions != either[c.Value] {
			t.Errorf("%s: %d pages and %d mentions, the facets say %d and %d together", c.Value, c.Pages, c.Mentions, about[c.Value], either[c.Value])
		}
		if slices.Contains(s.WithoutPage, c.Value) != (about[c.Value] == 0) {
			t.Errorf("%s has %d pages; without a page are %v", c.Value, about[c.Value], s.WithoutPage)
		}
		if slices.Contains(s.Silent, c.Value) != (about[c.Value] > 0 && recent[c.Value] == 0) {
			t.Errorf("%s has %d recent pages of %d; silent are %v", c.Value, recent[c.Value], about[c.Value], s.Silent)
		}
		if len(c.Languages) > len(most.Languages) || most.Value == "" {
			most = c
		}
	}
	langs := map[string]int{}
	for _, l := range most.Languages {
		langs[l.Value] = l.Count
	}
	if diff := cmp.Diff(facetOf(t, data, "lang", "--city", most.Value), langs); diff != "" {
		t.Errorf("languages of %s (-facet +coverage)\n%s", most.Value, diff)
	}
	about = facetOf(t, data, "theme")
	tags := map[string]int{}
	for _, r := range s.Rules {
		tags[string(r.Facet)] += r.About
	}
	sum := 0
	for _, n := range about {
		sum += n
	}
	if tags["theme"] != sum {
		t.Errorf("rules gave %d themes that pages are about, the facets say %d", tags["theme"], sum)
	}
}

// TestCoverage holds that what is said of cities is what the facets of searches
// say, before and after a page is hidden.
func TestCoverage(t *testing.T) {
	data := sampleData(t)
	s := coverageOf(t, data, "--since", "2018")
	if s.Since != "2018-01-01" || s.Generation == "" || s.Hidden != 0 || s.Listings == 0 || len(s.Silent) == 0 || len(s.OneLanguage) == 0 {
		t.Fatalf("%+v", s)
	}
	agree(t, data, s)
	formsHold(t, s.Forms)

	var a api.Answer
	r := uilsearch(t, "search", "--json", "--data", data, "--city", "namyangju")
	if err := json.Unmarshal([]byte(r.stdout), &a); err != nil || len(a.Hits) == 0 {
		t.Fatalf("%v: %+v", err, r)
	}
	if r := uilsearch(t, "hide", "--data", data, a.Hits[0].URL); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	without := coverageOf(t, data, "--since", "2018")
	if without.Hidden != 1 || without.Pages != s.Pages-1 {
		t.Errorf("%d pages and %d hidden, of %d", without.Pages, without.Hidden, s.Pages)
	}
	agree(t, data, without)
	coverageForPeople(t, data, without)
}

// formsHold looks at what was not taken: there is some, each with a reason and an
// example, the most frequent first.
func formsHold(t *testing.T, forms []coverage.Form) {
	t.Helper()
	if len(forms) == 0 {
		t.Fatal("no name was left out")
	}
	for i, f := range forms {
		if i > 0 && f.Seen > forms[i-1].Seen {
			t.Errorf("%q with %d is after %q with %d", f.Form, f.Seen, forms[i-1].Form, forms[i-1].Seen)
		}
		if len(f.Values) == 0 || len(f.Why) == 0 || len(f.Examples) == 0 || f.Pages > f.Seen || f.Untagged > f.Pages {
			t.Errorf("%+v", f)
		}
		for _, e := range f.Examples {
			if e.URL == "" || strings.TrimSpace(e.Quote) == "" || strings.Contains(e.Quote, "\n") {
				t.Errorf("%s: %+v", f.Form, e)
			}
		}
	}
}

// coverageForPeople looks at the text.
func coverageForPeople(t *testing.T, data string, s coverageStats) {
	t.Helper()
	short := uilsearch(t, "stats", "--coverage", "--since", "2018", "--data", data)
	long := uilsearch(t, "stats", "--coverage", "--since", "2018", "--all", "--data", data)
	for _, heading := range []string{
		"\nCities without a page: ", "\nCities in one language only: ", "\nCities with nothing since 2018-01-01: ", "\nRules that gave tags: ",
		"\nNames that were seen and not taken: ", "\nThemes that pages say too little for: ", "listing pages and 1 hidden pages are left out\n",
	} {
		if !strings.Contains(short.stdout, heading) || !strings.Contains(long.stdout, heading) {
			t.Errorf("no %q in\n%s", heading, short.stdout)
		}
	}
	if !strings.Contains(short.stdout, "more; --all shows them") || strings.Contains(long.stdout, "more; --all") {
		t.Errorf("--all does not matter:\n%s", short.stdout)
	}
	last := s.WithoutPage[len(s.WithoutPage)-1]
	for _, c := range s.Cities {
		if c.Value == last && (strings.Contains(short.stdout, "\n  "+c.Label+" ") || !strings.Contains(long.stdout, "\n  "+c.Label+" ")) {
			t.Errorf("%s is in the short text, or not in the long one", c.Label)
		}
	}
}

// TestCoverageNamesAreDocumented looks for every name in the JSON in its section
// of docs/operations.md.
func TestCoverageNamesAreDocumented(t *testing.T) {
	_, text, _ := strings.Cut(readDoc(t, operations), "\n### What the index has of each city\n")
	text, _, _ = strings.Cut(text, "\n## ")
	r := uilsearch(t, "stats", "--coverage", "--json", "--data", sampleData(t))
	names := regexp.MustCompile(`"([a-z_]+)":`).FindAllStringSubmatch(r.stdout, -1)
	if len(names) < 100 {
		t.Fatalf("%d names: %+v", len(names), r)
	}
	for _, name := range names {
		if !strings.Contains(text, "`"+name[1]+"`") {
			t.Fatalf("%s is not described in docs/operations.md", name[1])
		}
	}
}

func TestCoverageRefuses(t *testing.T) {
	empty, missing := t.TempDir(), t.TempDir()+"/missing"
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--coverage", "--data", empty}, exitEmpty, "no index has been published yet"},
		{[]string{"--coverage", "--data", missing}, exitEmpty, "there is no data directory"},
		{[]string{"--coverage", "--since", "soon", "--data", empty}, exitUsage, "--since"},
		{[]string{"--since", "2018", "--data", empty}, exitUsage, "add --coverage"},
		{[]string{"--all", "--data", empty}, exitUsage, "add --coverage"},
		{[]string{"--coverage", "--url", "https://uil.example/", "--data", empty}, exitUsage, "url"},
	} {
		if r := uilsearch(t, append([]string{"stats"}, c.args...)...); r.code != c.code || !strings.Contains(r.stderr, c.says) {
			t.Errorf("%q: %+v; want %d and %q", c.args, r, c.code, c.says)
		}
	}
}

func TestRecentSince(t *testing.T) {
	for _, c := range []struct{ since, now, want string }{
		{"", "2026-11-26T23:30:00+09:00", "2025-11-26"},
		{"", "2026-11-26T00:30:00+09:00", "2025-11-25"},
		{"", "2024-02-29T12:00:00Z", "2023-03-01"},
		{"2019", "2026-11-26T00:00:00Z", "2019-01-01"},
		{"2019-07", "2026-11-26T00:00:00Z", "2019-07-01"},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		got, err := coverageOptions{since: c.since}.from(now)
		if err != nil || got.Format(time.DateOnly) != c.want {
			t.Errorf("%+v: %v, %v", c, got, err)
		}
	}
}

// TestWriteTable holds that columns stand below each other, whatever the script,
// and that a page cannot steer a terminal.
func TestWriteTable(t *testing.T) {
	var b strings.Builder
	writeTable(&b, [][]string{{"seen", "name", "why"}, {"12", "北京市", "a"}, {"1", "Süd\x1b[2J", "b"}, {"1", "", ""}})
	want := "  seen  name     why\n  12    北京市   a\n  1     Süd\uFFFD[2J  b\n  1\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
