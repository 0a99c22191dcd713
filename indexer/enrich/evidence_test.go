package enrich

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
)

// TestEvidenceProperties holds every tag to what corpus.Validate checks and to
// its zone, and the Enricher to giving the same answer again.
func TestEvidenceProperties(t *testing.T) {
	e := enricher(t)
	var parts []string
	for i, c := range e.taxonomy.Cities() {
		if i%5 == 0 {
			parts = append(parts, c.Name)
			for _, a := range c.Aliases[:min(len(c.Aliases), 6)] {
				parts = append(parts, a.Name)
			}
		}
	}
	for _, th := range e.taxonomy.Themes() {
		for _, lang := range taxonomy.ThemeLanguages() {
			for i, tr := range th.Triggers(lang) {
				if i%5 == 0 {
					parts = append(parts, strings.ReplaceAll(tr.Text, "*", ""))
				}
			}
		}
	}
	parts = append(parts, "Korean cities", "Ireland", "대한민국", "learning city", "시는", "e\u0301", "—", "x y z")
	paragraph := rapid.Custom(func(r *rapid.T) string {
		joint := rapid.SampledFrom([]string{" ", ", ", "-", ". ", ""})
		text := ""
		for _, p := range rapid.SliceOfN(rapid.SampledFrom(parts), 1, 20).Draw(r, "parts") {
			text += p + joint.Draw(r, "joint")
		}
		return strings.TrimSpace(text)
	})
	rapid.Check(t, func(r *rapid.T) {
		lines := rapid.SliceOfN(paragraph, 2, 6).Draw(r, "lines")
		if rapid.Bool().Draw(r, "heading") {
			lines = slices.Insert(lines, 2, "# "+paragraph.Draw(r, "heading text"))
		}
		lang := rapid.SampledFrom(append(taxonomy.ThemeLanguages(), "und")).Draw(r, "lang")
		doc := document("https://uil.example/learning-cities/"+rapid.SampledFrom([]string{"cork", "x"}).Draw(r, "slug"), lang, corpus.News, strings.Join(lines, "\n"))
		got, err := e.Document(doc)
		if err != nil {
			r.Fatal(err)
		}
		if err := got.Validate(); err != nil {
			r.Fatal(err)
		}
		if err := zonesHold(got); err != nil {
			r.Fatal(err)
		}
		again, err := e.Document(got)
		if diff := cmp.Diff(got, again); diff != "" || err != nil {
			r.Fatalf("enriched again: %v\n%s", err, diff)
		}
		explained, doubts, err := e.Explain(doc)
		if diff := cmp.Diff(got, explained); diff != "" || err != nil {
			r.Fatalf("explained: %v (-document +explained)\n%s", err, diff)
		}
		if err := doubtsHold(got, doubts); err != nil {
			r.Fatal(err)
		}
	})
}

// zonesHold reports a span that does not lie in one passage of its zone, and a
// tag with too many spans.
func zonesHold(doc corpus.Document) error {
	passages := doc.Passages()
	for _, tag := range doc.Tags {
		if len(tag.Evidence) > maxEvidence {
			return fmt.Errorf("%s:%s has %d spans", tag.Facet, tag.Value, len(tag.Evidence))
		}
		if !slices.IsSortedFunc(tag.Evidence, func(a, b corpus.Span) int { return a.Start - b.Start }) {
			return fmt.Errorf("%s:%s: the evidence is out of order", tag.Facet, tag.Value)
		}
		for _, s := range tag.Evidence {
			if !slices.ContainsFunc(passages, func(p corpus.Passage) bool {
				return p.Zone == s.Zone && p.Start <= s.Start && s.End <= p.End
			}) {
				return fmt.Errorf("%s:%s: %q lies in no %s", tag.Facet, tag.Value, s.Surface, s.Zone)
			}
		}
	}
	return nil
}

// doubtsHold reports a doubt that does not say what stands where, or why, and a
// theme that has a tag.
func doubtsHold(doc corpus.Document, doubts []Doubt) error {
	text := doc.Text()
	for _, d := range doubts {
		tagged := slices.ContainsFunc(doc.TagsOf(d.Facet), func(t corpus.Tag) bool { return t.Value == d.Value })
		switch {
		case d.Form == "" || text[d.Start:d.End] != d.Form:
			return fmt.Errorf("%+v does not stand in the text", d)
		case d.Why == "" || strings.HasPrefix(d.Why, ";") || strings.Contains(d.Why, "%!"):
			return fmt.Errorf("%+v has no reason", d)
		case d.Facet == corpus.Theme && tagged:
			return fmt.Errorf("%+v is a tag", d)
		}
	}
	return nil
}

func BenchmarkDocument(b *testing.B) {
	e := enricher(b)
	text := "Learning cities of the Republic of Korea\n" + strings.Repeat("Bucheon works with its residents on education for sustainable development, and people meet in libraries to read. The festival of the year is held in the evening, when those who work can come.\nA paragraph without any name follows here, as it does on most pages, and it goes on for a while so that the mix is fair.\n", 20)
	doc := document("https://uil.example/news/x", "en", corpus.News, strings.TrimSpace(text))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Document(doc); err != nil {
			b.Fatal(err)
		}
	}
}
