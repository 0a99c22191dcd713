package crawl

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
)

// brokenServers are servers that do not bring a page to its end.
func brokenServers(timers *testTimers) []trap {
	big := bytes.Repeat([]byte("0"), 4<<20)
	bombs := pages{
		"/": links("/gzip", "/brotli", "/plain", "/members"), "/gzip": with("gzip", gzipped(big)), "/brotli": with("br", brotlied(big)),
		"/plain": with("", big), "/members": with("gzip", bytes.Repeat(gzipped(nil), 60_000)),
	}
	half := with("gzip", gzipped(big[:5000])[:20])
	front := turns(links(strings.Fields(series("/p%d", 0, 7))...), status(http.StatusBadGateway))
	once := turns(cut, markup("all of it"))
	busy := turns(status(429, "Retry-After", "30"), status(429, "Retry-After", "30"), markup("at last"))
	return []trap{
		{host: "slow", does: "sends a body that does not end, or stops in the middle of one",
			serve: func(int) pages {
				return pages{"/": links("/endless", "/stalled"), "/endless": timers.endless(trapLimits.Total), "/stalled": timers.endless(trapLimits.Stall)}
			},
			want: []string{"/endless failed the response took too long\n/stalled failed the body stopped coming"}, live: []string{"/"}},
		{host: "bombs", does: "sends bodies that are large, some only once they are unpacked",
			serve: func(int) pages { return bombs },
			want:  []string{"/gzip failed the body is larger than\n/brotli failed the body is larger than\n/plain failed the body is larger than\n/members failed the body is larger than"},
			live:  []string{"/"}},
		{host: "cut", does: "sends less than it promised, once or always",
			serve: func(int) pages {
				return pages{"/": links("/always", "/gzip", "/once"), "/always": cut, "/gzip": half, "/once": once}
			},
			want: []string{"/always failed the body ended before\n/gzip failed the body ended before\n/once ingested"}, live: []string{"/ /once"}},
		{host: "drops", does: "drops connections that it had kept open",
			serve: func(int) pages {
				return pages{"/": links("/x"), "/sitemap.xml": typed("text/plain", ""), "/x": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }}
			},
			want: []string{"/sitemap.xml skipped a sitemap with 0 pages\n/x failed"}, live: []string{"/"}},
		{host: "headers", does: "sends more headers than anybody needs",
			serve: func(int) pages { return pages{"/": links("/x"), "/x": status(200, "X-A", strings.Repeat("a", 20<<10))} },
			want:  []string{"/x failed net/http: HTTP/1.x transport connection broken: net/http: server response headers exceeded"}, live: []string{"/"}},
		{host: "encoding", does: "packs a body in a way that nobody asked for",
			serve: func(int) pages { return pages{"/": links("/x"), "/x": with("zstd", []byte("x"))} },
			want:  []string{`/x failed the body comes in the encoding "zstd"`}, live: []string{"/"}},
		{host: "busy", does: "answers 429 twice, and asks to wait 30 seconds",
			serve: func(int) pages { return pages{"/": links("/x"), "/x": busy} },
			want:  []string{"/x ingested"}, live: []string{"/ /x"}},
		{host: "storm", does: "answers 429 for ever, and asks to wait 7 seconds",
			serve: func(int) pages {
				return pages{"/": links("/x", "/y"), "/x": status(429, "Retry-After", "7"), "/y": markup("y")}
			},
			want: []string{"/x failed answers 429\n/y ingested"}, live: []string{"/ /y"}},
		{host: "tomorrow", does: "answers 429, and asks to wait for a day",
			serve: func(int) pages { return pages{"/": status(429, "Retry-After", "86400")} },
			want:  []string{"/ failed answers 429\n/sitemap.xml failed the host is left alone: it answers 429 Too Many Requests and asks to wait 24h"}, live: []string{""}},
		{host: "down", does: "answers 502 for all but the first page that is asked for",
			serve: func(int) pages {
				return pages{"/": front, "*": status(http.StatusBadGateway)}
			},
			want: []string{series("/p%d failed answers 502 Bad Gateway", 0, 4) + series("/p%d failed the host is left alone after 5 failures in a row", 5, 7)},
			live: []string{"/"}},
		{host: "partly", does: "answers 502 for many pages, one after the other, but not for the rest",
			serve: func(int) pages {
				return pages{"/": links(strings.Fields(series("/p%d", 0, 11) + "/a /b")...), "/a": markup("a"), "/b": markup("b"), "*": status(http.StatusBadGateway)}
			},
			want: []string{series("/p%d failed answers 502 Bad Gateway", 0, 11) + "/a ingested\n/b ingested"},
			live: []string{"/ /a /b"}},
		{host: "nowhere", does: "has no address", unheard: always(), live: []string{""},
			want: []string{"/ failed the host is left alone: robots.txt: there is no host nowhere\n/sitemap.xml failed the host is left alone: robots.txt: there is no host nowhere"}},
		{host: "https://bad.example.net", does: "has a certificate of another host", unheard: always(), live: []string{""},
			want: []string{"/ failed the host is left alone: robots.txt: \n/sitemap.xml failed the host is left alone: robots.txt: "}},
		{host: "rebinding", does: "is found outside at first, then on this machine, then in a private network, then outside again", unheard: []int{2, 3},
			serve: func(int) pages {
				return pages{"/": typed("text/html", `<a href="/1">1</a>`, "Connection", "close"), "/1": typed("text/html", "1", "Connection", "close"), "/robots.txt": status(404, "Connection", "close")}
			},
			want: []string{"/1 ingested", refused("127.0.0.2"), refused("10.1.2.3"), "/ unchanged\n/1 unchanged"}, live: []string{"/ /1"}},
	}
}

