package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
	"github.com/uilsearch/uilsearch/search/snippet"
)

// documentView is what the page of one document shows.
type documentView struct {
	search.DocumentAnswer
	// Back leads to the search that the reader came from, if any.
	Back     string
	Original string
	Heading  search.Fragment
	Body     []sectionView
	Tags     []tagGroup
	Links    []relatedGroup
}

// sectionView is a section with what the search found in it marked.
type sectionView struct {
	Heading    search.Fragment
	Paragraphs []search.Fragment
}

// tagGroup is the tags of one facet.
type tagGroup struct {
	Legend string
	Tags   []tagView
}

// tagView is one tag and why it is there.
type tagView struct {
	corpus.Tag
	Name string
	// URL finds every page with this tag.
	URL string
	// Why is the rule in plain words.
	Why      string
	Evidence []evidence
}

// evidence is one place where a tag was read.
type evidence struct {
	Where string
	Quote search.Fragment
}

// relatedGroup is other documents of one kind.
type relatedGroup struct {
	Legend string
	Links  []related
}

// related is a link to another page; without a URL it is only named.
type related struct{ Title, URL, Lang string }

func (s *Site) document(c *gin.Context) {
	d, err := s.search.Document(c.Request.Context(), corpus.ID(c.Param("id")))
	if err != nil {
		s.fail(c, err)
		return
	}
	from, _ := readState(c.Request.URL.RawQuery)
	v := documentView{DocumentAnswer: d, Original: webURL(d.URL), Tags: tagGroups(&d), Links: relatedGroups(&d)}
	v.Heading, v.Body = markedText(&d.Document, s.reading(c.Request.Context(), from.text))
	if from.text != "" {
		v.Back = state{sort: search.Relevance}.withText(from.text).url()
	}
	s.render(c, http.StatusOK, "document", frame{
		Title: d.Title, Text: from.text, Canonical: "/doc/" + url.PathEscape(string(d.ID)), Page: v,
	})
}

// reading returns how the live generation reads a query text, or nil where it
// cannot be asked: the document is then shown without marks.
func (s *Site) reading(ctx context.Context, text string) querylang.Node {
	if text == "" {
		return nil
	}
	a, err := s.search.Search(ctx, search.Query{Text: text, Sort: search.Relevance, Page: 1, PerPage: 1})
	if err != nil {
		return nil
	}
	return a.Query.Match
}

// markedText returns the title and sections of a document with what a query
// matches marked.
func markedText(d *corpus.Document, query querylang.Node) (search.Fragment, []sectionView) {
	marked := snippet.New(query).Passages(d)
	next := func() search.Fragment {
		f := marked[0]
		marked = marked[1:]
		return f
	}
	title := next()
	sections := make([]sectionView, len(d.Sections))
	for i, s := range d.Sections {
		if s.Heading != "" {
			sections[i].Heading = next()
		}
		for range s.Paragraphs {
			sections[i].Paragraphs = append(sections[i].Paragraphs, next())
		}
	}
	return title, sections
}

func tagGroups(d *search.DocumentAnswer) []tagGroup {
	text, passages := d.Text(), d.Passages()
	var out []tagGroup
	for _, facet := range corpus.TagFacets() {
		group := tagGroup{Legend: legends[string(facet)]}
		for _, t := range d.TagsOf(facet) {
			group.Tags = append(group.Tags, newTagView(t, d.Label(t), text, passages))
		}
		if len(group.Tags) > 0 {
			out = append(out, group)
		}
	}
	return out
}

func newTagView(t corpus.Tag, name, text string, passages []corpus.Passage) tagView {
	st := state{sort: search.Relevance, mentions: t.Role == corpus.Mention}.with(string(t.Facet), t.Value)
	v := tagView{Tag: t, Name: name, URL: st.url(), Why: ruleText(t.Rule)}
	for _, span := range t.Evidence {
		v.Evidence = append(v.Evidence, evidence{Where: zoneText(span.Zone), Quote: search.Quote(text, passages, span)})
	}
	return v
}

func zoneText(z corpus.Zone) string {
	switch z {
	case corpus.ZoneTitle:
		return "In the title"
	case corpus.ZoneLead:
		return "In the first paragraph"
	case corpus.ZoneHeading:
		return "In a heading"
	}
	return "In the text"
}

func relatedGroups(d *search.DocumentAnswer) []relatedGroup {
	var out []relatedGroup
	for _, g := range []struct {
		legend string
		links  []corpus.Link
	}{{"In other languages", d.Translations}, {"Almost the same text", d.NearDuplicates}} {
		if len(g.links) == 0 {
			continue
		}
		group := relatedGroup{Legend: g.legend}
		for _, l := range g.links {
			group.Links = append(group.Links, newRelated(l))
		}
		out = append(out, group)
	}
	return out
}

func newRelated(l corpus.Link) related {
	r := related{Title: l.Title, URL: webURL(l.URL), Lang: l.Lang}
	if l.ID != "" {
		r.URL = "/doc/" + url.PathEscape(string(l.ID))
	}
	if r.Title == "" {
		r.Title = shortURL(l.URL)
	}
	return r
}
