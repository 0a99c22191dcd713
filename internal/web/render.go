package web

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/uilsearch/uilsearch/search"
)

//go:embed templates/*.html
var templateFiles embed.FS

// pages are the templates by the name of the page.
type pages map[string]*template.Template

// parsePages reads the embedded templates. They are constants, so a fault in
// one is a bug and panics.
func parsePages(staticURL func(string) string) pages {
	funcs := template.FuncMap{
		"static": staticURL, "pieces": pieces, "dir": dir, "htmlLang": htmlLang, "langName": search.LanguageName, "typeName": search.TypeName,
		"date": dateText, "day": func(t time.Time) string { return t.UTC().Format("2 January 2006") },
		"plural": plural, "grouped": grouped, "webURL": webURL, "shortURL": shortURL, "sureness": sureness, "sourceText": sourceText,
		"list": func(v ...any) []any { return v },
	}
	out := pages{}
	for _, name := range []string{"home", "search", "document", "message"} {
		t := template.New("layout.html").Funcs(funcs)
		out[name] = template.Must(t.ParseFS(templateFiles, "templates/layout.html", "templates/"+name+".html"))
	}
	return out
}

// What search engines are asked: not to list a page, and not to follow its
// links either.
const (
	noIndex  = "noindex"
	noFollow = "noindex, nofollow"
)

// frame is what every page has around its content.
type frame struct {
	Site string
	// Title is that of the page, without the site's name; empty on the home page.
	Title string
	// Text is what stands in the search box.
	Text string
	// Canonical is the one address of the page, below the root.
	Canonical string
	// Robots is what search engines are asked not to do with the page: noIndex,
	// noFollow or nothing.
	Robots string
	// Body names the page to the style sheet.
	Body string
	// Page is what the page's own template shows.
	Page any
}

// render sends a page. Nothing is sent before the whole page is made. How long
// it may be kept has been said by unchanged; other than 200 none may be.
func (s *Site) render(c *gin.Context, status int, name string, f frame) {
	f.Site, f.Body = s.options.Name, name
	var page bytes.Buffer
	if err := s.pages[name].Execute(&page, f); err != nil {
		panic(err) // the templates do not fit the views: a bug
	}
	h := c.Writer.Header()
	if status != http.StatusOK {
		h.Set("Cache-Control", "no-store")
	}
	h.Set("Content-Language", "en")
	c.Data(status, "text/html; charset=utf-8", page.Bytes())
}
