package main

import (
	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/indexer/crawl"
	"github.com/uilsearch/uilsearch/indexer/curate"
	"github.com/uilsearch/uilsearch/indexer/enrich"
	"github.com/uilsearch/uilsearch/indexer/extract"
	"github.com/uilsearch/uilsearch/search"
)

// explanation is what explain-url writes; docs/operations.md describes the JSON.
// What was not come to is left out.
type explanation struct {
	Given string `json:"given"`
	// Crawl is left out for files.
	Crawl   *explainedCrawl `json:"crawl,omitempty"`
	Archive *addressStats   `json:"archive,omitempty"`
	Page    *explainedPage  `json:"page,omitempty"`
	// Reading says what the extractor decided.
	Reading *extract.Reading `json:"reading,omitempty"`
	// Document is without its tags, which stand in Tags with their sentences.
	Document *corpus.Document `json:"document,omitempty"`
	Tags     []explainedTag   `json:"tags,omitempty"`
	// Overrides are those of curators for this page.
	Overrides []curate.Result  `json:"overrides,omitempty"`
	Doubts    []explainedDoubt `json:"doubts,omitempty"`
	Links     *explainedLinks  `json:"links,omitempty"`
	// NoDocument says why there is no document that could be indexed.
	NoDocument string `json:"no_document,omitempty"`
}

// explainedCrawl is what a crawl does with an address.
type explainedCrawl struct {
	crawl.Explanation
	// Settings says whether the address is in scope without being named.
	Settings crawl.Decision `json:"settings"`
}

// explainedPage is what is extracted.
type explainedPage struct {
	URL       string `json:"url"`
	MediaType string `json:"media_type"`
	Charset   string `json:"charset,omitempty"`
	Bytes     int    `json:"bytes"`
	Digest    string `json:"digest"`
}

type explainedTag struct {
	Facet      corpus.TagFacet     `json:"facet"`
	Value      string              `json:"value"`
	Label      string              `json:"label"`
	Role       corpus.Role         `json:"role"`
	Rule       string              `json:"rule"`
	Confidence float64             `json:"confidence"`
	Evidence   []explainedEvidence `json:"evidence"`
}

// explainedEvidence is a span with the sentence that it stands in.
type explainedEvidence struct {
	corpus.Span
	Sentence search.Fragment `json:"sentence"`
}

type explainedDoubt struct {
	Facet    corpus.TagFacet `json:"facet"`
	Value    string          `json:"value"`
	Label    string          `json:"label"`
	Form     string          `json:"form"`
	Why      string          `json:"why"`
	Start    int             `json:"start"`
	End      int             `json:"end"`
	Sentence search.Fragment `json:"sentence"`
}

// addTags takes over the tags of a document and the doubts of the tagger, and
// leaves the document without tags.
func (x *explanation) addTags(t *taxonomy.Taxonomy, d corpus.Document, doubts []enrich.Doubt) {
	text, passages := d.Text(), d.Passages()
	for _, tag := range d.Tags {
		out := explainedTag{
			Facet: tag.Facet, Value: tag.Value, Label: t.Label(string(tag.Facet), tag.Value, "en"), Role: tag.Role, Rule: tag.Rule, Confidence: tag.Confidence,
			Evidence: []explainedEvidence{},
		}
		for _, span := range tag.Evidence {
			out.Evidence = append(out.Evidence, explainedEvidence{span, search.Quote(text, passages, span)})
		}
		x.Tags = append(x.Tags, out)
	}
	for _, doubt := range doubts {
		x.Doubts = append(x.Doubts, explainedDoubt{
			Facet: doubt.Facet, Value: doubt.Value, Label: t.Label(string(doubt.Facet), doubt.Value, "en"), Form: doubt.Form, Why: doubt.Why,
			Start: doubt.Start, End: doubt.End,
			Sentence: search.Quote(text, passages, corpus.Span{Start: doubt.Start, End: doubt.End, Surface: doubt.Form}),
		})
	}
	d.Tags = nil
	x.Document = &d
}

// maxLeads is how many links are shown of each kind.
const maxLeads = 20

// explainedLinks are the links of a page: those that a crawl would follow, and
// those that it would not.
type explainedLinks struct {
	Followed explainedLeads `json:"followed"`
	Skipped  explainedLeads `json:"skipped"`
}

type explainedLeads struct {
	Count int          `json:"count"`
	First []crawl.Lead `json:"first"`
}

func newExplainedLinks(all []crawl.Lead) *explainedLinks {
	l := &explainedLinks{explainedLeads{First: []crawl.Lead{}}, explainedLeads{First: []crawl.Lead{}}}
	for _, lead := range all {
		to := &l.Skipped
		if lead.Allowed {
			to = &l.Followed
		}
		if to.Count++; to.Count <= maxLeads {
			to.First = append(to.First, lead)
		}
	}
	return l
}
