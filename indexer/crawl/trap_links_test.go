package crawl

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"path"
	"strings"
)

// endlessSites are sites that link to new addresses without end.
func endlessSites() []trap {
	long := "/" + strings.Repeat("l", 9000)
	return []trap{
		{host: "calendar", does: "has a calendar that goes on for ever",
			serve: func(int) pages { return pages{"/": links("/agenda/2026/12"), "*": calendar} },
			want: []string{`/agenda/2026/12 ingested
				/agenda/2027/06 ingested
				/agenda/2027/12 ingested
				/agenda/2028/06 ingested
				/agenda/2028/12 ingested
				/agenda/2029/06 skipped trap: calendar, 2029 is more than 2 years ahead`},
			live: []string{"/ /agenda/2026/12 /agenda/2027/06 /agenda/2027/12 /agenda/2028/06 /agenda/2028/12"}},
		{host: "sessions", does: "puts a new name of a visit into every link, and so changes its pages each night",
			serve: func(int) pages { return pages{"/": visitLinks, "/a": visitLinks, "*": visitLinks} },
			want:  []string{"/a ingested", "/ ingested\n/a ingested"}, live: []string{"/ /a"}},
		{host: "facets", does: "has a listing with filters of all kinds",
			serve: func(int) pages {
				return pages{"/": links("/list"), "/list": links(strings.Fields(series("/list?f=%d", 1, 20))...), "*": markup("a listing")}
			},
			want: []string{"/list ingested\n" + series("/list?f=%d ingested", 1, 8) + series("/list?f=%d skipped budget: more than 8 queries of /list", 9, 20)},
			live: []string{"/ /list " + strings.ReplaceAll(series("/list?f=%d", 1, 8), "\n", " ")}},
		{host: "deep", does: "has links that are relative by mistake, and paths that grow",
			serve: func(int) pages { return pages{"/": links("/a/", "/x/y/", "/n/"), "*": deeper} },
			want: []string{`/a/ ingested
				/a/a/ ingested
				/a/a/a/ skipped trap: "a" three times in a row in the path
				/x/y/ ingested
				/x/y/x/y/ ingested
				/x/y/x/y/x/y/ skipped trap: "x/y" three times in a row in the path
				/n/ ingested
				/n/1/ ingested
				/n/1/2/ ingested
				/n/1/2/3/ ingested
				/n/1/2/3/4/ ingested
				/n/1/2/3/4/5/ ingested
				/n/1/2/3/4/5/6/ skipped scope: more than 7 links from a start`},
			live: []string{"/ /a/ /a/a/ /n/ /n/1/ /n/1/2/ /n/1/2/3/ /n/1/2/3/4/ /n/1/2/3/4/5/ /x/y/ /x/y/x/y/"}},
		{host: "long", does: "has addresses of 1,500 and of 9,000 characters",
			serve: func(int) pages { return pages{"/": links(long, "/"+strings.Repeat("m", 1500))} },
			want: []string{fmt.Sprintf("%s skipped the address is longer than 2048 bytes\n/%s skipped trap: longer than 1024 bytes",
				("http://long.example.com" + long)[:maxNoted], strings.Repeat("m", 1500))},
			live: []string{"/"}},
		{host: "sitemaps", does: "has sitemaps that name themselves and one another",
			serve: func(int) pages {
				index := func(names ...string) http.HandlerFunc {
					return typed("text/xml", "<sitemapindex><sitemap><loc>"+strings.Join(names, "</loc></sitemap><sitemap><loc>")+"</loc></sitemap></sitemapindex>")
				}
				return pages{
					"/robots.txt": typed("text/plain", "Sitemap: /index.xml\n"), "/index.xml": index("/index.xml", "/n1.xml"), "/n1.xml": index("/n2.xml"),
					"/n2.xml": index("/n3.xml"), "/n3.xml": index("/n4.xml"),
				}
			},
			want: []string{`/index.xml skipped a sitemap with 0 pages and 2 sitemaps
				/n1.xml skipped a sitemap with 0 pages and 1 sitemaps
				/n2.xml skipped a sitemap with 0 pages and 1 sitemaps
				/n3.xml skipped a sitemap; the 1 sitemaps that it names are nested too deep`},
			live: []string{"/"}},
	}
}

