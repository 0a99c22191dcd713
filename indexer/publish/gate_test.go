package publish

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// library returns pages p00, p01 and so on with texts of their own: of every
// ten, the first six are about Cork, the next three about health, the last
// about neither.
func library(n int) []corpus.Document {
	var docs []corpus.Document
	for i := range n {
		name, about := fmt.Sprintf("p%02d", i), []string(nil)
		switch {
		case i%10 < 6:
			about = []string{"city:cork"}
		case i%10 < 9:
			about = []string{"theme:health"}
		}
		docs = append(docs, page(name, "a text of its own: "+name, about...))
	}
	return docs
}

// errorPage gives a page the text of an error page.
func errorPage(d *corpus.Document) {
	d.Title, d.Sections = "Sorry", []corpus.Section{{Paragraphs: []string{"The page you are looking for is not there today."}}}
	d.ContentHash = corpus.HashContent(d)
}

// ranked returns a Rank that gives places before the new generation, and in it.
func ranked(before, after []Ranking) func(context.Context, string, generation.Manifest) ([]Ranking, error) {
	return func(_ context.Context, dir string, _ generation.Manifest) ([]Ranking, error) {
		if strings.Contains(dir, ".building-") {
			return after, nil
		}
		return before, nil
	}
}

// atPlace is one judged page.
func atPlace(lowest, place int) []Ranking {
	return []Ranking{{Query: "learning", URL: "https://uil.example/p00", Lowest: lowest, Place: place}}
}

// gateTests change the second of two runs over 20 pages. The gate allows a
// tenth less, and a third less of a city or theme.
var gateTests = []struct {
	name   string
	change func(o *Options)
	// want are parts of the reasons, in order; none if it is published.
	want []string
}{
	{"a page more", func(o *Options) { o.Build = lines(library(21)) }, nil},
	{"a tenth fewer", func(o *Options) { o.Build = lines(library(18)) }, nil},
	{"more than a tenth fewer", func(o *Options) { o.Build = lines(library(17)) }, []string{
		"the documents fell from 20 to 17, 15% fewer; reindex.max_shrink allows 10%", "the text fell from 540 to"}},
	{"half", func(o *Options) { o.Build = lines(library(10)) }, []string{
		"the documents fell from 20 to 10", "the text fell", "the city cork fell from 12 documents to 6, 50% fewer; reindex.max_loss allows 33.3%", "the theme health fell from 6 documents to 3"}},
	{"texts cut", func(o *Options) {
		o.Build = lines(changed(0, 20, func(d *corpus.Document) {
			d.Sections[0].Paragraphs[0] = string(d.ID)
			d.ContentHash = corpus.HashContent(d)
		}))
	}, []string{"the text fell from 540 to 160"}},
	{"a city loses a third", func(o *Options) { o.Build = lines(changed(0, 4, untagged)) }, nil},
	{"a city loses more", func(o *Options) { o.Build = lines(changed(0, 5, untagged)) }, []string{"the city cork fell from 12 documents to 7, 41.7% fewer"}},
	{"a city loses as many as it gains", func(o *Options) {
		docs := changed(0, 6, untagged)
		for _, i := range []int{6, 7, 8, 16, 17, 18} {
			docs[i].Tags = append(docs[i].Tags, corpus.Tag{Facet: corpus.City, Value: "cork", Role: corpus.About})
		}
		o.Build = lines(docs)
	}, nil},
	{"two error pages", func(o *Options) { o.Build = lines(changed(9, 11, errorPage)) }, nil},
	{"three error pages", func(o *Options) { o.Build = lines(changed(8, 11, errorPage)) }, []string{
		`3 pages gave way to one and the same text, "Sorry" at https://uil.example/p08: is it an error page?`}},
	{"three error pages made one", func(o *Options) {
		docs := changed(8, 9, errorPage)
		docs[8].OtherURLs = []string{docs[9].URL, docs[10].URL}
		o.Build = lines(append(docs[:9:9], docs[11:]...))
	}, []string{`3 pages gave way to one and the same text, "Sorry" at https://uil.example/p08`}},
	{"a canary in its place", func(o *Options) { o.Rank = ranked(atPlace(3, 1), atPlace(3, 3)) }, nil},
	{"a canary too low", func(o *Options) { o.Rank = ranked(atPlace(3, 1), atPlace(3, 4)) }, []string{
		`the query "learning" must find https://uil.example/p00 at place 3 or higher, and finds it at place 4, before at place 1`}},
	{"a canary lost", func(o *Options) { o.Rank = ranked(atPlace(3, 3), atPlace(3, 0)) }, []string{"finds it not among the first 100, before at place 3"}},
	{"a canary that failed before", func(o *Options) { o.Rank = ranked(atPlace(3, 4), atPlace(3, 0)) }, nil},
	{"a judged page lower", func(o *Options) { o.Rank = ranked(atPlace(0, 1), atPlace(0, 90)) }, nil},
	{"a judged page lost", func(o *Options) { o.Rank = ranked(atPlace(0, 90), atPlace(0, 0)) }, []string{
		`the query "learning" must find https://uil.example/p00, and finds it not among the first 100, before at place 90`}},
	{"a judged page that was lost before", func(o *Options) { o.Rank = ranked(atPlace(0, 0), atPlace(0, 0)) }, nil},
	{"a judged page that is new to the list", func(o *Options) { o.Rank = ranked(nil, atPlace(0, 0)) }, nil},
}

// changed returns the library of 20 with one thing done to the pages from one
// to before another.
func changed(from, to int, do func(*corpus.Document)) []corpus.Document {
	docs := library(20)
	for i := from; i < to; i++ {
		do(&docs[i])
	}
	return docs
}