// refused is what becomes of a host that is found where the crawl may not go.
func refused(address string) string {
	var out strings.Builder
	for _, path := range []string{"/", "/1", "/sitemap.xml"} {
		fmt.Fprintf(&out, "%s failed the host is left alone: robots.txt: refused to connect to %s:\n", path, address)
	}
	return out.String()
}

// odderServers are servers that answer in ways that say little.
func odderServers() []trap {
	return []trap{
		{host: "charset", does: "names a wrong charset, or one that there is not",
			serve: func(int) pages {
				return pages{"/": links("/latin", "/none"), "/latin": typed("text/html; charset=iso-8859-1", "é"), "/none": typed("text/html; charset=none-such", "x")}
			},
			want: []string{"/latin ingested\n/none ingested"}, live: []string{"/ /latin /none"}},
		{host: "untyped", does: "names no content type, or one that says nothing",
			serve: func(int) pages {
				return pages{"/": links("/html", "/binary", "/odd", "/bytes"), "/bytes": typed("application/octet-stream", "<!DOCTYPE html><a href=\"/linked\">l</a>"), "/linked": markup("l"), "/html": untyped("<!DOCTYPE html><p>x"), "/binary": untyped("\x00\x01\x02\x03"), "/odd": typed(";;", "<html>x")}
			},
			want: []string{"/html ingested\n/binary skipped application/octet-stream is no type of page\n/odd ingested\n/bytes ingested\n/linked ingested"}, live: []string{"/ /bytes /html /linked /odd"}},
		{host: "types", does: "has files of all types",
			serve: func(int) pages {
				return pages{
					"/": links("/a.mp4", "/a.png", "/a.json", "/a.pdf", "/a.txt"), "/a.mp4": typed("video/mp4", "x"), "/a.png": typed("image/png", "x"),
					"/a.json": typed("application/json", "{}"), "/a.pdf": typed("application/pdf", "%PDF-1.7"), "/a.txt": typed("text/plain", "text"),
				}
			},
			want: []string{"/a.mp4 skipped video/mp4 is no\n/a.png skipped image/png is no\n/a.json skipped application/json is no\n/a.pdf ingested\n/a.txt ingested"},
			live: []string{"/ /a.pdf /a.txt"}},
		{host: "nothing", does: "answers, but with no page",
			serve: func(int) pages {
				return pages{"/": links("/204", "/206", "/299", "/304", "/empty", "/401", "/301"), "/204": status(204), "/206": status(206), "/299": status(299), "/304": status(304), "/empty": status(200), "/401": status(401), "/301": status(301)}
			},
			want: []string{"/204 skipped answers 204 No Content, which is no page\n/206 skipped answers 206\n/299 skipped answers 299\n/304 failed answers 304\n/empty skipped the body is empty\n/401 failed answers 401\n/301 failed answers 301 without"},
			live: []string{"/"}},
		{host: "circle", does: "redirects in a circle of three, and from an address to itself",
			serve: func(int) pages {
				return pages{"/": links("/a", "/self"), "/a": moved("/b"), "/b": moved("/c"), "/c": moved("/a"), "/self": moved("/self")}
			},
			want: []string{"/a skipped redirects to\n/b skipped redirects to\n/c failed redirects in a circle\n/self failed redirects in a circle"}, live: []string{"/"}},
		{host: "chain", does: "redirects twelve times",
			serve: func(int) pages {
				return pages{"/": links("/r0"), "*": func(w http.ResponseWriter, r *http.Request) {
					var n int
					_, _ = fmt.Sscanf(r.URL.Path, "/r%d", &n)
					moved(fmt.Sprintf("/r%d", n+1))(w, r)
				}}
			},
			want: []string{series("/r%d skipped redirects to", 0, 9) + "/r10 failed more than 10 redirects"}, live: []string{"/"}},
		{host: "visit", does: "redirects each visitor to the page with the name of a visit",
			serve: func(int) pages {
				return pages{"/": links("/odd"), "*": sessions}
			},
			want: []string{"/odd ingested"}, live: []string{"/ /odd"}},
		{host: "visits", does: "redirects to a new name of a visit, again and again",
			serve: func(int) pages { return pages{"/": links("/odd"), "*": newSessions} },
			want:  []string{"/odd failed redirects in a circle"}, live: []string{"/"}},
		{host: "outside", does: "links and redirects to where the crawl has no business",
			serve: func(int) pages {
				return pages{
					"/":   links("http://elsewhere.example/", "http://169.254.169.254/latest/", "http://127.0.0.1/", "http://outside.example.com:22/", "http://a:b@front.example.com/secret", "/in", "/file", "/pass"),
					"/in": moved("http://169.254.169.254/latest"), "/file": moved("file:///etc/passwd"), "/pass": moved("http://a:b@front.example.com/"),
				}
			},
			want: []string{`http://elsewhere.example/ skipped scope: host elsewhere.example
				http://169.254.169.254/latest/ skipped scope: host 169.254.169.254
				http://127.0.0.1/ skipped scope: host 127.0.0.1
				http://outside.example.com:22/ skipped scope: host outside.example.com:22
				/in skipped redirects to http://169.254.169.254/latest: scope: host 169.254.169.254
				/file failed redirects to what is no address
				/pass failed redirects to what is no address`},
			live: []string{"/"}},
	}
}

// untyped answers without a content type.
func untyped(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = nil
		_, _ = w.Write([]byte(body))
	}
}