// calendar answers with half a year that links to the next.
func calendar(w http.ResponseWriter, r *http.Request) {
	var year, month int
	_, _ = fmt.Sscanf(r.URL.Path, "/agenda/%d/%d", &year, &month)
	if month += 6; month > 12 {
		year, month = year+1, month-12
	}
	links(fmt.Sprintf("/agenda/%d/%02d", year, month))(w, r)
}

// visitLinks links to one page by names of visits.
func visitLinks(w http.ResponseWriter, r *http.Request) {
	links(fmt.Sprintf("/a;jsessionid=%016X%016X", rand.Uint64(), rand.Uint64()), fmt.Sprintf("/a?PHPSESSID=%016x%016x", rand.Uint64(), rand.Uint64()))(w, r)
}

// deeper links to what lies below the page.
func deeper(w http.ResponseWriter, r *http.Request) {
	switch last := path.Base(r.URL.Path); last {
	case "a":
		links("a/")(w, r)
	case "y":
		links("x/y/")(w, r)
	default:
		links(fmt.Sprintf("%d/", strings.Count(r.URL.Path, "/")-1))(w, r)
	}
}

// linkedSites are sites whose links ask for care.
func linkedSites() []trap {
	const feed = `<rss version="2.0"><channel><link>http://feeds.example.com/en/</link><item><link>news/1</link></item><item><link>/news/2</link></item></channel></rss>`
	const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="../a"/></entry></feed>`
	return []trap{
		{host: "feeds", does: "has feeds with relative links",
			serve: func(int) pages {
				return pages{
					"/":              markup(`<link rel="alternate" type="application/rss+xml" href="/feed/news.xml"><link rel="alternate" type="application/atom+xml" href="/feed/atom.xml">`),
					"/feed/news.xml": typed("application/rss+xml", feed), "/feed/atom.xml": typed("application/atom+xml", atom),
					"/en/news/1": markup("1"), "/news/2": markup("2"), "/a": markup("a"),
				}
			},
			want: []string{"/feed/news.xml skipped a feed with 2 pages\n/feed/atom.xml skipped a feed with 1 pages\n/en/news/1 ingested\n/news/2 ingested\n/a ingested"},
			live: []string{"/ /a /en/news/1 /news/2"}},
		{host: "refresh", does: "sends readers on by meta refresh and by a header, and back",
			serve: func(int) pages {
				return pages{"/": links("/a", "/c"), "/c": typed("text/html", "c", "Refresh", "0; url=/d"), "/d": markup("d"), "/a": markup(`<meta http-equiv="refresh" content="0; URL='/b'">`), "/b": markup(`<meta http-equiv="Refresh" content="3;url=/a"><meta http-equiv="refresh" content="5">`)}
			},
			want: []string{"/a ingested\n/b ingested\n/c ingested\n/d ingested"}, live: []string{"/ /a /b /c /d"}},
		{host: "scripts", does: "links to what is no address of the web",
			serve: func(int) pages {
				return pages{"/": links("javascript:location='/x'", "JAVASCRIPT:void(0)", " java\tscript:x", "mailto:a@uil.example", "data:text/html,<a href='/x'>", "tel:1", "ftp://scripts.example.com/x", "file:///x", "http://", "http://b%/", "#top")}
			},
			live: []string{"/"}},
		{host: "xn--bcher-kva", does: "has letters in its name, which its links spell in three ways", link: "http://BÜCHER.example.com/",
			serve: func(int) pages {
				return pages{"/": links("http://bücher.example.com/1", "http://B%C3%BCcher.example.com/1", "http://xn--bcher-kva.example.com/1"), "/1": markup("1")}
			},
			want: []string{"/1 ingested"}, live: []string{"/ /1"}},
		{host: "mixed", does: "mixes http and https",
			serve: func(int) pages {
				const secure = "https://mixed.example.com"
				return pages{"/": links(secure+"/", "/up", "/p"), "https:/": links("http://mixed.example.com/p", "/p"), "/up": moved(secure + "/up"), "https:/up": markup("up"), "/p": markup("p")}
			},
			want: []string{`/up skipped redirects to https://mixed.example.com/up
				/p ingested
				https://mixed.example.com/ ingested
				https://mixed.example.com/up ingested
				https://mixed.example.com/p ingested
				https://mixed.example.com/sitemap.xml skipped there is no sitemap here`},
			live: []string{"/ /p https://mixed.example.com/ https://mixed.example.com/p https://mixed.example.com/up"}},
		{host: "spaces", does: "has white space around addresses and in them",
			serve: func(int) pages {
				return pages{"/": links(" /a ", "/a\n", "\t/a", "/a%20", "/b c"), "/a": markup("a"), "/a%20": markup("a"), "/b%20c": markup("b c")}
			},
			want: []string{"/a ingested\n/a%20 ingested\n/b%20c ingested"}, live: []string{"/ /a /a%20 /b%20c"}},
		{host: "base", does: "has links that are relative to a base",
			serve: func(int) pages {
				return pages{"/": markup(`<a href="early">e</a><base href="/sub/x"><base href="/other/"><a href="late">l</a>`), "/sub/early": markup("e"), "/sub/late": markup("l")}
			},
			want: []string{"/sub/early ingested\n/sub/late ingested"}, live: []string{"/ /sub/early /sub/late"}},
		{host: "canonical", does: "has a page for print that names another as its own",
			serve: func(int) pages {
				return pages{"/": links("/a?print=1"), "/a?print=1": markup(`<link rel="canonical" href="/a">a`), "/a": markup("a")}
			},
			want: []string{"/a?print=1 ingested\n/a ingested"}, live: []string{"/ /a /a?print=1"}},
		{host: "trackers", does: "links to one page in many ways",
			serve: func(int) pages {
				return pages{"/": links("/a?utm_source=x", "/a?fbclid=1&amp;utm_medium=y", "/a#top", "/a?", "HTTP://TRACKERS.example.com:80/a", "/./b/../a", "/%61"), "/a": markup("a")}
			},
			want: []string{"/a ingested"}, live: []string{"/ /a"}},
		{host: "nofollow", does: "asks not to follow a link, or all links of a page",
			serve: func(int) pages {
				return pages{"/": markup(`<a rel="external nofollow" href="/a">a</a><a href="/b">b</a>`), "/b": typed("text/html", `<a href="/c">c</a>`, "X-Robots-Tag", "otherbot: noindex", "X-Robots-Tag", "nofollow")}
			},
			want: []string{"/a skipped nofollow\n/b ingested\n/c skipped nofollow"}, live: []string{"/ /b"}},
		{host: "languages", does: "names its pages in other languages by markup and by headers",
			serve: func(int) pages {
				return pages{
					"/":   typed("text/html", `<link rel="alternate" hreflang="fr" href="/fr">`, "Link", `</es>; rel="alternate; hreflang="es`, "Link", `</zh>; rel="alternate"; hreflang="zh"`),
					"/fr": markup("fr"), "/zh": markup("zh"),
				}
			},
			want: []string{"/fr ingested\n/zh ingested"}, live: []string{"/ /fr /zh"}},
		{host: "twins", does: "is one server with its www., and is asked at its pace",
			serve: func(int) pages {
				return pages{"/": links("/1", "http://www.twins.example.com/2"), "*": markup("a page")}
			},
			want: []string{"/1 ingested"}, live: []string{"/ /1"}},
		{host: "www.twins", does: "is the same server",
			serve: func(int) pages { return pages{"/": links("/1", "/2"), "*": markup("a page")} },
			want:  []string{"/1 ingested\n/2 ingested"}, live: []string{"/ /1 /2"}},
	}
}
