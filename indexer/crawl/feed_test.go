package crawl

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var feedCases = []struct {
	name, body string
	want       []string
	fails      bool
}{
	{"RSS", `<rss version="2.0"><channel><title>t</title><link>https://uil.example/en/</link><item><link>https://uil.example/a</link></item><item><title>x</title><link> https://uil.example/b?x=1&amp;y=2 </link></item></channel></rss>`,
		[]string{"https://uil.example/a", "https://uil.example/b?x=1&y=2"}, false},
	{"RSS, relative to its page", `<rss version="2.0"><channel><link>https://uil.example/en/</link><item><link>a</link></item><item><link>/b</link></item></channel></rss>`,
		[]string{"https://uil.example/en/a", "https://uil.example/b"}, false},
	{"RSS, its page is relative too", `<rss version="2.0"><channel><link>/en/</link><item><link>a</link></item></channel></rss>`, []string{"https://uil.example/en/a"}, false},
	{"RSS without a page", `<rss version="2.0"><channel><item><link>a</link></item></channel></rss>`, []string{"https://uil.example/feeds/a"}, false},
	{"RSS with xml:base", `<rss version="2.0" xml:base="https://x.example/y/"><channel><link>https://uil.example/en/</link><item><link>a</link></item></channel></rss>`, []string{"https://x.example/y/a"}, false},
	{"RSS with a guid for a link", `<rss version="2.0"><channel><item><guid>https://uil.example/a</guid></item><item><guid isPermaLink="false">17</guid></item></channel></rss>`, []string{"https://uil.example/a"}, false},
	{"RSS 1.0", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><link>https://uil.example/</link></channel><item><link>https://uil.example/a</link></item></rdf:RDF>`,
		[]string{"https://uil.example/a"}, false},
	{"Atom", `<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://uil.example/en/"/><entry><link rel="edit" href="https://uil.example/edit"/><link rel="alternate" href="https://uil.example/a"/></entry></feed>`, []string{"https://uil.example/a"}, false},
	{"Atom, relative to itself", `<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://uil.example/en/"/><entry><link href="a"/></entry></feed>`, []string{"https://uil.example/feeds/a"}, false},
	{"Atom with xml:base", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://uil.example/en/"><entry><link href="a"/></entry><entry xml:base="fr/"><link href="b"/></entry></feed>`,
		[]string{"https://uil.example/en/a", "https://uil.example/en/fr/b"}, false},
	{"JSON", `{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"1","url":"https://uil.example/a"}]}`, []string{"https://uil.example/a"}, false},
	{"twice, other schemes, none", `<rss version="2.0"><channel><item><link>/a</link></item><item><link>/a#b</link></item><item><link>javascript:x</link></item><item><title>x</title></item></channel></rss>`,
		[]string{"https://uil.example/a"}, false},
	{"no entries", `<rss version="2.0"><channel></channel></rss>`, nil, false},
	{"a web page", `<!doctype html><html><a href="x">`, nil, true},
	{"empty", ``, nil, true},
	{"cut off", `<rss version="2.0"><channel><item><link>/a</link></item><item>`, nil, true},
}

func TestParseFeed(t *testing.T) {
	for _, c := range feedCases {
		t.Run(c.name, func(t *testing.T) {
			got, err := ParseFeed([]byte(c.body), "https://uil.example/feeds/news.xml")
			if diff := cmp.Diff(c.want, got); diff != "" || (err != nil) != c.fails {
				t.Errorf("error %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestParseFeedCap(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel>`)
	for i := range maxFeedItems + 5 {
		fmt.Fprintf(&b, "<item><link>/%d</link></item>", i)
	}
	b.WriteString("</channel></rss>")
	if got, err := ParseFeed([]byte(b.String()), here); err != nil || len(got) != maxFeedItems {
		t.Errorf("%d entries, %v", len(got), err)
	}
}

func FuzzParseFeed(f *testing.F) {
	for _, c := range feedCases {
		f.Add([]byte(c.body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		addresses, _ := ParseFeed(body, here)
		for _, a := range addresses {
			if !strings.HasPrefix(a, "http") {
				t.Errorf("address %q", a)
			}
		}
	})
}
