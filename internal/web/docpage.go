package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

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
	// Page is that of a PDF where the section is the first of it, else 0.
	Page       int
	Heading    search.Fragment
	Paragraphs []search.Fragment
}

// relatedGroup is other documents of one kind.
type relatedGroup struct {
	Legend string
	Links  []related
}

// related is a link to another page; without a URL it is only named.
type related struct{ Title, URL, Lang string }

func (s *Site) document(c *gin.Context) {
	from, came := cameFrom(c.Request.URL.RawQuery)
	for making := 1; ; making++ {
		d, err := s.search.Document(c.Request.Context(), corpus.ID(c.Param("id")))
		if err != nil {
			s.fail(c, err)
			return
		}
		if s.unchanged(c, d.Edition, string(d.ID), came, from.url()) {
			return
		}
		p := &parts{edition: d.Edition}
		query := s.reading(c.Request.Context(), from.text, p)
		if !p.settled(c, making) {
			continue
		}
		v := documentView{DocumentAnswer: d, Back: came, Original: webURL(d.URL), Tags: tagGroups(&d), Links: relatedGroups(&d)}
		v.Heading, v.Body = markedText(&d.Document, query)
		s.render(c, http.StatusOK, "document", frame{
			Title: d.Title, Text: from.text, Canonical: "/doc/" + url.PathEscape(string(d.ID)), Page: v,
		})
		return
	}
}

// docLink returns the address of a document page that knows the search it was
// found by.
func docLink(id corpus.ID, st state) string {
	_, query, _ := strings.Cut(st.url(), "?")
	if query == "" {
		query = paramText + "=" // tells the list of all pages from no search
	}
	return "/doc/" + url.PathEscape(string(id)) + "?" + query
}

// cameFrom reads what docLink wrote: the search and its address, which is empty
// where the reader came from no search.
func cameFrom(raw string) (from state, back string) {
	from, _ = readState(raw)
	if raw == "" {
		return from, ""
	}
	return from, from.url()
}

// reading returns how the live generation reads a query text, or nil where
// there is none. Where it cannot be asked, the document is shown without marks.
func (s *Site) reading(ctx context.Context, text string, p *parts) querylang.Node {
	if text == "" {
		return nil
	}
	r, edition, err := s.search.Read(ctx, text)
	p.add(edition, err)
	return r.Root
}

// markedText returns the title and sections of a document with what a query
// matches marked. A document without a title is headed by its address.
func markedText(d *corpus.Document, query querylang.Node) (search.Fragment, []sectionView) {
	heading := search.Fragment{Text: shortURL(d.URL)}
	sections := []sectionView{{}}
	page, passages := 0, d.Passages()
	for i, f := range snippet.New(query).Passages(d) {
		zone := passages[i].Zone
		if zone == corpus.ZoneTitle {
			heading = f
			continue
		}
		if f.Page != page {
			page = f.Page
			sections = append(sections, sectionView{Page: page})
		} else if zone == corpus.ZoneHeading {
			sections = append(sections, sectionView{})
		}
		last := &sections[len(sections)-1]
		if zone == corpus.ZoneHeading {
			last.Heading = f
		} else {
			last.Paragraphs = append(last.Paragraphs, f)
		}
	}
	return heading, sections
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
