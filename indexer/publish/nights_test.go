package publish

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

// nightly returns the options of a run with the limits of the default settings.
func nightly(data string, docs []corpus.Document, minute int) Options {
	o := optionsOf(data, docs, minute)
	o.Gate = Gate{MaxShrink: .1, MaxLoss: .3}
	return o
}

// mustRefuse makes a run that is to be refused for reasons that have these parts,
// in order and no others.
func mustRefuse(t *testing.T, o Options, want ...string) *RefusedError {
	t.Helper()
	out, err := Run(t.Context(), o)
	var refused *RefusedError
	if !errors.As(err, &refused) {
		t.Fatalf("not refused: %+v, %v", out, err)
	}
	match := len(refused.Reasons) == len(want)
	for i := range min(len(refused.Reasons), len(want)) {
		match = match && strings.Contains(refused.Reasons[i], want[i])
	}
	if !match {
		t.Errorf("got reasons %q, want %q", refused.Reasons, want)
	}
	return refused
}

// sorry returns what stands at an address that delivers an error page: a text
// with the number of the request, but always one title.
func sorry(d *corpus.Document) {
	d.Title = "Service unavailable"
	d.Sections = []corpus.Section{{Paragraphs: []string{"Your request " + string(d.ID) + " was not served. Please come back later."}}}
	d.ContentHash = corpus.HashContent(d)
}

// TestErrorPagesWithNumbers refuses error pages with texts that differ, at the
// addresses of pages and in files that took their addresses.
func TestErrorPagesWithNumbers(t *testing.T) {
	const title = `4 pages have come to have one and the same title, "Service unavailable"`
	data := t.TempDir()
	mustRun(t, nightly(data, library(60), 1))
	docs := library(60)
	for i := range 4 {
		sorry(&docs[15*i+9])
	}
	mustRefuse(t, nightly(data, docs, 2), title)
	for i := range 4 { // now under other names, with the addresses that they had as further ones
		d := &docs[15*i+9]
		d.OtherURLs = []string{d.URL}
		d.ID, d.URL = "x-"+d.ID, "https://uil.example/x/"+string(d.ID)
	}
	mustRefuse(t, nightly(data, docs, 3), title)
	mustRun(t, nightly(data, slices.Concat(library(9), docs[9:10], library(60)[10:]), 4))
}

// TestErrorPagesOverNights refuses an error page that a few pages became in one
// night, when more become it in the next. Their files have no address in common
// with what they were.
func TestErrorPagesOverNights(t *testing.T) {
	data := t.TempDir()
	mustRun(t, nightly(data, library(60), 1))
	e := page("e", "x")
	errorPage(&e)
	night := func(n int) []corpus.Document {
		e := e
		for i := 1; i < n; i++ {
			e.OtherURLs = append(e.OtherURLs, fmt.Sprintf("file:///srv/pages/%d.html", i))
		}
		return append(library(60)[n:], e)
	}
	mustRun(t, nightly(data, night(2), 2))
	mustRefuse(t, nightly(data, night(5), 3), `3 pages gave way to one and the same text, "Sorry" at https://uil.example/e`)
}

// TestLostPagesCountOnce publishes new pages that are there under two names
// each, while as many others go: two pages may gather no more than that.
func TestLostPagesCountOnce(t *testing.T) {
	data := t.TempDir()
	mustRun(t, nightly(data, library(60), 1))
	docs := library(60)[4:]
	for _, name := range []string{"n1", "n2", "n3"} {
		d := page(name, "news of "+name)
		d.OtherURLs = []string{"file:///" + name, "file:///" + name + "/2"}
		docs = append(docs, d)
	}
	mustRefuse(t, nightly(data, docs, 2), `3 pages gave way to one and the same text, "n1"`)
}

