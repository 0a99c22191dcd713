package api

import (
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// Document is a search.DocumentAnswer as JSON has it.
type Document struct {
	ID             corpus.ID     `json:"id"`
	URL            string        `json:"url"`
	OtherURLs      []string      `json:"other_urls" doc:"Further addresses of the same page"`
	Title          string        `json:"title"`
	Text           string        `json:"text" doc:"The whole text that is searched, its title first"`
	Passages       []Passage     `json:"passages" doc:"The title, headings and paragraphs of the text"`
	Lang           string        `json:"lang"`
	LangSource     string        `json:"lang_source" doc:"Where the language was learnt"`
	Type           corpus.Type   `json:"type"`
	Published      Date          `json:"published"`
	Modified       Date          `json:"modified"`
	Crawled        time.Time     `json:"crawled" doc:"When the page was captured"`
	Credits        []string      `json:"credits" doc:"Lines about pictures and authors, kept out of the text"`
	ContentHash    string        `json:"content_hash" doc:"SHA-256 of the text, to which the evidence is bound"`
	Translations   []corpus.Link `json:"translations"`
	NearDuplicates []corpus.Link `json:"near_duplicates"`
	Tags           []Tag         `json:"tags"`
	Generation     string        `json:"generation"`
	BuiltAt        time.Time     `json:"built_at"`
}

// Passage is where one part of the text stands.
type Passage struct {
	Zone  corpus.Zone `json:"zone"`
	Start int         `json:"start" doc:"Byte offset into the text"`
	End   int         `json:"end"`
	Page  int         `json:"page,omitempty" doc:"Page of a PDF, counted from 1"`
}

// Tag is one tag of a document with its evidence.
type Tag struct {
	Facet      corpus.TagFacet `json:"facet"`
	Value      string          `json:"value"`
	Label      string          `json:"label"`
	Role       corpus.Role     `json:"role"`
	Rule       string          `json:"rule" doc:"The rule that fired"`
	Confidence float64         `json:"confidence" doc:"Above 0, at most 1"`
	Evidence   []Evidence      `json:"evidence"`
}

// Evidence is where a tag was read.
type Evidence struct {
	corpus.Span
	Quote search.Fragment `json:"quote" doc:"The sentence around it, with the form that was matched marked, and its page"`
}

// NewDocument returns d as JSON has it. Lists are empty rather than null.
func NewDocument(d search.DocumentAnswer) Document {
	out := Document{
		ID:             d.ID,
		URL:            d.URL,
		OtherURLs:      list(d.OtherURLs),
		Title:          d.Title,
		Text:           d.Text(),
		Lang:           d.Lang,
		LangSource:     d.LangSource,
		Type:           d.Type,
		Published:      Date{d.Published},
		Modified:       Date{d.Modified},
		Crawled:        d.Crawled,
		Credits:        list(d.Credits),
		ContentHash:    d.ContentHash,
		Translations:   list(d.Translations),
		NearDuplicates: list(d.NearDuplicates),
		Tags:           make([]Tag, len(d.Tags)),
		Generation:     d.Generation,
		BuiltAt:        d.BuiltAt,
	}
	passages := d.Passages()
	out.Passages = make([]Passage, len(passages))
	for i, p := range passages {
		out.Passages[i] = Passage(p)
	}
	for i, t := range d.Tags {
		out.Tags[i] = newTag(t, d.Label(t), out.Text, passages)
	}
	return out
}

func newTag(t corpus.Tag, label, text string, passages []corpus.Passage) Tag {
	out := Tag{
		Facet:      t.Facet,
		Value:      t.Value,
		Label:      label,
		Role:       t.Role,
		Rule:       t.Rule,
		Confidence: t.Confidence,
		Evidence:   make([]Evidence, len(t.Evidence)),
	}
	for i, s := range t.Evidence {
		out.Evidence[i] = Evidence{Span: s, Quote: fragment(search.Quote(text, passages, s))}
	}
	return out
}
