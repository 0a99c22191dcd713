package web

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// anyState draws a state as readState can return it.
func anyState(t *rapid.T) state {
	s := state{
		text:     rapid.StringMatching(`([a-zé전"&=+%#]{1,5}( [a-z]{1,5}){0,3})?`).Draw(t, "text"),
		sort:     rapid.SampledFrom(search.Sorts()).Draw(t, "sort"),
		mentions: rapid.Bool().Draw(t, "mentions"),
		listings: rapid.Bool().Draw(t, "listings"),
		whole:    rapid.SampledFrom(append(search.Facets(), "")).Draw(t, "whole"),
		page:     1,
	}
	if s.whole != "" {
		s.find = rapid.StringMatching(`([a-zé&=%+]{1,3})?`).Draw(t, "find")
	}
	value := rapid.StringMatching(`[a-zé&=%+ ]{0,3}[a-z]`)
	for range rapid.IntRange(0, 6).Draw(t, "filters") {
		facet := rapid.SampledFrom(search.Facets()).Draw(t, "facet")
		if v := value.Draw(t, "value"); rapid.Bool().Draw(t, "exclude") {
			s = s.excluding(facet, v)
		} else {
			s = s.with(facet, v)
		}
	}
	date := rapid.SampledFrom([]corpus.Date{{}, {Year: 2016}, {Year: 2016, Month: 7}, {Year: 2016, Month: 7, Day: 14}})
	s = s.withDates(date.Draw(t, "from"), date.Draw(t, "to"))
	return s.withPage(rapid.IntRange(1, lastPage).Draw(t, "page"))
}

var comparing = cmp.AllowUnexported(state{})

func query(s state) string {
	_, q, _ := strings.Cut(s.url(), "?")
	return q
}

func TestAnAddressIsTheWholeState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyState(t)
		got, said := readState(query(want))
		if diff := cmp.Diff(want, got, comparing); diff != "" || len(said) != 0 {
			t.Fatalf("%s %q (-want +got):\n%s", want.url(), said, diff)
		}
	})
}

func TestAChangeLeavesTheOldStateAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyState(t)
		before := s.url()
		v := rapid.StringMatching(`[a-z]`).Draw(t, "value")
		changed := []state{s.with("city", v), s.excluding("city", v), s.without("city", v), s.cleared(), s.withSort(search.Newest), s.withText(v)}
		if s.url() != before {
			t.Fatalf("%s became %s", before, s.url())
		}
		for _, c := range changed {
			if c.page != 1 {
				t.Fatalf("%s is page %d after a change", c.url(), c.page)
			}
		}
		if there, back := s.without("city", v).url(), s.with("city", v).without("city", v).url(); back != there {
			t.Fatalf("%s is not %s", back, there)
		}
	})
}

func TestDateText(t *testing.T) {
	for in, want := range map[string]string{"2016-07-14": "14 July 2016", "2016-07": "July 2016", "2016": "2016", "": "No date"} {
		d, _ := corpus.ParseDate(in)
		if got := dateText(d); got != want {
			t.Errorf("%q reads %q, want %q", in, got, want)
		}
	}
}

func TestPieces(t *testing.T) {
	for _, c := range []struct {
		marks []search.Mark
		want  string
	}{
		{nil, "learning city"},
		{[]search.Mark{{Start: 0, End: 8}}, "[learning] city"},
		{[]search.Mark{{Start: 0, End: 8}, {Start: 9, End: 13}}, "[learning] [city]"},
		{[]search.Mark{{Start: 9, End: 13}, {Start: 0, End: 8}}, "learning [city]"},
		{[]search.Mark{{Start: -1, End: 3}, {Start: 3, End: 2}, {Start: 12, End: 99}}, "learning city"},
	} {
		var b strings.Builder
		for _, p := range pieces(search.Fragment{Text: "learning city", Marks: c.marks}) {
			if p.Marked {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		if b.String() != c.want {
			t.Errorf("%v reads %q, want %q", c.marks, b.String(), c.want)
		}
	}
}

func TestRuleText(t *testing.T) {
	for rule, want := range map[string]string{
		"name":              "named in the text",
		"alias+affix+title": "named in the text by another of its names, beside a word such as “city of”, in the title",
		"city, name":        "follows from a city; named in the text",
		"new+thing":         "new, thing",
	} {
		if got := ruleText(rule); got != want {
			t.Errorf("%s reads %q, want %q", rule, got, want)
		}
	}
}