func untagged(d *corpus.Document) { d.Tags = nil }

func TestGate(t *testing.T) {
	for _, test := range gateTests {
		for _, force := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, force %v", test.name, force), func(t *testing.T) {
				t.Parallel()
				data := t.TempDir()
				first := mustRun(t, optionsOf(data, library(20), 1))
				o := optionsOf(data, library(20), 2)
				o.Config, o.Gate, o.Force = "other", Gate{MaxShrink: .1, MaxLoss: 1. / 3}, force
				test.change(&o)
				out, err := Run(t.Context(), o)
				reasons, published := out.Forced, true
				var refused *RefusedError
				if errors.As(err, &refused) {
					reasons, published = refused.Reasons, false
					if !strings.Contains(err.Error(), "--force") || refused.Diff == nil {
						t.Errorf("got %v, %+v", err, refused.Diff)
					}
				} else if err != nil {
					t.Fatal(err)
				}
				if m, err := o.Store.Verify(t.Context(), live(o.Store), 1); force && (err != nil || !cmp.Equal(m.Forced, out.Forced)) {
					t.Errorf("the manifest holds %q, %v", m.Forced, err)
				}
				if published != (force || test.want == nil) || out.Published != published || (live(o.Store) != first) != published {
					t.Errorf("published %v: %v", published, err)
				}
				match := len(reasons) == len(test.want)
				for i := range min(len(reasons), len(test.want)) {
					match = match && strings.Contains(reasons[i], test.want[i])
				}
				if !match {
					t.Errorf("got reasons %q, want %q", reasons, test.want)
				}
			})
		}
	}
}

// TestGateWithoutPredecessor lists what cannot be held against the first
// generation.
func TestGateWithoutPredecessor(t *testing.T) {
	data := t.TempDir()
	o := options(data, "a b", 1)
	o.Gate, o.DryRun = Gate{}, true
	for _, test := range []struct {
		rank []Ranking
		want string
	}{
		{nil, "no judged queries were asked: none are configured (reindex.queries)"},
		{atPlace(1, 2), `the query "learning" must find https://uil.example/p00 at place 1 or higher, and finds it at place 2: it does not count, because there is nothing to compare with`},
	} {
		if o.Rank = nil; test.rank != nil {
			o.Rank = ranked(nil, test.rank)
		}
		out, err := Run(t.Context(), o)
		want := []string{"nothing was compared: there is no generation yet", test.want}
		if diff := cmp.Diff(want, out.Skipped); diff != "" || err != nil || out.Diff != nil {
			t.Errorf("%s, %v, %+v", diff, err, out.Diff)
		}
	}
}

// TestStillFailing lists judged pages that stood no better before, a few of
// them, in a run that is refused too.
func TestStillFailing(t *testing.T) {
	data := t.TempDir()
	mustRun(t, nightly(data, library(20), 1))
	o := nightly(data, library(10), 2)
	var places []Ranking
	for i := range 9 {
		places = append(places, Ranking{Query: fmt.Sprint(i), URL: "u", Lowest: i % 2})
	}
	o.Rank = ranked(places, places)
	var refused *RefusedError
	if _, err := Run(t.Context(), o); !errors.As(err, &refused) || len(refused.Skipped) != reasonLimit+1 {
		t.Fatalf("got %v", err)
	}
	for i, want := range map[int]string{
		0: `the query "0" must find u, and finds it not among the first 100: it does not count, because it was not among the first 100 before`,
		5: "and 4 more judged queries",
	} {
		if got := refused.Skipped[i]; got != want {
			t.Errorf("got %s", got)
		}
	}
}

// TestForceIsNotForDamage refuses what is not sound, forced or not.
func TestForceIsNotForDamage(t *testing.T) {
	o := options(t.TempDir(), "a b", 1)
	o.Force = true
	broken := errors.New("broken")
	o.Checks = append(o.Checks, func(context.Context, string, generation.Manifest) error { return broken })
	var refused *RefusedError
	if _, err := Run(t.Context(), o); !errors.As(err, &refused) || !errors.Is(err, broken) || strings.Contains(err.Error(), "--force") {
		t.Errorf("got %v", err)
	}
}

// TestCollapseShare lets few pages of many come to have one text.
func TestCollapseShare(t *testing.T) {
	for texts, want := range map[int]int{2: 0, 3: 0, 4: 1} {
		d := &Diff{DocumentsBefore: 400}
		d.Collapsed.add(Collapse{Before: texts})
		if got := len(collapses(d)); got != want {
			t.Errorf("%d of 400: %d reasons", texts, got)
		}
	}
}

func TestLossesOfFew(t *testing.T) {
	for before, want := range map[int]int{4: 0, 5: 1} {
		var l List[ValueChange]
		l.add(ValueChange{Value: "cork", Before: before, Lost: before})
		if got := len(Gate{MaxLoss: .3}.losses("city", "cities", l)); got != want {
			t.Errorf("%d documents lost: %d reasons", before, got)
		}
	}
}

func TestBeyond(t *testing.T) {
	for _, test := range []struct {
		before, after int
		share         float64
		want          bool
	}{
		{10, 7, .3, false}, {10, 6, .3, true}, {100, 71, .29, false}, {1000, 900, .1, false}, {1000, 899, .1, true},
		{0, 0, 0, false}, {10, 10, 0, false}, {10, 9, 0, true}, {10, 12, 0, false}, {10, 0, 1, false},
	} {
		if got := beyond(test.before, test.after, test.share); got != test.want {
			t.Errorf("from %d to %d at %g: %v", test.before, test.after, test.share, got)
		}
	}
}
