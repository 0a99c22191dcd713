//go:build ci

package main

import (
	"fmt"
	"html"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// payloads set a flag on the page that lets them run.
var payloads = []string{
	`<script>window.pwned=1;alert(1)</script>`,
	`"><script>window.pwned=1</script>`,
	`'><img src=x onerror="window.pwned=1;alert(1)">`,
	`<img src=x onerror=window.pwned=1//`,
	`<svg onload=window.pwned=1>`,
	`</title><script>window.pwned=1</script>`,
	`</textarea></style></noscript><script>window.pwned=1</script>`,
	`</mark><img src=//evil.example/x onerror=window.pwned=1>`,
	`--><script>window.pwned=1</script><!--`,
	`]]><script>window.pwned=1</script>`,
	`<iframe src="javascript:parent.pwned=1"></iframe>`,
	`<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>`,
	`<a href="javascript:window.pwned=1">pwned</a>`,
	`{{"<script>window.pwned=1</script>"}} {{.Site}} ${window.pwned=1}`,
	`&lt;script&gt;window.pwned=1&lt;/script&gt;`,
	`＜script＞window.pwned=1＜/script＞`,
	`<ScRiPt/x>window.pwned=1</sCrIpT>`,
	`<details open ontoggle=window.pwned=1>pwned</details>`,
	`<meta http-equiv=refresh content="0;url=//evil.example/pwned">`,
	`<base href=//evil.example/ id=pwned>`,
	`<style>@import url(//evil.example/pwned.css);*{display:none}</style>`,
	`" autofocus onfocus="window.pwned=1" x="`,
	`<form action=//evil.example><input autofocus onfocus=window.pwned=1></form>`,
	"\u202e<script>window.pwned=1</script>\u2066",
	`\u003cscript\u003ewindow.pwned=1\x3c/script\x3e`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.pwned=1&gt;">`,
}

// addresses are what a page may claim to be its own.
var addresses = []string{
	`javascript:window.pwned=1`,
	`data:text/html,<script>window.pwned=1</script>`,
	`https://uil.example/"><script>window.pwned=1</script>`,
	`https://uil.example/' onmouseover='window.pwned=1`,
	`//uil.example/<img src=x onerror=window.pwned=1>`,
	`java&#10;script:window.pwned=1`,
}

// hostile is a page that holds a payload wherever a page holds text.
const hostile = `<!doctype html><html lang="%[1]s"><head><meta charset="utf-8"><title>%[1]s pwned</title>
<link rel="canonical" href="%[2]s"><meta property="article:published_time" content="%[1]s"><meta name="author" content="%[1]s">
</head><body><article class="node node-news"><h1 class="node-title">%[1]s pwned</h1><div class="node-date">%[1]s</div><div class="node-body">
<p>In the learning city of Cork %[1]s everybody may take part in the courses that the libraries of the city run for adults.</p>
<h2>Cork %[1]s</h2><p>%[1]s The courses are free of charge, and they have taken place each spring since 2016.</p>
<figure><figcaption>© %[1]s</figcaption></figure></div></article></body></html>`

// hostileData returns a data directory of hostile pages.
func hostileData(t *testing.T) string {
	t.Helper()
	data, pages := t.TempDir(), t.TempDir()
	for i, p := range payloads {
		p = html.EscapeString(p)
		address := fmt.Sprintf("https://uil.example/%d?%s", i, p)
		if i < len(addresses) {
			address = html.EscapeString(addresses[i])
		}
		writeFile(t, filepath.Join(pages, fmt.Sprintf("%d.html", i)), fmt.Sprintf(hostile, p, address))
	}
	for i, p := range payloads[:6] {
		p = strings.ReplaceAll(p, "/", "")
		writeFile(t, filepath.Join(pages, fmt.Sprintf("%d %s.md", i, p)), fmt.Sprintf("# Cork %s pwned\n\nCork learns, whatever a page may hold: `%s`, and nothing comes of it.\n", html.EscapeString(p), p))
	}
	mustIngest(t, data, pages)
	if got := uilsearch(t, "reindex", "--data", data); got.code != exitOK {
		t.Fatalf("reindex: %+v", got)
	}
	return data
}

// TestHostilePages publishes pages, asks questions and opens addresses that
// are attacks. None comes through, even with the policy for contents lifted
// that would stop it once more.
func TestHostilePages(t *testing.T) {
	chromium := browser(t)
	s := serving(t, hostileData(t))
	b := open(t, chromium, s)
	if _, err := chromedp.Call(b.ctx, cdppage.SetBypassCSP, cdppage.SetBypassCSPParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	hits := s.search(url.Values{"per_page": {"100"}}).Hits
	if len(hits) != len(payloads)+6 {
		t.Fatalf("%d pages of %d", len(hits), len(payloads)+6)
	}
	for i, h := range hits {
		b.harmless("/doc/"+string(h.ID)+"?q="+url.QueryEscape(payloads[i%len(payloads)]), 200)
		if got := ask[string](b, `document.querySelector('h1').textContent`); !strings.Contains(got, "pwned") {
			t.Errorf("%s has the title %q: the payload is gone, and nothing is shown", h.URL, got)
		}
	}
	b.harmless("/", 200)
	for i := range len(hits)/10 + 1 {
		b.harmless(fmt.Sprintf("/search?page=%d&sort=title", i+1), 200)
	}
	for _, p := range payloads {
		b.harmless("/search?q="+url.QueryEscape(p), 200)
	}
	p := url.QueryEscape(payloads[1])
	b.harmless("/search?q=%22pwned%22+"+p+"&city="+p+"&-theme="+p+"&type="+p+"&from="+p+"&sort="+p+"&facet_all="+p+"&page="+p, 200)
	b.harmless("/"+url.PathEscape(payloads[0]), 404)
	b.harmless("/doc/"+url.PathEscape(payloads[2]), 404)
}

// harmless visits a page and looks for anything that is not ours.
func (b *tab) harmless(path string, status int64) {
	b.t.Helper()
	b.visit(path, status)
	if found := ask[[]string](b, injected); len(found) > 0 {
		b.t.Errorf("%s: %s", path, strings.Join(found, "\n\t"))
	}
}

// injected names what a page holds that none of ours does.
const injected = `(() => {
	const ours = new Set(('a article aside bdi blockquote body button code dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 ' +
		'head header html input label legend li link main mark meta nav ol p pre q s section span summary time title ul').split(' '));
	const found = [];
	if (window.pwned !== undefined) found.push('a payload ran');
	for (const e of document.querySelectorAll('*')) {
		const foreign = !ours.has(e.localName) || e.localName === 'meta' && e.httpEquiv;
		const attribute = [...e.attributes].find(a => /^on|^(style|srcdoc|autofocus|formaction)$/.test(a.name) ||
			/^(href|src|action)$/.test(a.name) && !/^(\/(?!\/)|#|https?:\/\/uil\.example\/)/.test(a.value));
		if (foreign || attribute) found.push(e.outerHTML.slice(0, 200));
	}
	return found;
})()`
