package crawl

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
)

const mapAddress = "https://uil.example/maps/sitemap.xml"

// readSitemap returns the entries as lines, and the error that came last.
func readSitemap(t *testing.T, r io.Reader, max Caps) (lines []string, last error) {
	t.Helper()
	for e, err := range ParseSitemap(r, mapAddress, max) {
		if last != nil {
			t.Errorf("%v, %v behind the error %v", e, err, last)
		}
		if last = err; err != nil {
			continue
		}
		s := e.URL
		if !e.Modified.IsZero() {
			s += " " + e.Modified.Format(time.RFC3339)
		}
		if e.Sitemap {
			s += " sitemap"
		}
		lines = append(lines, strings.Join(append([]string{s}, e.Alternates...), " | "))
	}
	return lines, last
}

func packed(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, s)
	_ = z.Close()
	return b.String()
}

func utf16LE(s string) string {
	b := []byte("\xff\xfe")
	for _, c := range []byte(s) {
		b = append(b, c, 0)
	}
	return string(b)
}

const (
	urlset  = `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">`
	twoURLs = urlset + `<url><loc>https://uil.example/a</loc></url><url><loc>https://uil.example/b</loc></url></urlset>`
)

var sitemapCases = []struct {
	name, body string
	want       []string
	says       string // what the error says; empty for none
}{
	{"empty", "", nil, ""},
	{"white space", " \n\n", nil, ""},
	{"two pages", twoURLs, []string{"https://uil.example/a", "https://uil.example/b"}, ""},
	{"no pages", urlset + "</urlset>", nil, ""},
	{"white space and CDATA", urlset + "<url>\n<loc>\n https://uil.example/a?x=1&amp;y=2 </loc></url><url><loc><![CDATA[https://uil.example/b?x&y]]></loc></url></urlset>",
		[]string{"https://uil.example/a?x=1&y=2", "https://uil.example/b?x&y"}, ""},
	{"ampersands that are not escaped", urlset + "<url><loc>https://uil.example/a?x=1&y=2&z</loc></url></urlset>", []string{"https://uil.example/a?x=1&y=2&z"}, ""},
	{"relative and of other sites", urlset + "<url><loc>/a</loc></url><url><loc>b</loc></url><url><loc>https://x.example/c</loc></url><url><loc>mailto:a@b</loc></url></urlset>",
		[]string{"https://uil.example/a", "https://uil.example/maps/b", "https://x.example/c", "mailto:a@b"}, ""},
	{"without a namespace, in capitals", "<URLSET><URL><LOC>https://uil.example/a</LOC></URL></URLSET>", []string{"https://uil.example/a"}, ""},
	{"with a prefix", `<s:urlset xmlns:s="x"><s:url><s:loc>https://uil.example/a</s:loc></s:url></s:urlset>`, []string{"https://uil.example/a"}, ""},
	{"images have a loc too", urlset + "<url><image:image><image:loc>https://uil.example/i.png</image:loc></image:image><loc>https://uil.example/a</loc></url></urlset>", []string{"https://uil.example/a"}, ""},
	{"elements within a loc", urlset + "<url><loc>/a<x>b</x></loc> </url></urlset>", []string{"https://uil.example/a"}, ""},
	{"a page without a loc", urlset + "<url><lastmod>2020-01-01</lastmod></url><url><loc> </loc></url></urlset>", nil, ""},
	{"index", "<sitemapindex><sitemap><loc>https://uil.example/1.xml.gz</loc><lastmod>2020-02-03</lastmod></sitemap><sitemap><loc>2.xml</loc></sitemap></sitemapindex>",
		[]string{"https://uil.example/1.xml.gz 2020-02-03T00:00:00Z sitemap", "https://uil.example/maps/2.xml sitemap"}, ""},
	{"languages", urlset + `<url><loc>https://uil.example/a</loc><xhtml:link rel="alternate" hreflang="fr" href="https://uil.example/fr/a"/><xhtml:link rel="alternate" hreflang="de" href="/de/a"></xhtml:link><xhtml:link rel="other" href="/x"/></url><url><loc>/b</loc></url></urlset>`,
		[]string{"https://uil.example/a | https://uil.example/fr/a | https://uil.example/de/a", "https://uil.example/b"}, ""},
	{"list", "https://uil.example/a\r\n\r\n  https://uil.example/b \nhttp://x.example/c", []string{"https://uil.example/a", "https://uil.example/b", "http://x.example/c"}, ""},
	{"list with other lines", "# pages\nHTTPS://uil.example/a\n/b\n", []string{"https://uil.example/a"}, ""},
	{"list with a line too long", "https://uil.example/" + strings.Repeat("a", maxLine) + "\nhttps://uil.example/b", []string{"https://uil.example/b"}, ""},
	{"address too long in XML", urlset + "<url><loc>https://uil.example/" + strings.Repeat("a", maxLine) + "</loc></url><url><loc>/b</loc></url></urlset>", []string{"https://uil.example/b"}, ""},
	{"neither", "there is nothing here", nil, "neither XML nor"},
	{"byte order mark", "\xef\xbb\xbf" + twoURLs, []string{"https://uil.example/a", "https://uil.example/b"}, ""},
	{"UTF-16", utf16LE(strings.Replace(twoURLs, "UTF-8", "UTF-16", 1)), []string{"https://uil.example/a", "https://uil.example/b"}, ""},
	{"UTF-16 list", utf16LE("https://uil.example/a\n"), []string{"https://uil.example/a"}, ""},
	{"Latin 1", "<?xml version='1.0' encoding='iso-8859-1'?><urlset><url><loc>/\xe9</loc></url></urlset>", []string{"https://uil.example/%C3%A9"}, ""},
	{"unknown charset", "<?xml version='1.0' encoding='klingon'?><urlset><url><loc>/a</loc></url></urlset>", nil, "klingon"},
	{"gzip", packed(twoURLs), []string{"https://uil.example/a", "https://uil.example/b"}, ""},
	{"gzip of a list", packed("https://uil.example/a"), []string{"https://uil.example/a"}, ""},
	{"gzip that is no gzip", "\x1f\x8bxxxxxxxxxxxx", nil, "gzip"},
	{"cut off", twoURLs[:len(twoURLs)-20], []string{"https://uil.example/a"}, "unexpected EOF"},
	{"broken", urlset + "<url><loc>/a</loc></url><url <<></url></urlset>", []string{"https://uil.example/a"}, "syntax error"},
	{"an end is missing", urlset + "<url><loc>/a</loc></url><url><loc>/b</loc></urlset>", []string{"https://uil.example/a", "https://uil.example/b"}, ""},
	{"gzip that is cut off", packed(twoURLs)[:len(packed(twoURLs))-12], []string{"https://uil.example/a"}, "unexpected EOF"},
	{"a web page", "<!DOCTYPE html><html><body><a href=x>not found</a></html>", nil, `"html"`},
	{"RSS", "<rss version='2.0'><channel></channel></rss>", nil, "a feed"},
	{"Atom", "<feed xmlns='http://www.w3.org/2005/Atom'></feed>", nil, "a feed"},
}