// TestSmallCitiesAreLost refuses to lose many cities of which each has few pages.
func TestSmallCitiesAreLost(t *testing.T) {
	for _, facet := range []string{"city", "theme"} {
		for _, test := range []struct {
			had, lost int
			refused   bool
		}{{10, 10, true}, {10, 4, true}, {10, 3, false}, {5, 5, true}, {4, 4, false}} {
			data := t.TempDir()
			var before, after []corpus.Document
			for i := range 4 * test.had {
				name, value := fmt.Sprintf("p%02d", i), fmt.Sprintf("%s:v%d", facet, i/4)
				before = append(before, page(name, name, value))
				if i/4 < test.lost {
					value = "country:ie"
				}
				after = append(after, page(name, name, value))
			}
			mustRun(t, nightly(data, before, 1))
			if !test.refused {
				mustRun(t, nightly(data, after, 2))
				continue
			}
			plural := map[string]string{"city": "cities", "theme": "themes"}[facet]
			mustRefuse(t, nightly(data, after, 2), fmt.Sprintf("%d of %d %s have no document any more", test.lost, test.had, plural))
		}
	}
}

// TestAnotherFolder refuses as many pages as before that are others.
func TestAnotherFolder(t *testing.T) {
	data := t.TempDir()
	docs := func(prefix, text string, n int) (all []corpus.Document) {
		for i := range 40 {
			name, says := fmt.Sprintf("p%02d", i), fmt.Sprintf("text %d", i)
			if i < n {
				name, says = prefix+name, text+says
			}
			d := page(name, says)
			d.Title = says
			d.ContentHash = corpus.HashContent(&d)
			all = append(all, d)
		}
		return all
	}
	mustRun(t, nightly(data, docs("", "", 0), 1))
	mustRefuse(t, nightly(data, docs("other-", "another ", 40), 2), "40 of 40 documents are gone, with their addresses and their texts, 100%; reindex.max_shrink allows 10%")
	mustRefuse(t, nightly(data, docs("other-", "another ", 5), 3), "5 of 40 documents are gone")
	mustRun(t, nightly(data, docs("other-", "another ", 4), 4))
	mustRun(t, nightly(data, docs("renamed-", "", 40), 5))
}

// TestShrinkingByAndBy compares with the most that was published, since that was
// last forced.
func TestShrinkingByAndBy(t *testing.T) {
	data := t.TempDir()
	most := mustRun(t, nightly(data, library(60), 1))
	mustRun(t, nightly(data, library(55), 2))
	mustRefuse(t, nightly(data, library(50), 3),
		"the documents fell from 60 in "+most+" to 50, 16.7% fewer; reindex.max_shrink allows 10%",
		"the text fell from 1620 in "+most+" to 1350 bytes")
	o := nightly(data, library(50), 4)
	o.Force = true
	mustRun(t, o)
	mustRun(t, nightly(data, library(46), 5))
	mustRefuse(t, nightly(data, library(44), 6), "the documents fell from 50 in", "the text fell")
}

// TestRolledBackIsNoMeasure compares with nothing that was rolled back, neither
// before nor after something else is published.
func TestRolledBackIsNoMeasure(t *testing.T) {
	data := t.TempDir()
	first := mustRun(t, nightly(data, library(40), 1))
	bad := mustRun(t, nightly(data, library(60), 2))
	s := nightly(data, nil, 0).Store
	if _, _, err := Rollback(t.Context(), RollbackOptions{Store: s, Analysis: 1, Now: begun}); err != nil || live(s) != first {
		t.Fatal(err)
	}
	third := mustRun(t, nightly(data, library(41), 3))
	mustRun(t, nightly(data, library(42), 4))
	damage(t, s, live(s))
	damage(t, s, third)
	out, err := Run(t.Context(), nightly(data, library(43), 5))
	if err != nil || out.Diff == nil || out.Diff.From == bad {
		t.Errorf("got %+v, %v", out, err)
	}
}

// TestManyReasonsAreCut names the first of each kind and counts the others.
func TestManyReasonsAreCut(t *testing.T) {
	data := t.TempDir()
	var before, after []corpus.Document
	for i := range 100 {
		name := fmt.Sprintf("p%03d", i)
		before = append(before, page(name, name, fmt.Sprintf("city:c%02d", i/5)))
		after = append(after, page(name, name))
	}
	mustRun(t, nightly(data, before, 1))
	refused := mustRefuse(t, nightly(data, after, 2), "the city c00 fell", "the city c01", "the city c02", "the city c03", "the city c04",
		"and 15 more cities", "20 of 20 cities have no document any more")
	if text := refused.Error(); !strings.HasSuffix(text, "--force publishes it all the same") || len(text) > 1000 {
		t.Errorf("%d bytes: %s", len(text), text)
	}
}
