package extract

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/text/language"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// head is what a page says of itself outside its text.
type head struct {
	address          address
	title            string
	lang, langSource string
	// american says that the page is in the English of the United States.
	american            bool
	published, modified []candidate
	translations        []corpus.Link
	// schema are the types that the page gives itself.
	schema map[string]bool
}

// publishedMeta and modifiedMeta are the names under which pages give their
// dates in meta elements, the best first.
var (
	publishedMeta = []string{
		"article:published_time", "datepublished", "article:published", "og:article:published_time", "og:published_time",
		"dcterms.issued", "dc.date.issued", "dcterms.available", "dc.date.available", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "dc:date",
		"citation_publication_date", "citation_date", "citation_online_date", "prism.publicationdate", "bepress_citation_date", "eprints.date", "parsely-pub-date", "sailthru.date",
		"pubdate", "pub_date", "publishdate", "publish-date", "publish_date", "publication_date", "published_date", "datecreated", "date",
	}
	modifiedMeta = []string{"article:modified_time", "article:modified", "datemodified", "dcterms.modified", "dc.date.modified", "og:updated_time", "lastmod", "last-modified", "revised"}
)

// maxLinks bounds the translations that a page may name.
const maxLinks = 100

// readHead reads the head of the page that was captured at pageURL. Parameters of
// its address that drop finds never choose a page; drop may be nil.
func readHead(doc *goquery.Document, pageURL string, drop *regexp.Regexp, n *notes) head {
	canonical, named := doc.Find("head link[rel~=canonical]").Attr("href")
	own, _ := ownAddress(pageURL)
	base := baseAddress(doc, own)
	h := head{address: namedAddress(pageURL, cmp.Or(base, own), canonical, drop)}
	n.address(h.address, pageURL, canonical, named)
	h.readLanguages(doc, cmp.Or(base, h.address.shown))
	n.languages(h, doc.Find("html").AttrOr("lang", ""))
	meta := metaElements(doc)
	ld := readJSONLD(doc)
	h.schema = ld.types
	h.schema["og:"+strings.ToLower(meta["og:type"])] = true
	h.published = append(dated(ld.published, h.lang, "json-ld", "datePublished"), fromMeta(meta, publishedMeta, h.lang)...)
	h.modified = append(dated(ld.modified, h.lang, "json-ld", "dateModified"), fromMeta(meta, modifiedMeta, h.lang)...)
	if many := different(h.published); many > maxDated {
		n.add("published", "", fmt.Sprintf("%sthe head gives %d different dates, which are those of other pages", notTaken, many))
		h.published = nil
	}
	for _, date := range ld.events {
		n.add("published", date, notTaken+"JSON-LD gives it as the date of an event")
	}
	h.title = cmp.Or(meta["og:title"], textOf(doc.Find("head title").First()))
	return h
}

// different counts the different days among dates of the best source.
func different(dates []candidate) int {
	found := map[string]bool{}
	for _, d := range dates {
		if d.Source == "json-ld" {
			found[d.String()] = true
		}
	}
	return len(found)
}

// baseAddress returns the address that the links of a page start from, if it
// names one.
func baseAddress(doc *goquery.Document, own string) string {
	href, ok := doc.Find("head base[href]").Attr("href")
	if !ok {
		return ""
	}
	base, ok := resolve(own, href)
	if !ok {
		return ""
	}
	return base
}

// readLanguages reads the language of the page and its translations.
func (h *head) readLanguages(doc *goquery.Document, base string) {
	if lang, ok := baseLanguage(doc.Find("html").AttrOr("lang", "")); ok {
		h.lang, h.langSource = lang, "html"
		h.american = isAmerican(doc.Find("html").AttrOr("lang", ""))
	}
	doc.Find("head link[rel~=alternate][hreflang][href]").EachWithBreak(func(_ int, link *goquery.Selection) bool {
		lang, ok := baseLanguage(link.AttrOr("hreflang", ""))
		target, valid := resolve(base, link.AttrOr("href", ""))
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

// isAmerican reports whether a language tag says English of the United States.
func isAmerican(tag string) bool {
	t, err := language.Parse(strings.TrimSpace(tag))
	base, _, region := t.Raw()
	return err == nil && base.String() == "en" && region.String() == "US"
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
		out = append(out, dated([]string{meta[name]}, lang, "meta", name)...)
	}
	return out
}

// dated returns those of the texts that are dates.
func dated(texts []string, lang, source, place string) []candidate {
	var out []candidate
	for _, s := range texts {
		if d, ok := parseDate(s, lang, source); ok {
			d.place = place
			out = append(out, d)
		}
	}
	return out
}

// dropSiteName returns the title without the name of the site at its end, and
// without what an archive writes before it, as "[ARCHIVED CONTENT]".
func (r *rules) dropSiteName(title string) string {
	title = r.dropBanner(title)
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

// dropBanner returns the title without what an archive writes before it.
func (r *rules) dropBanner(title string) string {
	title = corpus.NormalSpace(title)
	if rest, ok := strings.CutPrefix(title, "["); ok {
		mark, after, ok := strings.Cut(rest, "]")
		if after = strings.TrimSpace(after); ok && after != "" && r.words.banners.are(analysis.Words(mark)) {
			title = after
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