func TestParseSitemap(t *testing.T) {
	for _, c := range sitemapCases {
		t.Run(c.name, func(t *testing.T) {
			got, err := readSitemap(t, strings.NewReader(c.body), Caps{})
			if c.name == "gzip that is cut off" {
				got = got[:min(len(got), 1)] // how much came before depends on the packer
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want %q", err, c.says)
			}
			if byByte, _ := readSitemap(t, iotest.OneByteReader(strings.NewReader(c.body)), Caps{}); c.says == "" && !cmp.Equal(got, byByte) {
				t.Errorf("byte by byte: %v", byByte)
			}
		})
	}
}

func TestParseSitemapErrors(t *testing.T) {
	if _, err := readSitemap(t, strings.NewReader("<rss/>"), Caps{}); !errors.Is(err, ErrFeed) {
		t.Errorf("a feed: %v", err)
	}
	bad := errors.New("line cut")
	for _, whole := range []string{twoURLs, "https://uil.example/a\nhttps://uil.example/b\n"} {
		r := io.MultiReader(strings.NewReader(whole[:len(whole)-12]), iotest.ErrReader(bad))
		if got, err := readSitemap(t, r, Caps{}); !errors.Is(err, bad) || len(got) != 1 {
			t.Errorf("a reader that fails: %v, %v", got, err)
		}
	}
}

