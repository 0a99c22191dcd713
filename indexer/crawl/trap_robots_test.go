package crawl

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// movedRobots is where one host has its robots.txt.
const movedRobots = "http://robots-moved.example.com/rules.txt"

// robotsServers are servers whose robots.txt is out of order, or forbids much.
func robotsServers() []trap {
	const left = "/ failed the host is left alone: robots.txt%s\n/sitemap.xml failed the host is left alone: robots.txt%s"
	open := func() pages { return pages{"/": links("/a"), "/a": markup("a")} }
	var out []trap
	for _, code := range []int{401, 403, 404, 410} {
		out = append(out, trap{host: fmt.Sprint("robots-", code), does: fmt.Sprintf("answers %d for robots.txt, which allows all", code),
			serve: func(int) pages {
				p := open()
				p["/robots.txt"] = status(code)
				return p
			},
			want: []string{"/a ingested"}, live: []string{"/ /a"}})
	}
	for _, code := range []int{429, 500, 503} {
		out = append(out, trap{host: fmt.Sprint("robots-", code), does: fmt.Sprintf("answers %d for robots.txt, which forbids all for now", code),
			serve: func(int) pages {
				p := open()
				p["/robots.txt"] = status(code)
				return p
			},
			want: []string{strings.ReplaceAll(left, "%s", fmt.Sprint(" answers ", code))}, live: []string{""}, never: []string{"/"}})
	}
	return append(out, []trap{
		{host: "robots-cut", does: "sends half of its robots.txt",
			serve: func(int) pages { return pages{"/robots.txt": cut} },
			want:  []string{strings.ReplaceAll(left, "%s", ": the body ended before it was complete")}, live: []string{""}, never: []string{"/"}},
		{host: "robots-circle", does: "redirects its robots.txt to itself, which allows all",
			serve: func(int) pages {
				p := open()
				p["/robots.txt"] = moved("/robots.txt")
				return p
			},
			want: []string{"/a ingested"}, live: []string{"/ /a"}},
		{host: "robots-moved", does: "has its robots.txt elsewhere",
			serve: func(int) pages {
				return pages{"/": links("/a", "/b"), "/a": markup("a"), "/robots.txt": moved("/rules.txt"), "/rules.txt": typed("text/plain", "User-agent: *\nDisallow: /b\n")}
			},
			want: []string{"/a ingested\n/b skipped robots.txt: Disallow: /b"}, live: []string{"/ /a"}, never: []string{"/b"}},
		{host: "robots-all", does: "forbids everything",
			serve: func(int) pages { return pages{"/robots.txt": typed("text/plain", "User-agent: *\nDisallow: /\n")} },
			want:  []string{"/ skipped robots.txt: Disallow: /\n/sitemap.xml skipped robots.txt: Disallow: /"}, live: []string{""}, never: []string{"/"}},
		{host: "robots-slow", does: "asks for 7 seconds between requests, and forbids some paths to us and others to the rest", pause: 7 * time.Second,
			serve: func(int) pages {
				return pages{
					"/": links("/private/a", "/private/open", "/Private/", "/%70rivate/b", "/rest"), "/private/open": markup("o"), "/Private/": markup("P"), "/rest": markup("r"),
					"/robots.txt": typed("text/plain", "User-agent: *\nDisallow: /rest\n\nUser-agent: UILsearch/2\nCrawl-delay: 7\nDisallow: /private/\nAllow: /private/open\n"),
				}
			},
			want: []string{"/private/a skipped robots.txt: Disallow: /private/\n/private/b skipped robots.txt: Disallow: /private/\n/private/open ingested\n/Private/ ingested\n/rest ingested"},
			live: []string{"/ /Private/ /private/open /rest"}, never: []string{"/private/a", "/private/b"}},
		{host: "robots-closes", does: "forbids everything for one night by robots.txt, and cannot say in another",
			serve: func(night int) pages {
				p := open()
				p["/robots.txt"] = of([]http.HandlerFunc{status(404), typed("text/plain", "User-agent: *\nDisallow: /\n"), status(404), status(503), status(404)}, night)
				return p
			},
			want: []string{
				"/a ingested",
				"/ skipped robots.txt: Disallow: /; the page is kept\n/a skipped robots.txt: Disallow: /; the page is kept\n/sitemap.xml skipped robots.txt: Disallow: /",
				"/ unchanged\n/a unchanged",
				strings.ReplaceAll(left, "%s", " answers 503") + "\n/a failed the host is left alone: robots.txt answers 503",
				"/ unchanged\n/a unchanged",
			},
			live: []string{"/ /a"}},
	}...)
}
