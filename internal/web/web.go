// Package web answers people: the search pages as HTML that works without
// JavaScript, their style sheet, and the middleware of the whole server. The
// address of a page is its whole state.
package web

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// Searcher answers from the generation that is live at the moment of the call.
// Its methods are safe for concurrent use. Besides a context's error they
// return *search.ParamError, search.ErrNotFound, search.ErrNoGeneration,
// search.ErrUnavailable and search.ErrBusy; every other error is taken for a
// fault of ours. A *search.ParamError about a filter quotes the value at fault.
// What they return may be shared, and is not changed here.
type Searcher interface {
	// Search reads q.Text and answers q.
	Search(ctx context.Context, q search.Query) (search.Answer, error)
	// Document returns one document with the labels of its tags.
	Document(ctx context.Context, id corpus.ID) (search.DocumentAnswer, error)
	// Facet answers q with one facet: every value, largest first, of which the
	// folded label or another known name has contains in it.
	Facet(ctx context.Context, q search.Query, facet, contains string) (search.Answer, error)
	// Read returns how a text is read, and by which edition.
	Read(ctx context.Context, text string) (r querylang.Reading, edition string, err error)
}

// Options are what Register can do without.
type Options struct {
	// Name is what the site calls itself; "UIL Search" where empty.
	Name string
	// PublicURL is where people reach the site, such as https://search.example;
	// where empty, the address that each request was sent to.
	PublicURL string
	// Version is that of the program; pages of another one have other ETags.
	Version string
}

// Site is the HTML pages.
type Site struct {
	search  Searcher
	options Options
	pages   pages
	static  static
	// look names the look of the pages.
	look string
}

// Register adds the routes of the site to router, which logs the faults that
// they leave there, and returns the site, whose NotFound belongs into the
// router's NoRoute and NoMethod.
func Register(router *gin.Engine, s Searcher, o Options) *Site {
	if o.Name == "" {
		o.Name = "UIL Search"
	}
	site := &Site{search: s, options: o, static: readStatic(), look: lookOf(o)}
	site.pages = parsePages(site.static.url)
	group := router.Group("", site.recover)
	for path, handler := range map[string]gin.HandlerFunc{
		"/":               site.home,
		"/search":         site.searchPage,
		"/doc/:id":        site.document,
		"/robots.txt":     site.robots,
		"/opensearch.xml": site.openSearch,
		"/static/:file":   site.static.serve,
	} {
		group.Match([]string{http.MethodGet, http.MethodHead}, path, handler)
	}
	return site
}
