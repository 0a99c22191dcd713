package archive

import (
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
)

func TestSource(t *testing.T) {
	a, _ := open(t)
	hash := func() string {
		t.Helper()
		s, err := a.Source(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	seen := map[string]string{hash(): "the empty archive"}
	first := page("https://uil.example/a", "one")
	put := func(p corpus.Page) func() { return func() { mustPut(t, a, p) } }
	with := func(change func(*corpus.Page)) func() {
		p := first
		change(&p)
		return put(p)
	}
	for _, c := range []struct {
		name   string
		change func()
	}{
		{"a page", put(first)},
		{"another page", put(page("https://uil.example/b", "one"))},
		{"another body", with(func(p *corpus.Page) { p.Body = []byte("two") })},
		{"another charset", with(func(p *corpus.Page) { p.Charset = "latin1" })},
		{"another media type", with(func(p *corpus.Page) { p.MediaType = corpus.Text })},
		{"a page is gone", func() {
			r, _ := a.Begin(t.Context(), "r")
			if err := r.Gone(t.Context(), first.URL, "", noon); err != nil {
				t.Fatal(err)
			}
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		c.change()
		now := hash()
		if before, ok := seen[now]; ok {
			t.Errorf("%s: the hash is that of %s", c.name, before)
		}
		seen[now] = c.name
	}
	before := hash()
	later := page("https://uil.example/b", "one")
	later.Captured = noon.Add(time.Hour)
	mustPut(t, a, later)
	later.Body = []byte("two")
	mustPut(t, a, later)
	later.Body = []byte("one")
	mustPut(t, a, later)
	if hash() != before {
		t.Error("the same pages at another time have another hash")
	}
	// Bodies are not read: that one is damaged is for Pages to find.
	if _, err := a.db.ExecContext(t.Context(), `UPDATE captures SET body = x'00'`); err != nil {
		t.Fatal(err)
	}
	if hash() != before {
		t.Error("bodies are part of the hash")
	}
}
