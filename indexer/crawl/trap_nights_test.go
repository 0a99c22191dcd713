package crawl

import (
	"fmt"
	"net/http"
	"strings"
)

// restlessSites are sites that change from one night to the next.
func restlessSites() []trap {
	return append([]trap{
		{host: "blink", does: "misses a page for one night, and fails with another",
			serve: func(night int) pages {
				return pages{"/": links("/a", "/b"), "/a": of([]http.HandlerFunc{markup("a"), status(404), markup("a")}, night), "/b": of([]http.HandlerFunc{markup("b"), status(500), markup("b")}, night)}
			},
			want: []string{
				"/a ingested\n/b ingested", "/ unchanged\n/a failed answers 404 Not Found; the page is kept until 2 runs find it so\n/b failed answers 500",
				"/ unchanged\n/a unchanged\n/b unchanged",
			},
			live: []string{"/ /a /b"}},
		{host: "gone", does: "takes a page down for good",
			serve: func(night int) pages {
				return pages{"/": links("/a"), "/a": of([]http.HandlerFunc{markup("a"), status(410)}, night)}
			},
			want: []string{
				"/a ingested", "/ unchanged\n/a failed answers 410 Gone; the page is kept", "/ unchanged\n/a gone answers 410 Gone, as a run before found", "/ unchanged\n/a failed answers 410 Gone",
			},
			live: []string{"/ /a", "/ /a", "/"}},
		{host: "back", does: "takes a page down for two nights, and brings it back",
			serve: func(night int) pages {
				return pages{"/": links("/a"), "/a": of([]http.HandlerFunc{markup("a"), status(404), status(404), markup("a")}, night)}
			},
			want: []string{"/a ingested", "/ unchanged\n/a failed answers 404", "/ unchanged\n/a gone answers 404", "/ unchanged\n/a ingested", "/ unchanged\n/a unchanged"},
			live: []string{"/ /a", "/ /a", "/", "/ /a"}},
		{host: "noindex", does: "asks for noindex in one night, for one page by a header of several",
			serve: func(night int) pages {
				a := typed("text/html", "a", "X-Robots-Tag", "otherbot: nofollow", "X-Robots-Tag", "noindex")
				return pages{"/": links("/a", "/b"), "/a": of([]http.HandlerFunc{markup("a"), a, markup("a")}, night), "/b": of([]http.HandlerFunc{markup("b"), markup(`<meta name="ROBOTS" content="noindex, follow">b`), markup("b")}, night)}
			},
			want: []string{
				"/a ingested\n/b ingested", "/ unchanged\n/a skipped the page asks for noindex; the page is kept\n/b skipped the page asks for noindex; the page is kept",
				"/ unchanged\n/a unchanged\n/b unchanged",
			},
			live: []string{"/ /a /b"}},
		{host: "withdrawn", does: "asks for noindex from the second night on",
			serve: func(night int) pages {
				return pages{"/": links("/a"), "/a": of([]http.HandlerFunc{markup("a"), typed("text/html", "a", "X-Robots-Tag", "noindex")}, night)}
			},
			want: []string{
				"/a ingested", "/ unchanged\n/a skipped the page asks for noindex; the page is kept", "/ unchanged\n/a gone the page asks for noindex, as a run before found",
				"/ unchanged\n/a skipped the page asks for noindex",
			},
			live: []string{"/ /a", "/ /a", "/"}},
		{host: "emptied", does: "answers with an empty list from the second night on, and then with an empty sitemap",
			serve: func(night int) pages {
				const loc = "<urlset><url><loc>/4</loc></url></urlset>"
				list, page := links("/1", "/2", "/3"), markup("a page")
				return pages{
					"/": of([]http.HandlerFunc{list, markup("<ul></ul>")}, night), "/1": page, "/2": page, "/3": page, "/4": page,
					"/sitemap.xml": of([]http.HandlerFunc{typed("text/xml", loc), typed("text/xml", loc), typed("text/xml", "<urlset></urlset>")}, night),
				}
			},
			want: []string{
				"/sitemap.xml skipped a sitemap with 1 pages\n" + series("/%d ingested", 1, 4), "/sitemap.xml skipped a sitemap with 1 pages\n" + series("/%d unchanged", 1, 4),
				"/ unchanged\n/sitemap.xml skipped a sitemap with 0 pages\n" + series("/%d unchanged", 1, 4),
			},
			live: []string{"/ /1 /2 /3 /4"}},
		{host: "blank", does: "answers with nothing at all for two nights",
			serve: func(night int) pages {
				return pages{"/": of([]http.HandlerFunc{links("/a"), status(200), status(200), links("/a")}, night), "/a": of([]http.HandlerFunc{markup("a"), status(204), markup(" \n"), markup("a")}, night)}
			},
			want: []string{"/a ingested", "/ skipped the body is empty\n/a skipped answers 204", "/ skipped the body is empty\n/a skipped the body is empty", "/ unchanged\n/a unchanged"},
			live: []string{"/ /a"}},
		{host: "login", does: "sends everybody to a form for one night",
			serve: func(night int) pages {
				wall := redirect("/login")
				return pages{"/": of([]http.HandlerFunc{links("/a"), wall, links("/a")}, night), "/a": of([]http.HandlerFunc{markup("a"), wall, markup("a")}, night), "/login": markup("form")}
			},
			want: []string{
				"/a ingested", "/ skipped redirects to http://login.example.com/login\n/a skipped redirects to http://login.example.com/login\n/login ingested",
				"/ unchanged\n/a unchanged\n/login unchanged",
			},
			live: []string{"/ /a", "/ /a /login"}},
		{host: "renamed", does: "moves a page for good",
			serve: func(night int) pages {
				return pages{"/": links("/old"), "/old": of([]http.HandlerFunc{markup("a page"), moved("/new")}, night), "/new": markup("a page")}
			},
			want: []string{
				"/old ingested", "/ unchanged\n/old skipped redirects to http://renamed.example.com/new\n/new ingested",
				"/ unchanged\n/old skipped redirects to http://renamed.example.com/new; the page is kept\n/new unchanged",
				"/ unchanged\n/old gone redirects to http://renamed.example.com/new, as a run before found\n/new unchanged",
				"/ unchanged\n/old skipped redirects to http://renamed.example.com/new\n/new unchanged",
			},
			live: []string{"/ /old", "/ /new /old", "/ /new /old", "/ /new"}},
		{host: "etags", does: "answers 304 to what was asked for before",
			serve: func(int) pages {
				return pages{"/": unlessKnown(`"1"`, `<a href="/a">a</a>`), "/a": unlessKnown(`"a"`, "a")}
			},
			want: []string{"/a ingested"}, live: []string{"/ /a"}},
	}, largeSites()...)
}

