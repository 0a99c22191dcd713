package extract

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// linkedData is what the JSON-LD of a page says.
type linkedData struct {
	types               map[string]bool
	published, modified []string
	// events are the dates of events.
	events []string
}

// maxLinkedData bounds one script, in bytes.
const maxLinkedData = 256 << 10

// readJSONLD reads the scripts of schema.org data; those that are no JSON say
// nothing. Dates of events are not dates of pages.
func readJSONLD(doc *goquery.Document) linkedData {
	ld := linkedData{types: map[string]bool{}}
	doc.Find(`script[type="application/ld+json"]`).Each(func(_ int, s *goquery.Selection) {
		var v any
		text := s.Text()
		if len(text) <= maxLinkedData && json.Unmarshal([]byte(text), &v) == nil {
			ld.add(v)
		}
	})
	return ld
}

// add reads a thing, a list of things or a graph of things.
func (ld *linkedData) add(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			ld.add(item)
		}
	case map[string]any:
		for _, t := range texts(v["@type"]) {
			ld.types[t] = true
			if strings.HasSuffix(t, "Event") {
				ld.types["Event"] = true
				for _, key := range []string{"startDate", "endDate", "datePublished"} {
					ld.events = append(ld.events, texts(v[key])...)
				}
				return
			}
		}
		if slices.ContainsFunc(texts(v["@type"]), func(t string) bool { return noPage[t] }) {
			return
		}
		ld.published = slices.Concat(ld.published, texts(v["datePublished"]), texts(v["datePosted"]))
		ld.modified = append(ld.modified, texts(v["dateModified"])...)
		ld.add(v["@graph"])
		ld.add(v["mainEntity"])
	}
}

// noPage are types of things on a page whose dates are not those of the page.
var noPage = map[string]bool{
	"ImageObject": true, "VideoObject": true, "AudioObject": true, "MediaObject": true, "Comment": true, "Person": true,
	"Organization": true, "WebSite": true, "BreadcrumbList": true, "ItemList": true, "Place": true, "Offer": true,
}

// texts returns a string or the strings of a list.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, item := range v {
			if s, ok := item.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}
