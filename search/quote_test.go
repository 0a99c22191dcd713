package search_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

func quoted(title, paragraph, surface string) search.Fragment {
	d := corpus.Document{Title: title, Sections: []corpus.Section{{Paragraphs: []string{paragraph}}}}
	at := strings.LastIndex(d.Text(), surface)
	return search.Quote(d.Text(), d.Passages(), corpus.Span{Start: at, End: at + len(surface), Surface: surface})
}

func TestQuote(t *testing.T) {
	for _, c := range []struct{ paragraph, surface, want string }{
		{"One. Cork learns. Three.", "Cork", "[Cork] learns."},
		{"Cork learns.", "Cork", "[Cork] learns."},
		{"In 2.5 years Cork learns! Then", "Cork", "In 2.5 years [Cork] learns!"},
		{"Does Cork learn", "Cork", "Does [Cork] learn"},
		{"첫 문장。코크는 배운다。끝", "코크", "[코크]는 배운다。"},
	} {
		f := quoted("Title", c.paragraph, c.surface)
		got := f.Text[:f.Marks[0].Start] + "[" + f.Text[f.Marks[0].Start:f.Marks[0].End] + "]" + f.Text[f.Marks[0].End:]
		if got != c.want || f.Before || f.After {
			t.Errorf("%q reads %q, want %q", c.paragraph, got, c.want)
		}
	}
	long := strings.Repeat("many words ", 40)
	if f := quoted("Title", long+"Cork "+long, "Cork"); !f.Before || !f.After || len(f.Text) > 400 || !strings.Contains(f.Text, "words Cork many") {
		t.Errorf("a long sentence reads %q", f.Text)
	}
	if f := quoted("Title of Cork", "Text.", "Cork"); f.Text != "Title of Cork" {
		t.Errorf("a quotation leaves its passage: %q", f.Text)
	}
	if f := search.Quote("short", nil, corpus.Span{Start: 3, End: 99}); f.Text != "" {
		t.Errorf("evidence that is not there reads %q", f.Text)
	}
}

func TestQuoteMarksWhatWasMatched(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-zé전أ]{1,9}`)
		paragraph := strings.Join(rapid.SliceOfN(rapid.OneOf(word, rapid.SampledFrom([]string{"end.", "so!", "。", "?"})), 1, 90).Draw(t, "words"),
			rapid.SampledFrom([]string{" ", ""}).Draw(t, "between"))
		runes := []rune(paragraph)
		from := rapid.IntRange(0, len(runes)-1).Draw(t, "from")
		to := rapid.IntRange(from+1, len(runes)).Draw(t, "to")
		d := corpus.Document{Title: "Title", Sections: []corpus.Section{{Paragraphs: []string{paragraph}}}}
		start := len("Title\n\n") + len(string(runes[:from]))
		span := corpus.Span{Start: start, End: start + len(string(runes[from:to]))}
		f := search.Quote(d.Text(), d.Passages(), span)
		if got := f.Text[f.Marks[0].Start:f.Marks[0].End]; got != d.Text()[span.Start:span.End] {
			t.Fatalf("marks %q, want %q", got, d.Text()[span.Start:span.End])
		}
		if !utf8.ValidString(f.Text) || !strings.Contains(paragraph, f.Text) {
			t.Fatalf("%q is no part of the paragraph", f.Text)
		}
	})
}
