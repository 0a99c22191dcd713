// Package enrich reads the language, the cities, countries and regions and the
// themes of a document, and tags it with them and with the evidence.
package enrich

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
)

// Version changes whenever the same document and taxonomy would give other
// tags. Caches of enriched documents keep it in their key.
const Version = 4

// maxEvidence is the most spans that one tag keeps; the first ones in the text
// are kept.
const maxEvidence = 20

// Enricher tags documents by one taxonomy. It is safe for concurrent use.
type Enricher struct {
	taxonomy *taxonomy.Taxonomy
	triggers map[string]*triggers
	// sections are the themes by the parts of a path that are theirs, headings
	// the headings that stand on every page of a city.
	sections map[string][]int
	headings map[string]bool
}

// New returns an Enricher for a taxonomy.
func New(t *taxonomy.Taxonomy) *Enricher {
	return &Enricher{taxonomy: t, triggers: newTriggers(t), sections: newSections(t), headings: newHeadings(t)}
}

// Document returns doc with its language, if it was not known or is plainly
// another, and with its tags in place of those it had. The same document gives
// the same answer. The error says what makes the document unfit to be indexed.
func (e *Enricher) Document(doc corpus.Document) (corpus.Document, error) {
	doc, _, err := e.read(doc)
	return doc, err
}

// Explain returns the document and the error that Document returns, and what
// the page says that did not become a tag, places before themes, each in the
// order of the text. With an error there are no doubts.
func (e *Enricher) Explain(doc corpus.Document) (corpus.Document, []Doubt, error) {
	doc, p, err := e.read(doc)
	if err != nil {
		return doc, nil, err
	}
	return doc, e.doubts(p), nil
}

// read enriches a document, and returns with it what was learnt on the way.
func (e *Enricher) read(doc corpus.Document) (corpus.Document, *page, error) {
	if noise(doc.Text()) > maxJunk {
		return corpus.Document{}, nil, fmt.Errorf("enrich %s: %w", doc.URL, errJunk)
	}
	doc.Lang, doc.LangSource = language(doc)
	doc.Tags = nil
	if err := doc.Validate(); err != nil {
		return corpus.Document{}, nil, fmt.Errorf("enrich %s: %w", doc.URL, err)
	}
	p := newPage(doc)
	doc.Tags = append(e.placeTags(p), e.themeTags(p)...)
	return doc, p, nil
}

// page is a document while it is read.
type page struct {
	doc      corpus.Document
	text     string
	passages []corpus.Passage
	// sections are the parts of the path, with spaces for hyphens, slug is
	// the last of them where the path is one of city pages.
	sections []string
	slug     string
	profile  bool
	// unsure are the names that do not count, weak the themes that the page
	// says too little for.
	unsure []taxonomy.Match
	weak   []weakTheme
	// length is that of the text that themes are read from, see lengthOf.
	length int
}

// profileFact matches the facts that profiles of member cities show.
var profileFact = regexp.MustCompile(`(?i)\b(member since|city award|membre depuis|prix de la ville|miembro desde|premio de la ciudad|membro desde|mitglied seit) \d{4}\b|\d{4}년부터 회원`)

// citySections are the parts of a path below which each page is one city's.
var citySections = map[string]bool{
	"learning cities": true, "city": true, "cities": true, "gnlc": true,
	"villes apprenantes": true, "villes": true, "ville": true, "ciudades del aprendizaje": true, "ciudades": true, "ciudad": true,
	"cidades de aprendizagem": true, "cidades": true, "cidade": true, "lernende staedte": true, "staedte": true, "stadt": true,
	"goroda": true, "gorod": true,
}

func newPage(doc corpus.Document) *page {
	p := &page{doc: doc, text: doc.Text(), passages: doc.Passages()}
	p.profile = doc.Type == corpus.CityProfile || p.hasFacts()
	u, err := url.Parse(doc.URL)
	if err != nil {
		return p
	}
	for part := range strings.SplitSeq(strings.Trim(u.Path, "/"), "/") {
		p.sections = append(p.sections, strings.ReplaceAll(strings.TrimSuffix(part, ".html"), "-", " "))
	}
	last := len(p.sections) - 1
	for _, s := range p.sections[:last] {
		if citySections[s] {
			p.slug = p.sections[last]
		}
	}
	p.sections = p.sections[:last]
	return p
}

// maxFact is the most bytes of a passage that can be a fact of a profile.
const maxFact = 80

// hasFacts reports whether a passage is a fact such as "Member since 2016".
func (p *page) hasFacts() bool {
	return slices.ContainsFunc(p.passages, func(part corpus.Passage) bool {
		return part.End-part.Start <= maxFact && profileFact.MatchString(p.text[part.Start:part.End])
	})
}

// span is the evidence from start to end of the text, which lies in a passage.
func (p *page) span(passage, start, end int) corpus.Span {
	return corpus.Span{Zone: p.passages[passage].Zone, Start: start, End: end, Surface: p.text[start:end]}
}

// trim returns the spans that a tag keeps.
func trim(spans []corpus.Span) []corpus.Span {
	return spans[:min(len(spans), maxEvidence):min(len(spans), maxEvidence)]
}
