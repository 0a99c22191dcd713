package querylang_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
	. "github.com/uilsearch/uilsearch/search/querylang"
)

var texts = []string{"learning", "and", "not", "COVID-19", "rock'n'roll", "평생학습도시", "a1", "b2", "10:30", "x.y", "Évora"}

// drawTree draws a tree such as the parser makes, with at most depth levels of
// operators. Titles hold no names and no fields.
func drawTree(t *rapid.T, depth int, inTitle bool) Node {
	kinds := []string{"word", "fuzzy", "phrase", "prefix", "group"}
	if !inTitle {
		kinds = append(kinds, "title", "tag", "dates", "alias")
	}
	if depth > 0 {
		kinds = append(kinds, "and", "or", "not")
	}
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case "fuzzy":
		return Word{Text: rapid.SampledFrom([]string{"lerning", "the", "a1"}).Draw(t, "text"), Fuzzy: true}
	case "phrase":
		return Phrase{rapid.SampledFrom([]string{"learning city", "1–2–3 (plan) x", "AND -x title:y"}).Draw(t, "text"), rapid.IntRange(0, 50).Draw(t, "slop")}
	case "prefix":
		return Prefix{rapid.SampledFrom([]string{"literac", "AND", "éduca"}).Draw(t, "text")}
	case "group":
		kids := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Node { return drawWord(t) }), 2, 10).Draw(t, "kids")
		return Group{kids, rapid.IntRange(1, counted(kids)).Draw(t, "min")}
	case "title":
		return Title{drawTree(t, depth, true)}
	case "tag":
		return rapid.SampledFrom([]Node{suwonTag, newRoss.Tag, Tag{"type", "case-study", "case-study"}, Tag{"lang", "fr", "fr"}}).Draw(t, "tag")
	case "dates":
		return Dates{corpus.Date{Year: 2015}, corpus.Date{Year: rapid.IntRange(2015, 2020).Draw(t, "to"), Month: 7}, "date"}
	case "alias":
		return rapid.SampledFrom([]Node{suwon, newRoss}).Draw(t, "alias")
	case "and":
		return And{drawKids(t, depth, inTitle, func(n Node) bool { _, same := n.(And); return !same })}
	case "or":
		return Or{drawKids(t, depth, inTitle, func(n Node) bool { _, same := n.(Or); return !same })}
	case "not":
		return Not{drawOther(t, depth, inTitle, func(n Node) bool { _, same := n.(Not); return !same })}
	}
	return drawWord(t)
}

func drawWord(t *rapid.T) Node {
	text := rapid.SampledFrom(texts).Draw(t, "text")
	return Word{Text: text, Light: text == "and" || text == "not"}
}

func drawKids(t *rapid.T, depth int, inTitle bool, fits func(Node) bool) []Node {
	kids := make([]Node, rapid.IntRange(2, 3).Draw(t, "kids"))
	for i := range kids {
		kids[i] = drawOther(t, depth, inTitle, fits)
	}
	return kids
}

// drawOther draws a tree that the tree above can have as a kid.
func drawOther(t *rapid.T, depth int, inTitle bool, fits func(Node) bool) Node {
	return rapid.Custom(func(t *rapid.T) Node { return drawTree(t, depth-1, inTitle) }).Filter(fits).Draw(t, "kid")
}

func counted(kids []Node) int {
	n := 0
	for _, k := range kids {
		if !k.(Word).Light {
			n++
		}
	}
	if n == 0 {
		return len(kids)
	}
	return n
}

// TestEveryTreeCanBeTyped checks that the parser makes a tree of its print.
func TestEveryTreeCanBeTyped(t *testing.T) {
	p := Parser{Gazetteer: places, Limits: lifted}
	rapid.Check(t, func(t *rapid.T) {
		tree := drawTree(t, 3, false)
		r, err := p.Parse(Print(tree))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tree, r.Root); diff != "" {
			t.Fatalf("%s reads otherwise:\n%s", Print(tree), diff)
		}
	})
}
