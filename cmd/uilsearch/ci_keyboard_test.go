//go:build ci

package main

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestKeyboard goes from the home page to the evidence for a tag with the
// keyboard alone and with scripts switched off, on a desk and on a telephone.
func TestKeyboard(t *testing.T) {
	chromium := browser(t)
	s := serving(t, sampleData(t))
	for name, width := range map[string]int64{"desk": 1280, "telephone": 320} {
		t.Run(name, func(t *testing.T) {
			b := open(t, chromium, s)
			if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
				t.Fatal(err)
			}
			if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 800)); err != nil {
				t.Fatal(err)
			}
			b.visit("/", 200)
			b.searchByKeyboard("learning")
			b.filterByKeyboard()
			b.readByKeyboard()
		})
	}
}

func (b *tab) searchByKeyboard(words string) {
	b.t.Helper()
	b.tabTo("the search box", `e.matches('input[name=q]')`)
	b.press(words)
	b.arrive("search", 200, chromedp.KeyEvent(kb.Enter))
	if path, params := b.address(); path != "/search" || params.Get("q") != words {
		b.t.Fatalf("searching leads to %s?%s", path, params.Encode())
	}
}

// filterByKeyboard selects the first city, finds as many pages as stood beside
// it, and takes it away again.
func (b *tab) filterByKeyboard() {
	b.t.Helper()
	all := ask[string](b, `document.querySelector('h1').innerText`)
	if !ask[bool](b, `document.querySelector('input[name=city]').checkVisibility({contentVisibilityAuto: true})`) {
		b.tabTo("the filters", `e.matches('.filters > summary')`)
		b.press(kb.Enter)
	}
	b.tabTo("a city", `e.matches('input[type=checkbox][name=city]')`)
	city := ask[string](b, `document.activeElement.value`)
	beside := ask[string](b, `document.activeElement.closest('label').querySelector('.count').innerText`)
	b.press(" ")
	b.tabTo("the button", `e.matches('button') && e.innerText === 'Apply filters'`)
	b.arrive("filter", 200, chromedp.KeyEvent(kb.Enter))
	if _, params := b.address(); params.Get("city") != city {
		b.t.Fatalf("filtering leads to %s", params.Encode())
	}
	if got := ask[string](b, `document.querySelector('h1').innerText`); !strings.HasPrefix(got, strings.Fields(beside)[0]+" result") {
		b.t.Errorf("%s shows %q beside it, and brings %q", city, beside, got)
	}
	b.tabTo("the chip", `e.matches('.chips a') && e.innerText.startsWith('Remove filter: city')`)
	b.arrive("remove the filter", 200, chromedp.KeyEvent(kb.Enter))
	_, params := b.address()
	if got := ask[string](b, `document.querySelector('h1').innerText`); params.Has("city") || got != all {
		b.t.Errorf("removing the filter leads to %s with %q, not %q", params.Encode(), got, all)
	}
}

// readByKeyboard opens the first hit and the evidence for its first tag.
func (b *tab) readByKeyboard() {
	b.t.Helper()
	b.tabTo("the first hit", `e.matches('.hits .hit:first-child h2 a')`)
	b.arrive("read", 200, chromedp.KeyEvent(kb.Enter))
	if path, _ := b.address(); !strings.HasPrefix(path, "/doc/") {
		b.t.Fatalf("the first hit leads to %s", path)
	}
	seen := `document.querySelector('.tags blockquote').checkVisibility({contentVisibilityAuto: true})`
	if ask[bool](b, seen) {
		b.t.Error("the evidence is open before it is asked for")
	}
	b.tabTo("the evidence", `e.matches('.tags summary')`)
	b.press(kb.Enter)
	if !ask[bool](b, seen) || ask[int](b, `document.querySelectorAll('.tags [open] blockquote mark').length`) == 0 {
		b.t.Error("the evidence does not open")
	}
}

// press types on the keyboard.
func (b *tab) press(keys string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.KeyEvent(keys)); err != nil {
		b.t.Fatal(err)
	}
}

// tabTo presses Tab until the element e that has the focus is the one, which
// must show that it has it.
func (b *tab) tabTo(what, is string) {
	b.t.Helper()
	for range 200 {
		b.press(kb.Tab)
		if ask[bool](b, `(e => `+is+`)(document.activeElement)`) {
			if !ask[bool](b, outlined) {
				b.t.Errorf("%s does not show that it has the focus", what)
			}
			return
		}
	}
	b.t.Fatalf("the keyboard does not reach %s", what)
}

// outlined asks whether the element with the focus, or what frames it, has an
// outline.
const outlined = `[document.activeElement, document.activeElement.parentElement].some(e => getComputedStyle(e).outlineStyle !== 'none')`
