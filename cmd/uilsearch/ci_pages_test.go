//go:build ci

package main

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
)

// TestPages looks at every kind of page in a browser.
func TestPages(t *testing.T) {
	chromium := browser(t)
	s := serving(t, sampleData(t))
	arabic := s.search(url.Values{"lang": {"ar"}}).Hits
	study := s.search(url.Values{"q": {`"` + phrase + `"`}}).Hits
	if len(arabic) < 2 || len(study) == 0 {
		t.Fatalf("%d hits in Arabic, %d case studies", len(arabic), len(study))
	}
	b := open(t, chromium, s)
	for _, p := range []struct {
		name, path string
		status     int64
		rtl        int // titles in Arabic, at least
	}{
		{"home", "/", 200, 0},
		{"filtered", "/search?q=learning+city&city=namyangju&country=kr&-type=event&from=2010&mentions=1&facet_all=city", 200, 0},
		{"reading", "/search?q=%22learning+city%22+Namyanju+policy", 200, 0},
		{"arabic", "/search?lang=ar", 200, len(arabic)},
		{"document", "/doc/" + string(study[0].ID) + "?q=" + url.QueryEscape(phrase), 200, 0},
		{"arabic document", "/doc/" + string(arabic[0].ID), 200, 1},
		{"nothing", "/search?q=xyzzyplugh&city=cork", 200, 0},
		{"over a cap", "/search?q=" + strings.Repeat("word+", 40), 200, 0},
		{"long word", "/search?q=" + strings.Repeat("w", 250), 200, 0},
		{"not found", "/nowhere", 404, 0},
	} {
		b.look(p.name, p.path, p.status)
		if got := ask[int](b, `document.querySelectorAll('main :is(h1, h2)[lang=ar][dir=rtl]').length`); got < p.rtl {
			t.Errorf("%s: %d titles from right to left, want %d", p.name, got, p.rtl)
		}
	}
	data, _ := archived(t)
	open(t, chromium, serving(t, data)).look("nothing published", "/", 503)
}

// look visits a page and holds it to what holds for all of them.
func (b *tab) look(name, path string, status int64) {
	b.t.Helper()
	b.visit(path, status)
	for what, script := range map[string]string{
		"h1":     `document.querySelectorAll('h1').length === 1 && document.querySelector('h1').innerText.trim() !== ''`,
		"lang":   `document.documentElement.lang === 'en'`,
		"title":  `document.title !== ''`,
		"script": `document.scripts.length === 0`,
		"arabic": `[...document.querySelectorAll('[lang=ar]')].every(e => getComputedStyle(e).direction === 'rtl')`,
	} {
		if !ask[bool](b, script) {
			b.t.Errorf("%s: %s is wrong", name, what)
		}
	}
	ask[int](b, `[...document.querySelectorAll('details')].filter(d => d.open = true).length`)
	b.nameless(name)
	b.fits(name)
}

// nameless reports controls and links that a screen reader has no name for.
func (b *tab) nameless(page string) {
	b.t.Helper()
	tree, err := chromedp.Call(b.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		b.t.Fatal(err)
	}
	controls := 0
	for _, n := range tree.Nodes {
		switch role := text(n.Role); role {
		case "textbox", "searchbox", "checkbox", "button", "link", "combobox", "radio", "DisclosureTriangle":
			if controls++; !n.Ignored && text(n.Name) == "" {
				b.t.Errorf("%s: a %s has no name", page, role)
			}
		}
	}
	if controls < 3 {
		b.t.Errorf("%s: %d controls and links seen", page, controls)
	}
}

func text(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	return strings.TrimSpace(strings.Trim(string(v.Value), `"`))
}

// fits reports a page that has to be scrolled sideways on a telephone, on a
// desk, or with letters of twice the size.
func (b *tab) fits(page string) {
	b.t.Helper()
	for _, width := range []int64{1280, 320} {
		if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 800)); err != nil {
			b.t.Fatal(err)
		}
		for _, size := range []string{"100%", "200%"} {
			ask[string](b, `document.documentElement.style.fontSize = "`+size+`"`)
			if over := ask[[]string](b, overflow); len(over) > 0 {
				b.t.Errorf("%s at %d px, letters %s: %s", page, width, size, strings.Join(over, "\n\t"))
			}
		}
	}
	ask[string](b, `document.documentElement.style.fontSize = ""`)
}

// overflow names the first elements that stick out of a page that is wider
// than the window, or none.
const overflow = `(() => {
	const root = document.documentElement;
	if (root.scrollWidth <= root.clientWidth) return [];
	return [root.scrollWidth + ' px', ...[...document.querySelectorAll('body *')]
		.filter(e => e.getBoundingClientRect().right > root.clientWidth + 1).slice(0, 5).map(e => e.outerHTML.slice(0, 120))];
})()`
