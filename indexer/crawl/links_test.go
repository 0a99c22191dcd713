package crawl

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const here = "https://uil.example/en/news/a?x=1"

// linkStrings writes links as "rel address", with language and nofollow behind.
func linkStrings(links []Link) []string {
	var out []string
	for _, l := range links {
		s := l.Rel + " " + l.URL
		if l.Lang != "" {
			s += " " + l.Lang
		}
		if l.NoFollow {
			s += " nofollow"
		}
		out = append(out, s)
	}
	return out
}

func TestParseLinksOfMarkup(t *testing.T) {
	for _, c := range []struct {
		name, page string
		want       []string
	}{
		{"relative links", `<a href="b">b</a><a href=/c>c</a><a href="../d"><a href="//x.example/e"><a href="?y=2">`,
			[]string{"a https://uil.example/en/news/b", "a https://uil.example/c", "a https://uil.example/en/d", "a https://x.example/e", "a https://uil.example/en/news/a?y=2"}},
		{"the same link twice, and with a fragment", `<a href="b"><a href="b"><a href="b#c"><a href="/en/news/b">`, []string{"a https://uil.example/en/news/b"}},
		{"empty link is the page", `<a href="">`, []string{"a https://uil.example/en/news/a?x=1"}},
		{"no link", `<a name="x"><a id=y><area><link rel=next><link href="" rel=next>`, nil},
		{"areas and frames", `<map><area href="b"></map><iframe src="c"></iframe><frame src="d"><iframe></iframe>`,
			[]string{"a https://uil.example/en/news/b", "a https://uil.example/en/news/c", "a https://uil.example/en/news/d"}},
		{"other schemes", `<a href="javascript:void(0)"><a href="mailto:a@b"><a href="data:text/html,x"><a href="tel:+49"><a href=" JavaScript:x"><a href="java` + "\n" + `script:x"><a href="ftp://x/y"><a href="file:///x">`, nil},
		{"white space as browsers take it", "<a href=' b\tc\nd '><a href='\n/e f'>", []string{"a https://uil.example/en/news/bcd", "a https://uil.example/e%20f"}},
		{"backslashes and one slash", `<a href="\b\c"><a href="https:/x.example/d"><a href="https:e">`, []string{"a https://uil.example/b/c", "a https://uil.example/x.example/d", "a https://uil.example/en/news/e"}},
		{"entities in links", `<a href="/b?x=1&amp;y=2&copy=3">`, []string{"a https://uil.example/b?x=1&y=2&copy=3"}},
		{"links that are none", `<a href="http://"><a href="http://[x"><a href="http://a b/"><a href="//">`, nil},
		{"base", `<a href="b"><base href="/fr/"><base href="/de/"><a href="c">`, []string{"a https://uil.example/fr/b", "a https://uil.example/fr/c"}},
		{"base that is none", `<base target=_top><base href="javascript:x"><base href="https://x.example/y/"><a href="c">`, []string{"a https://x.example/y/c"}},
		{"links in comments, scripts and titles", `<!-- <a href=b> --><script>"<a href=c>"</script><style><a href=d></style><title><a href=e></title><textarea><a href=f></textarea>`, nil},
		{"links for readers without scripts", `<noscript><a href="b">b</a></noscript>`, []string{"a https://uil.example/en/news/b"}},
		{"links in drawings", `<svg><a xlink:href="b"></a></svg>`, []string{"a https://uil.example/en/news/b"}},
		{"nofollow", `<a rel="external NoFollow" href="b"><a rel="nofollower" href="c">`, []string{"a https://uil.example/en/news/b nofollow", "a https://uil.example/en/news/c"}},
		{"capitals, no quotes, no ends", `<A HREF=b><A HREF='c'`, []string{"a https://uil.example/en/news/b"}},
		{"an attribute twice", `<a href="b" href="c">`, []string{"a https://uil.example/en/news/b"}},
		{"relations", `<link rel="alternate" hreflang="fr-CA" href="/fr"><link rel=alternate hreflang=x-default href=/><link rel="alternate" type="application/rss+xml; charset=utf-8" hreflang=en href="feed">` +
			`<link rel=sitemap href=/s.xml><link rel="next prefetch" href="?page=2"><link rel=stylesheet href=x.css><link rel="alternate stylesheet" href=y.css><link rel=Alternate type=application/pdf href=z.pdf>`,
			[]string{"hreflang https://uil.example/fr fr-CA", "hreflang https://uil.example/ x-default", "feed https://uil.example/en/news/feed", "sitemap https://uil.example/s.xml", "a https://uil.example/en/news/a?page=2"}},
		{"language of a link", `<a href="/fr" hreflang="fr">`, []string{"a https://uil.example/fr fr"}},
		{"a million characters", `<a href="/` + strings.Repeat("a", 1e6) + `">`, nil},
		{"9,000 characters stay, for others to refuse", `<a href="/` + strings.Repeat("a", 9000) + `">`, []string{"a https://uil.example/" + strings.Repeat("a", 9000)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ParseLinks([]byte(c.page), "text/html; charset=utf-8", here, nil)
			if diff := cmp.Diff(c.want, linkStrings(got.Links)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseLinksCanonical(t *testing.T) {
	for _, c := range []struct{ name, page, header, want string }{
		{"none", "", "", ""},
		{"in the head", `<head><meta charset=utf-8><link rel="canonical" href="/b">`, "", "https://uil.example/b"},
		{"after the base", `<base href="/fr/"><link rel=CANONICAL href="b">`, "", "https://uil.example/fr/b"},
		{"the first counts", `<link rel=canonical href="/b"><link rel=canonical href="/c">`, "", "https://uil.example/b"},
		{"in the body", `<body><p><link rel="canonical" href="/b">`, "", ""},
		{"in the body without a body", `<title>t</title><div><link rel="canonical" href="/b">`, "", ""},
		{"in a header", "", `</b>; rel="canonical"`, "https://uil.example/b"},
		{"in a header, which is not moved by base", `<base href="/fr/">`, `<b>; rel=canonical`, "https://uil.example/en/news/b"},
		{"the header is first", `<link rel=canonical href="/b">`, `</c>; rel=canonical`, "https://uil.example/c"},
		{"no address", `<link rel=canonical href="javascript:x"><link rel=canonical href="/b">`, "", "https://uil.example/b"},
	} {
		got := ParseLinks([]byte(c.page), "text/html", here, map[string]string{"Link": c.header})
		if got.Canonical != c.want {
			t.Errorf("%s: %q, want %q", c.name, got.Canonical, c.want)
		}
	}
}

func TestParseLinksHeader(t *testing.T) {
	for _, c := range []struct {
		name, header string
		want         []string
	}{
		{"several", `</fr>; rel="alternate"; hreflang="fr", </de>;hreflang=de;rel=alternate`, []string{"hreflang https://uil.example/fr fr", "hreflang https://uil.example/de de"}},
		{"several lines", "</fr>; rel=alternate; hreflang=fr\n</feed>; rel=alternate; type=\"application/atom+xml\"", []string{"hreflang https://uil.example/fr fr", "feed https://uil.example/feed"}},
		{"a comma in the address", `</a,b>; rel=next`, []string{"a https://uil.example/a,b"}},
		{"quotes and signs in a value", `</b>; title="x, \"<y>; rel=prev"; rel=next`, []string{"a https://uil.example/b"}},
		{"names in capitals, white space", `< /b > ; REL = "Next"`, []string{"a https://uil.example/b"}},
		{"several relations", `</b>; rel="canonical next"`, []string{"canonical https://uil.example/b", "a https://uil.example/b"}},
		{"of another page", `</b>; rel=next; anchor="/other"`, nil},
		{"the first rel counts", `</b>; rel=preload; rel=next`, nil},
		{"broken", `</b; rel=next, ; <>; rel=, <`, nil},
		{"a quote that is not closed", "</b>; rel=\"next; title=x\n</c>; rel=next", []string{"a https://uil.example/c"}},
		{"no value", `</b>; rel=next; crossorigin, </c>; crossorigin; rel=next`, []string{"a https://uil.example/b", "a https://uil.example/c"}},
	} {
		got := ParseLinks(nil, "application/pdf", here, map[string]string{"Link": c.header})
		if diff := cmp.Diff(c.want, linkStrings(got.Links)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// Letters that come late in a page do not change its charset.
func TestParseLinksCharsetUnsaid(t *testing.T) {
	late := strings.Repeat(" ", 2000) + `<a href="/é">`
	for _, c := range []struct{ name, contentType, body, want string }{
		{"early", "text/html", `<a href="/é">`, "/%C3%A9"},
		{"late", "text/html", late, "/%C3%A9"},
		{"late, and not UTF-8", "text/html", strings.ReplaceAll(late, "é", "\xe9"), "/%C3%A9"},
		{"named by the server", "text/html; charset=windows-1252", late, "/%C3%83%C2%A9"},
		{"named by the page", "text/html", `<meta charset="euc-kr">` + strings.Replace(late, "é", "\xb1\xe6", 1), "/%EA%B8%B8"},
		{"of seven bits", "text/html", `<meta charset="iso-2022-jp"><a href="/` + "\x1b$B$\"\x1b(B" + `">`, "/%E3%81%82"},
	} {
		got := ParseLinks([]byte(c.body), c.contentType, here, nil)
		if len(got.Links) != 1 || got.Links[0].URL != "https://uil.example"+c.want {
			t.Errorf("%s: %+v, want %s", c.name, got.Links, c.want)
		}
	}
}

func TestParseLinksRobots(t *testing.T) {
	meta := func(name, content string) string { return fmt.Sprintf(`<meta name="%s" content="%s">`, name, content) }
	for _, c := range []struct {
		name, page, header string
		noIndex, noFollow  bool
	}{
		{"nothing", "", "", false, false},
		{"noindex", meta("robots", "noindex"), "", true, false},
		{"nofollow", meta("ROBOTS", " NoFollow "), "", false, true},
		{"both", meta("robots", "noindex,nofollow"), "", true, true},
		{"none", meta("robots", "none"), "", true, true},
		{"white space between", meta("robots", "noarchive noindex"), "", true, false},
		{"all", meta("robots", "all, index, follow, max-snippet:-1"), "", false, false},
		{"for us", meta("UILsearch", "noindex"), "", true, false},
		{"for us beside all", meta("robots", "nofollow") + meta("uilsearch", "noindex"), "", true, true},
		{"for others", meta("googlebot", "noindex"), "", false, false},
		{"behind the head", "<body><p>" + meta("robots", "noindex"), "", true, false},
		{"a word within a word", meta("robots", "noindexing, noimageindex"), "", false, false},
		{"header", "", "noindex", true, false},
		{"header for all", "", "NoIndex, nofollow", true, true},
		{"header for us", "", "uilsearch: noindex", true, false},
		{"header for us in capitals", "", "UILSEARCH : none", true, true},
		{"header for others", "", "otherbot: noindex, nofollow", false, false},
		{"header for others, then us", "", "otherbot: noindex, uilsearch: nofollow", false, true},
		{"header for us, then others", "", "uilsearch: nofollow, otherbot: noindex", false, true},
		{"header on two lines", "", "otherbot: noindex\nnofollow", false, true},
		{"header for all robots by name", "", "robots: noindex", true, false},
		{"unavailable one day", "", "unavailable_after: 25 Jun 2010 15:00:00 PST", false, false},
		{"unavailable one day, with commas", "", "unavailable_after: Friday, 25-Jun-10 15:00:00 UTC, noindex", true, false},
		{"previews", "", "max-snippet:20, max-image-preview: none, nofollow", false, true},
		{"header and page", meta("robots", "nofollow"), "noindex", true, true},
	} {
		got := ParseLinks([]byte(c.page), "text/html", here, map[string]string{"X-Robots-Tag": c.header})
		if got.NoIndex != c.noIndex || got.NoFollow != c.noFollow {
			t.Errorf("%s: noindex %t, nofollow %t", c.name, got.NoIndex, got.NoFollow)
		}
	}
	if got := ParseLinks([]byte("%PDF"), "application/pdf", here, map[string]string{"X-Robots-Tag": "noindex"}); !got.NoIndex {
		t.Error("the header of a PDF is not read")
	}
}

func TestParseLinksRefresh(t *testing.T) {
	const b = "https://uil.example/b"
	for _, c := range []struct{ content, want string }{
		{"0;url=/b", b},
		{"0; URL=/b", b},
		{"0;url='/b'", b},
		{`0;url=&quot;/b&quot; x`, b},
		{"0;url='/b", b},
		{" 5 ; url = /b ", b},
		{"5, url=/b", b},
		{"5 url=/b", b},
		{"0;/b", b},
		{"0 /b", b},
		{"1.5;url=/b", b},
		{".5;url=/b", b},
		{"10;url=/b", b},
		{"0;url=" + here, here},
		{"0;url=b", "https://uil.example/en/news/b"},
		{"0;uri=/b", "https://uil.example/en/news/uri=/b"},
		{"11;url=/b", ""},
		{"99999999999999999999;url=/b", ""},
		{"30", ""},
		{"0;", ""},
		{"0;url=", ""},
		{"url=/b", ""},
		{"0url=/b", ""},
		{"-1;url=/b", ""},
		{"0;url=javascript:x", ""},
		{"", ""},
	} {
		page := `<meta http-equiv=" Refresh" content="` + c.content + `">`
		if got := ParseLinks([]byte(page), "text/html", here, nil); got.Refresh != c.want {
			t.Errorf("%q: %q, want %q", c.content, got.Refresh, c.want)
		}
	}
	got := ParseLinks([]byte(`<noscript><meta http-equiv=refresh content="0;url=/b"></noscript><meta http-equiv=refresh content="60;url=/c">`), "text/html", here,
		map[string]string{"Refresh": "0;url=/d"})
	if diff := cmp.Diff([]string{"refresh https://uil.example/d", "refresh https://uil.example/c"}, linkStrings(got.Links)); diff != "" || got.Refresh != "https://uil.example/d" {
		t.Errorf("header, no script and slow refresh: %q\n%s", got.Refresh, diff)
	}
}

func TestParseLinksMedia(t *testing.T) {
	const page = `<!doctype html><a href="/b">b</a>`
	utf16 := func(s string) (out []byte) {
		out = []byte("\xff\xfe")
		for _, c := range []byte(s) {
			out = append(out, c, 0)
		}
		return out
	}
	for _, c := range []struct {
		name, media string
		body        []byte
		want        int
	}{
		{"html", "text/html", []byte(page), 1},
		{"xhtml", "application/xhtml+xml; charset=utf-8", []byte(page), 1},
		{"no content type", "", []byte(page), 1},
		{"no content type and no markup", "", []byte("see /b"), 0},
		{"broken content type", "text/html;;charset", []byte(page), 1},
		{"plain text", "text/plain", []byte(page), 0},
		{"PDF", "application/pdf", []byte(page), 0},
		{"UTF-16", "text/html", utf16(page), 1},
		{"unknown charset", "text/html; charset=klingon", []byte(page), 1},
		{"nothing", "text/html", nil, 0},
	} {
		if got := ParseLinks(c.body, c.media, here, nil).Links; len(got) != c.want {
			t.Errorf("%s: %v, want %d", c.name, got, c.want)
		}
	}
}

func TestParseLinksCharset(t *testing.T) {
	// A link in a page of windows-1251, which resolves to UTF-8 in a path.
	got := ParseLinks([]byte("<a href='/\xcc\xe8\xf0'>"), "text/html; charset=windows-1251", here, nil)
	if diff := cmp.Diff([]string{"a https://uil.example/%D0%9C%D0%B8%D1%80"}, linkStrings(got.Links)); diff != "" {
		t.Error(diff)
	}
}

func TestParseLinksCap(t *testing.T) {
	var b strings.Builder
	for i := range maxPageLinks + 10 {
		fmt.Fprintf(&b, "<a href='/%d'><a href='/1'>", i)
	}
	got := ParseLinks([]byte(b.String()), "text/html", here, map[string]string{"Link": "</x>; rel=next"}).Links
	if len(got) != maxPageLinks || !slices.Contains(got, Link{URL: "https://uil.example/9998", Rel: RelPage}) {
		t.Errorf("%d links", len(got))
	}
}

func FuzzParseLinks(f *testing.F) {
	f.Add(`<base href=x><a href="/b"><meta http-equiv=refresh content="0;url=b">`, "text/html", `<b>; rel="next`, "uilsearch: noindex, x: y", "0;url=b")
	f.Add("<a href='\x00'><noscript>", "", `<>;;=,;a="\`, ":,:", ".;'")
	f.Fuzz(func(t *testing.T, body, media, link, tag, refresh string) {
		found := ParseLinks([]byte(body), media, here, map[string]string{"Link": link, "X-Robots-Tag": tag, "Refresh": refresh})
		seen := map[Link]bool{}
		for _, l := range found.Links {
			if seen[l] || !strings.HasPrefix(l.URL, "http") || strings.Contains(l.URL, "#") || l.Rel == "" {
				t.Errorf("link %+v", l)
			}
			seen[l] = true
		}
	})
}
