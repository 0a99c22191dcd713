package extract

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/text/language"

	"github.com/uilsearch/uilsearch/corpus"
)

// head is what a page says of itself outside its text.
type head struct {
	address             address
	title               string
	lang, langSource    string
	published, modified []candidate
	translations        []corpus.Link
	jsonLD              map[string]bool
}

// publishedMeta and modifiedMeta are the names under which pages give their
// dates in meta elements, the best first.
var (
	publishedMeta = []string{"article:published_time", "datepublished", "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date", "citation_publication_date", "pubdate", "publishdate"}
	modifiedMeta  = []string{"article:modified_time", "datemodified", "dcterms.modified", "og:updated_time"}
)

// maxLinks bounds the translations that a page may name.
const maxLinks = 100

func readHead(doc *goquery.Document, pageURL string) head {
	canonical, _ := doc.Find("head link[rel~=canonical]").Attr("href")
	h := head{address: newAddress(pageURL, canonical)}
	h.readLanguages(doc)
	meta := metaElements(doc)
	ld := readJSONLD(doc)
	h.jsonLD = ld.types
	h.published = append(dated(ld.published, h.lang, "json-ld"), fromMeta(meta, publishedMeta, h.lang)...)
	h.modified = append(dated(ld.modified, h.lang, "json-ld"), fromMeta(meta, modifiedMeta, h.lang)...)
	h.title = cmp.Or(meta["og:title"], textOf(doc.Find("head title").First()))
	return h
}

// readLanguages reads the language of the page and its translations.
func (h *head) readLanguages(doc *goquery.Document) {
	if lang, ok := baseLanguage(doc.Find("html").AttrOr("lang", "")); ok {
		h.lang, h.langSource = lang, "html"
	}
	doc.Find("head link[rel~=alternate][hreflang][href]").EachWithBreak(func(_ int, link *goquery.Selection) bool {
		lang, ok := baseLanguage(link.AttrOr("hreflang", ""))
		target, valid := resolve(h.address.shown, link.AttrOr("href", ""))
		switch {
		case !ok || !valid:
		case target == h.address.shown:
			if h.lang == "" {
				h.lang, h.langSource = lang, "hreflang"
			}
		default:
			h.translations = append(h.translations, corpus.Link{URL: target, Lang: lang})
		}
		return len(h.translations) < maxLinks
	})
	slices.SortFunc(h.translations, func(a, b corpus.Link) int {
		return cmp.Or(strings.Compare(a.Lang, b.Lang), strings.Compare(a.URL, b.URL))
	})
	h.translations = slices.Compact(h.translations)
}

// baseLanguage returns the two-letter code of a language tag: "en" for "en-GB"
// and for "eng". It reports false for what is no language, as x-default.
func baseLanguage(tag string) (string, bool) {
	t, err := language.Parse(strings.TrimSpace(tag))
	if err != nil || t.IsRoot() {
		return "", false
	}
	base, confidence := t.Base()
	if confidence == language.No || len(base.String()) != 2 {
		return "", false
	}
	return base.String(), true
}

// metaElements returns the content of meta elements by name, property or
// itemprop in lower case; the first of a name counts.
func metaElements(doc *goquery.Document) map[string]string {
	out := map[string]string{}
	doc.Find("meta[content]").Each(func(_ int, m *goquery.Selection) {
		name := strings.ToLower(cmp.Or(m.AttrOr("property", ""), m.AttrOr("name", ""), m.AttrOr("itemprop", "")))
		if value := strings.TrimSpace(m.AttrOr("content", "")); out[name] == "" && len(value) < 1000 {
			out[name] = value
		}
	})
	return out
}

func fromMeta(meta map[string]string, names []string, lang string) []candidate {
	var out []candidate
	for _, name := range names {
		out = append(out, dated([]string{meta[name]}, lang, "meta")...)
	}
	return out
}

// dated returns those of the texts that are dates.
func dated(texts []string, lang, source string) []candidate {
	var out []candidate
	for _, s := range texts {
		if d, ok := parseDate(s, lang, source); ok {
			out = append(out, d)
		}
	}
	return out
}

// dropSiteName returns the title without the name of the site at its end.
func (r *rules) dropSiteName(title string) string {
	title = corpus.NormalSpace(title)
	for _, sep := range []string{" | ", " – ", " — ", " - ", " :: ", " » "} {
		i := strings.LastIndex(title, sep)
		if i <= 0 {
			continue
		}
		if sep == " | " || slices.Contains(r.siteNames, title[i+len(sep):]) {
			return title[:i]
		}
	}
	return title
}

// resolve returns a link as an absolute address of the web.
func resolve(base, href string) (string, bool) {
	b, err := url.Parse(base)
	if err != nil {
		return "", false
	}
	u, err := b.Parse(strings.TrimSpace(href))
	if err != nil {
		return "", false
	}
	return normalAddress(u.String())
}
