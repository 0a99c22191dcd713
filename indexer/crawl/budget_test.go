package crawl

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// takeAll takes addresses in their order, and returns those that passed and the
// rule that refused the first other.
func takeAll(b *Budget, addresses []string) (passed []string, rule string) {
	for _, a := range addresses {
		ok, why := b.Take(a)
		if ok {
			passed = append(passed, a)
		} else if rule == "" {
			rule = why
		}
	}
	return passed, rule
}

// numbered returns the addresses that a format gives for 0 to n-1.
func numbered(n int, format string) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = "https://uil.example" + fmt.Sprintf(format, i)
	}
	return out
}

func TestBudget(t *testing.T) {
	var days []string
	for y := range 3 {
		for d := range 300 {
			days = append(days, fmt.Sprintf("https://uil.example/events/%d/%02d/%02d", 2020+y, d/28+1, d%28+1))
		}
	}
	for _, c := range []struct {
		name      string
		addresses []string
		passed    int
		rule      string
	}{
		{"pages", numbered(1000, "/en/news/page-%d"), 1000, ""},
		{"queries of one path", numbered(300, "/s?a=%d"), 200, "budget: more than 200 queries of /s"},
		{"queries of one path with and without www", append(numbered(150, "/s?a=%d"), strings.Fields(strings.ReplaceAll(strings.Join(numbered(150, "/s?b=%d"), " "), "//uil", "//www.uil"))...), 200, "budget: more than 200 queries of /s"},
		{"queries of an escaped path", numbered(201, "/%%C3%%A9?a=%d"), 200, "budget: more than 200 queries of /%C3%A9"},
		{"queries of several paths", numbered(300, "/s/%d?a=1"), 300, ""},
		{"a section", numbered(5100, "/a/b/%d"), 5000, "budget: more than 5000 addresses below /a/b"},
		{"a section with one segment", numbered(5100, "/a/%d"), 5000, "budget: more than 5000 addresses below /a"},
		{"the top of a site", numbered(5100, "/%d"), 5000, "budget: more than 5000 addresses below /"},
		{"days of a calendar", days, 400, "budget: more than 400 dates of /events/#/#/#"},
		{"dates of a calendar", numbered(500, "/calendar/2020-01-01/%d"), 400, "budget: more than 400 dates of /calendar/#/#"},
		{"calendars of many places", numbered(500, "/place/%d/calendar/2020-01-01"), 500, ""},
		{"news of a month", numbered(1000, "/news/2016/07/page-%d"), 1000, ""},
		{"numbers that are no dates", numbered(1000, "/node/%d"), 1000, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			passed, rule := takeAll(new(Budget), c.addresses)
			if len(passed) != c.passed || rule != c.rule {
				t.Errorf("%d passed, %q", len(passed), rule)
			}
		})
	}
}

func TestBudgetOfQueryDates(t *testing.T) {
	b := Budget{Dates: 2, Queries: 100}
	passed, rule := takeAll(&b, []string{"https://x.example/c?date=2020-01-01&v=a", "https://x.example/c?date=2020-01-02&v=a", "https://x.example/c?date=2020-01-03&v=b", "https://x.example/c?date=2020-01-03&v=a"})
	if len(passed) != 3 || rule != "budget: more than 2 dates of /c?date=#&v=a" {
		t.Errorf("%v, %q", passed, rule)
	}
}

// TestBudgetIsRebuilt kills a crawl at any point: what its frontier holds, in any
// order, brings back the state.
func TestBudgetIsRebuilt(t *testing.T) {
	address := rapid.StringMatching(`https://(www\.)?uil\.example/(a|b|2020)/(1|2|c)(/[0-9])?(\?(p|year)=[0-9]{1,4})?`)
	rapid.Check(t, func(t *rapid.T) {
		limits := func() *Budget { return &Budget{Queries: 3, Section: 8, Dates: 4} }
		before := rapid.SliceOfDistinct(address, rapid.ID).Draw(t, "before")
		after := rapid.SliceOfDistinct(address, rapid.ID).Draw(t, "after")
		first := limits()
		frontier, _ := takeAll(first, before)
		second := limits()
		seed := rapid.Uint64().Draw(t, "seed")
		shuffled := append([]string(nil), frontier...)
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if again, rule := takeAll(second, shuffled); len(again) != len(frontier) {
			t.Fatalf("%d of %d passed again: %s", len(again), len(frontier), rule)
		}
		want, wantRule := takeAll(first, after)
		got, gotRule := takeAll(second, after)
		if diff := cmp.Diff(want, got); diff != "" || gotRule != wantRule {
			t.Fatalf("%q, %q (-want +got):\n%s", wantRule, gotRule, diff)
		}
	})
}
