package querylang_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// lifted are limits that no test query reaches.
var lifted = querylang.Limits{Runes: 1 << 20, Words: 1 << 20, Phrase: 1 << 20, Nesting: 1 << 20}

// pieces are what queries are made of, syntax above all.
var pieces = []string{
	"learning", "city", "the", "of", "and", "AND", "OR", "NOT", "Suwon", "Osan", "Cork", "ireland", "new", "ross", "New Ross", "남양주", "남양주시는",
	"평생학습도시", "학습，도시", "1-2-3", "2–3", "COVID-19", "city’s", "l’eau", "d’l’an’s's", "rock'n'roll", "10:30", "foo:bar",
	"title:", "city:", "country:korea", "theme:esd", "type:news", "lang:fr", "year:2015..2019", "year:", "date:2016-07", "atleast:2",
	"atleast:1(a b)", "(", ")", "（", "-", "+", "\"", "“", "”", "«", "'", "’", "‘", "~", "~5", "*", "…", ":", "#", "a", "S", "e\u0301",
	"\u0301", "\u00ad", "literac*", "li*", "lerning~", "s’AND", "l’title:x", "*year:2016", " ", " ", " ", " ", " ", "\t", "\xff",
}

func drawQuery(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 24).Draw(t, "pieces"), "")
}

// TestPrintedTreeIsTheTree checks that a query and its print are read alike.
func TestPrintedTreeIsTheTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkQuery(t, drawQuery(t)) })
}

func FuzzParse(f *testing.F) {
	for _, p := range pieces {
		f.Add(p)
	}
	f.Add(`“1–2–3 Lifelong Learning” -(a OR b) title:'x y' atleast:2(a b c) AND NOT +New Ross`)
	f.Add("\xff\xfe((((((\"'-")
	f.Fuzz(func(t *testing.T, text string) { checkQuery(t, text) })
}

var bundled = sync.OnceValues(taxonomy.Default)

// known returns the taxonomy that comes with the program.
func known(t failer) querylang.Gazetteer {
	t.Helper()
	names, err := bundled()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return names
}

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// checkQuery checks what holds of every text.
func checkQuery(t failer, text string) {
	t.Helper()
	checkCut(t, text)
	for _, g := range []querylang.Gazetteer{nil, places, known(t)} {
		p := querylang.Parser{Gazetteer: g, Limits: lifted}
		r, err := p.Parse(text)
		if err != nil {
			t.Fatalf("Parse(%q): %v", text, err)
		}
		printed := r.String()
		if !utf8.ValidString(printed) {
			t.Fatalf("print of %q is not UTF-8: %q", text, printed)
		}
		again, err := p.Parse(printed)
		if err != nil {
			t.Fatalf("Parse(%q), the print of %q: %v", printed, text, err)
		}
		if diff := cmp.Diff(r.Root, again.Root); diff != "" {
			t.Fatalf("%q prints as %q, which reads otherwise:\n%s", text, printed, diff)
		}
		checkNotes(t, text, r)
		checkTree(t, text, r.Root)
	}
}

func checkCut(t failer, text string) {
	t.Helper()
	cut, notes := querylang.Cut(text)
	if err := querylang.Check(cut); err != nil {
		t.Fatalf("Cut(%q) = %q: %v", text, cut, err)
	}
	if (len(notes) == 0) != (cut == text) {
		t.Fatalf("Cut(%q) = %q with %d notes", text, cut, len(notes))
	}
	_, err := querylang.Parser{}.Parse(text)
	var over *querylang.CapError
	if err != nil && !errors.As(err, &over) || (err == nil) != (querylang.Check(text) == nil) {
		t.Fatalf("Parse(%q): %v, but Check: %v", text, err, querylang.Check(text))
	}
}

func checkNotes(t failer, text string, r querylang.Reading) {
	t.Helper()
	if r.Root == nil && len(r.Notes) == 0 && strings.TrimSpace(text) != "" {
		t.Fatalf("%q asks for nothing, and nothing is said of it", text)
	}
	for _, n := range r.Notes {
		if !utf8.ValidString(n.Text) || n.Text == "" {
			t.Fatalf("text of note %+v of %q", n, text)
		}
		if n.Kind == "" || n.Detail == "" || n.Undo != "" && querylang.Check(n.Undo) != nil {
			t.Fatalf("note %+v of %q", n, text)
		}
	}
}

// checkTree checks what engines rely on.
func checkTree(t failer, text string, n querylang.Node) {
	t.Helper()
	kids := []querylang.Node{}
	switch n := n.(type) {
	case querylang.Word:
		if n.Text == "" || utf8.RuneCountInString(n.Text) > 64 {
			t.Fatalf("word %q of %q", n.Text, text)
		}
	case querylang.Group:
		if kids = n.Kids; n.Min < 1 || n.Min > len(n.Kids) || len(n.Kids) < 2 {
			t.Fatalf("group %+v of %q", n, text)
		}
	case querylang.And:
		if kids = n.Kids; len(kids) < 2 {
			t.Fatalf("And of %d in %q", len(kids), text)
		}
	case querylang.Or:
		if kids = n.Kids; len(kids) < 2 {
			t.Fatalf("Or of %d in %q", len(kids), text)
		}
	case querylang.Not:
		kids = append(kids, n.Kid)
	case querylang.Title:
		kids = append(kids, n.Kid)
	case querylang.Alias:
		kids = append(kids, n.Written)
	}
	for _, k := range kids {
		if k == nil {
			t.Fatalf("nil below %T of %q", n, text)
		}
		checkTree(t, text, k)
	}
}