func TestParseSitemapCaps(t *testing.T) {
	list := strings.Repeat("https://uil.example/a\n", 10)
	for _, c := range []struct {
		name, body string
		max        Caps
		entries    int
		capped     bool
	}{
		{"as many entries as allowed", list, Caps{Entries: 10}, 10, false},
		{"one too many", list, Caps{Entries: 9}, 9, true},
		{"one too many in XML", twoURLs, Caps{Entries: 1}, 1, true},
		{"as many bytes as allowed", list, Caps{Bytes: 220}, 10, false},
		{"one too many bytes", list, Caps{Bytes: 219}, 9, true},
		{"bytes of XML", twoURLs, Caps{Bytes: int64(len(twoURLs) - 20)}, 1, true},
		{"a bomb", packed(list + strings.Repeat("\n", 1<<20)), Caps{Bytes: 1 << 16}, 10, true},
		{"a bomb of white space", packed(strings.Repeat(" ", 1<<20)), Caps{Bytes: 1 << 16}, 0, true},
		{"a bomb of one element", packed("<urlset" + strings.Repeat(" ", 1<<20)), Caps{Bytes: 1 << 16}, 0, true},
		{"as many bytes of addresses as allowed", list, Caps{Addresses: 210}, 10, false},
		{"one too many bytes of addresses", list, Caps{Addresses: 209}, 9, true},
		{"by default", strings.Repeat("https://uil.example/a\n", defaultSitemapEntries+1), Caps{}, defaultSitemapEntries, true},
	} {
		got, err := readSitemap(t, strings.NewReader(c.body), c.max)
		if len(got) != c.entries || errors.Is(err, ErrCapped) != c.capped {
			t.Errorf("%s: %d entries, %v", c.name, len(got), err)
		}
	}
}

// Other languages are few in what is read and many in what they stand for.
func TestParseSitemapCapsAlternates(t *testing.T) {
	sitemap := func(hrefs ...string) string {
		var b strings.Builder
		b.WriteString(urlset)
		for i := range 4 {
			fmt.Fprintf(&b, "<url><loc>/%d</loc>", i)
			for _, h := range hrefs {
				fmt.Fprintf(&b, `<link rel="alternate" href="%s"/>`, strings.ReplaceAll(h, "#", fmt.Sprint(i)))
			}
			b.WriteString("</url>")
		}
		return b.String() + "</urlset>"
	}
	for _, c := range []struct {
		name, body string
		max        Caps
		alternates int
		capped     bool
	}{
		{"all are others", sitemap("/fr/#", "/de/#"), Caps{Entries: 8}, 8, false},
		{"one too many", sitemap("/fr/#", "/de/#"), Caps{Entries: 7}, 7, true},
		{"the same ones again", sitemap("/fr/", "/de/"), Caps{Entries: 4}, 2, false},
		{"too many bytes", sitemap("/fr/#"), Caps{Addresses: 4*len("https://uil.example/0") + 3*len("https://uil.example/fr/0")}, 3, true},
	} {
		pages, alternates, capped := 0, 0, false
		for e, err := range ParseSitemap(strings.NewReader(c.body), mapAddress, c.max) {
			if capped = errors.Is(err, ErrCapped); err == nil {
				pages++
			}
			alternates += len(e.Alternates)
		}
		if alternates != c.alternates || capped != c.capped || c.max.Entries > 0 && pages != 4 {
			t.Errorf("%s: %d pages with %d alternates, capped %v", c.name, pages, alternates, capped)
		}
	}
}

func TestParseSitemapStops(t *testing.T) {
	n := 0
	for _, err := range ParseSitemap(strings.NewReader(twoURLs), mapAddress, Caps{}) {
		if n++; err != nil {
			t.Fatal(err)
		}
		break
	}
	if n != 1 {
		t.Errorf("%d entries", n)
	}
}

func TestW3CDate(t *testing.T) {
	for given, want := range map[string]string{
		"2016": "2016-01-01T00:00:00Z", "2016-07": "2016-07-01T00:00:00Z", "2016-07-14": "2016-07-14T00:00:00Z",
		"2016-07-14T10:20Z": "2016-07-14T10:20:00Z", "2016-07-14T10:20+02:00": "2016-07-14T08:20:00Z",
		"2016-07-14T10:20:30-05:30": "2016-07-14T15:50:30Z", "2016-07-14T10:20:30.123456Z": "2016-07-14T10:20:30Z",
		"2016-07-14T10:20:30": "2016-07-14T10:20:30Z", "2016-07-14T10:20:30+0200": "2016-07-14T08:20:30Z",
		"14 July 2016": "0001-01-01T00:00:00Z", "2016-13-01": "0001-01-01T00:00:00Z", "": "0001-01-01T00:00:00Z",
	} {
		if got := w3cDate(given).Format(time.RFC3339); got != want {
			t.Errorf("%q: %s, want %s", given, got, want)
		}
	}
}

func FuzzParseSitemap(f *testing.F) {
	for _, c := range sitemapCases {
		f.Add([]byte(c.body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		max := Caps{Bytes: 1 << 16, Entries: 100}
		lines, err := readSitemap(t, bytes.NewReader(body), max)
		if len(lines) > 100 {
			t.Errorf("%d entries", len(lines))
		}
		again, err2 := readSitemap(t, bytes.NewReader(body), max)
		if !cmp.Equal(lines, again) || (err == nil) != (err2 == nil) {
			t.Errorf("%v, %v, then %v, %v", lines, err, again, err2)
		}
	})
}
