package guard

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/uilsearch/uilsearch/search"
)

func asks(t *testing.T, g *Guard, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if _, err := g.Search(t.Context(), text(s)); err != nil {
			t.Fatal(err)
		}
	}
}

func textsOf(queries []search.Query) (out []string) {
	for _, q := range queries {
		out = append(out, q.Text)
	}
	return out
}

// TestFrequent checks that questions that are answered from memory count too,
// and that many others do not drive out what is asked often.
func TestFrequent(t *testing.T) {
	g := New(&fakeIndex{edition: "a"}, Options{Searches: 1, CacheBytes: 1 << 20})
	asks(t, g, "b", "a", "b", "a", "c", "b")
	if got := fmt.Sprint(textsOf(g.Frequent())); got != "[b a c]" {
		t.Errorf("frequent are %s", got)
	}
	for i := range 2 * notedQuestions {
		asks(t, g, fmt.Sprint(i))
		if i%50 == 0 {
			asks(t, g, "a")
		}
	}
	got := textsOf(g.Frequent())
	if len(got) != frequentQuestions || got[0] != "a" || len(g.frequent.noted) != notedQuestions {
		t.Errorf("after a flood of others: %v of %d", got, len(g.frequent.noted))
	}
}

// TestFrequentForgets checks that what is no longer asked makes place.
func TestFrequentForgets(t *testing.T) {
	var f frequent
	old, now := text("old"), text("now")
	for range halfLife / 2 {
		f.note(digestOf("search", old), old)
	}
	for range 2 * halfLife {
		f.note(digestOf("search", now), now)
	}
	for i := range 4 * halfLife {
		q := text(fmt.Sprint(i % (2 * frequentQuestions)))
		f.note(digestOf("search", q), q)
	}
	for _, q := range f.most() {
		if q.Text == "old" {
			t.Error("what was asked long ago is still frequent")
		}
	}
}

// TestFrequentIsFromTheStart checks that a cursor, which only holds for its
// generation, is left out, and a question that has no answer not counted.
func TestFrequentIsFromTheStart(t *testing.T) {
	x := &fakeIndex{edition: "a"}
	g := New(x, Options{Searches: 1})
	asks(t, g, "b", "a")
	q := text("b")
	q.Cursor = "somewhere"
	if _, err := g.Search(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	x.before = func(context.Context) error { return search.ErrCursorGone }
	if _, err := g.Search(t.Context(), text("bad")); !errors.Is(err, search.ErrCursorGone) {
		t.Fatal(err)
	}
	got := g.Frequent()
	if fmt.Sprint(textsOf(got)) != "[b a]" || got[0].Cursor != "" {
		t.Errorf("frequent are %+v", got)
	}
}