// unlessKnown answers 304 where the body is known.
func unlessKnown(etag, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Etag", etag)
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		markup(body)(w, r)
	}
}

// largeSites are sites that change by many pages at once.
func largeSites() []trap {
	page, front := markup("a page"), links(strings.Fields(series("/%d", 1, 12))...)
	paths := "/ " + strings.ReplaceAll(series("/%d", 1, 12), "\n", " ")
	var entries strings.Builder
	entries.WriteString("<urlset>")
	for i := range defaultSitemapEntries + 1 {
		fmt.Fprintf(&entries, "<url><loc>http://huge.example.com/%d</loc></url>", i%5)
	}
	huge := typed("application/gzip", string(gzipped([]byte(entries.String()+"</urlset>"))))
	const full = "/sitemap.xml skipped a sitemap with 50000 pages and 0 sitemaps, and more than are read\n"
	return []trap{
		{host: "lost", does: "answers 404 for nearly all of its pages in two nights",
			serve: func(night int) pages {
				return pages{"/": front, "*": of([]http.HandlerFunc{page, http.NotFound, http.NotFound, page}, night)}
			},
			want: []string{
				series("/%d ingested", 1, 12), "/ unchanged\n" + series("/%d failed answers 404 Not Found; the page is kept", 1, 12),
				"/ unchanged\n" + series("/%d failed answers 404 Not Found; the page is kept", 1, 12), "/ unchanged\n" + series("/%d unchanged", 1, 12),
			},
			live: []string{paths}},
		{host: "off", does: "answers 503 for everything for a night",
			serve: func(night int) pages {
				if night == 2 {
					return pages{"/": status(503), "/robots.txt": http.NotFound, "/sitemap.xml": status(503), "*": status(503)}
				}
				return pages{"/": front, "*": page}
			},
			want: []string{
				series("/%d ingested", 1, 12),
				"/ failed\n/sitemap.xml failed\n" + series("/%d failed", 1, 12),
				"/ unchanged\n" + series("/%d unchanged", 1, 12),
			},
			live: []string{paths}},
		{host: "huge", does: "has a packed sitemap of more entries than any may have, for two nights",
			serve: func(night int) pages {
				return pages{"*": page, "/sitemap.xml": of([]http.HandlerFunc{huge, huge, http.NotFound}, night)}
			},
			want: []string{
				full + series("/%d ingested", 0, 4), full + "/ unchanged\n" + series("/%d unchanged", 0, 4),
				"/ unchanged\n" + series("/%d unchanged", 0, 4),
			},
			live: []string{"/ /0 /1 /2 /3 /4"}},
	}
}
