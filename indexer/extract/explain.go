package extract

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/uilsearch/uilsearch/corpus"
)

// Reading says how a document was read out of a page.
type Reading struct {
	// Shape is what the page was read as: "template" and the name of the shape
	// in the profile, "article", "density", "markdown", "text" or "pdf". It is
	// empty where the page was refused before that was clear.
	Shape string `json:"shape"`
	// Decisions are in the order in which they were made. There are at most
	// maxDecisions, and one more that counts those left out.
	Decisions []Decision `json:"decisions"`
}

// Decision is one thing that was taken from a page, or seen and not taken.
type Decision struct {
	// What is decided: address, title, type, lang, published, modified, text,
	// dropped, credit, translation or section.
	What string `json:"what"`
	// Value is what was found, on one line, shortened to maxShown characters.
	// It is empty where nothing was found.
	Value string `json:"value"`
	// Why is the rule in words. Where Value was not taken it begins with "not
	// taken: ".
	Why string `json:"why"`
}

// Bounds of a Reading.
const (
	maxDecisions = 300
	maxShown     = 200 // characters
)

// notTaken begins the Why of what was seen and passed over.
const notTaken = "not taken: "

// Explain is Document, and says how it came to be. Document and error are those
// that Document returns; the Reading is filled as far as the page could be read.
func (e *Extractor) Explain(p corpus.Page) (corpus.Document, Reading, error) {
	notes := &notes{}
	d, err := e.document(p, notes)
	if err != nil {
		return corpus.Document{}, notes.reading(), fmt.Errorf("extract %s: %w", p.URL, err)
	}
	return d, notes.reading(), nil
}

// notes gathers a Reading. A nil *notes takes none, so that Document and Explain
// run the same code.
type notes struct {
	shape     string
	decisions []Decision
	left      int
}

func (n *notes) reading() Reading {
	r := Reading{Shape: n.shape, Decisions: n.decisions}
	if n.left > 0 {
		r.Decisions = append(slices.Clip(r.Decisions), Decision{"dropped", "", fmt.Sprintf("%d more lines, not listed", n.left)})
	}
	return r
}

func (n *notes) is(shape string) {
	if n != nil {
		n.shape = shape
	}
}

// add notes a decision. Only lines that were dropped are left out once there are
// many.
func (n *notes) add(what, value, why string) {
	switch {
	case n == nil:
	case len(n.decisions) >= maxDecisions || what == "dropped" && len(n.decisions) >= maxDropped:
		n.left++
	default:
		n.decisions = append(n.decisions, Decision{what, shorten(clean(value)), why})
	}
}

// maxDropped is less than maxDecisions, so that there is room for what is
// decided last.
const maxDropped = 200

// dropped notes elements that are removed; those without text are not worth a
// word. The nodes may stand in each other.
func (n *notes) dropped(nodes []*html.Node, why func(*html.Node) string) {
	if n == nil {
		return
	}
	inside := map[*html.Node]bool{}
	for _, node := range nodes {
		inside[node] = true
	}
	for _, node := range nodes {
		if slices.ContainsFunc(ancestors(node), func(a *html.Node) bool { return inside[a] }) {
			continue
		}
		if len(n.decisions) >= maxDropped {
			n.left++
		} else if text := corpus.NormalSpace(nodeText(node)); text != "" {
			n.add("dropped", text, why(node))
		}
	}
}

// copyDates notes that a banner of an archive may hold dates, which are not
// those of the page.
func (n *notes) copyDates(banner string) {
	if n != nil && strings.ContainsFunc(banner, unicode.IsDigit) {
		n.add("published", banner, notTaken+"the dates in a banner of an archive are those of copies")
	}
}

// text notes where the text of the page stands.
func (n *notes) text(nodes []*html.Node, why string) {
	if n == nil {
		return
	}
	size := 0
	for _, node := range nodes {
		text, _ := letters(node)
		size += text
	}
	n.add("text", fmt.Sprintf("%d characters", size), why)
}

func shorten(s string) string {
	if utf8.RuneCountInString(s) <= maxShown {
		return s
	}
	r := []rune(s)
	return strings.TrimSpace(string(r[:maxShown])) + "…"
}

// address notes where the page stands, by what it says and where it was
// captured.
func (n *notes) address(a address, pageURL, canonical string, named bool) {
	if n == nil {
		return
	}
	own, isWeb := normalAddress(pageURL)
	switch {
	case !named:
		n.plainAddress(a, pageURL, "")
	case isWeb && a.shown == own:
		why := "the canonical link, which is the address of the capture"
		if target, ok := resolve(own, canonical); !ok || target != own {
			n.add("address", canonical, notTaken+"the canonical link is no address of the web, or that of the home page")
			why = "the address of the capture"
		}
		n.add("address", a.shown, why)
	case !isWeb && a.shown == pageURL:
		n.add("address", canonical, notTaken+"the canonical link is no address of the web")
		n.add("address", a.shown, "the place of the file")
	default:
		n.add("address", a.shown, "the canonical link")
		n.others(a)
	}
}

// plainAddress notes the address of a page without a canonical link; matter is
// that of its front matter, which may be empty.
func (n *notes) plainAddress(a address, pageURL, matter string) {
	switch {
	case n == nil:
		return
	case matter != "":
		n.add("address", a.shown, "front matter")
	case archived(pageURL) != "":
		n.add("address", a.shown, "the page of which a web archive has this copy")
	case strings.HasPrefix(a.shown, "file:"):
		n.add("address", a.shown, "the place of the file; it names no address")
	case a.shown != pageURL:
		n.add("address", a.shown, "the address of the capture, without what never chooses a page")
	default:
		n.add("address", a.shown, "the address of the capture")
	}
	n.others(a)
}

func (n *notes) others(a address) {
	for _, other := range a.others {
		n.add("address", other, notTaken+"another address of the page")
	}
}

// languages notes what the head says of languages; attribute is that of the
// page.
func (n *notes) languages(h head, attribute string) {
	if n == nil {
		return
	}
	if attribute != "" && h.langSource != "html" {
		n.add("lang", attribute, notTaken+"the lang attribute names no language")
	}
	switch h.langSource {
	case "html":
		n.add("lang", h.lang, "the lang attribute of the page")
	case "hreflang":
		n.add("lang", h.lang, "the hreflang link of the page to itself")
	default:
		n.add("lang", "", "the page names none")
	}
	for _, t := range h.translations {
		n.add("translation", t.URL, "an hreflang link for "+t.Lang)
	}
}

// noteResult notes what only the whole document shows: its dates, and its
// sections.
func (c *content) noteResult(d *corpus.Document) {
	if c.notes == nil {
		return
	}
	for _, of := range []struct {
		what       string
		candidates []candidate
	}{{"published", c.published}, {"modified", c.modified}} {
		_, why := weigh(of.candidates, d.Crawled)
		for i, found := range of.candidates {
			c.notes.add(of.what, found.String(), fmt.Sprintf("%s; from %s", why[i], found.from()))
		}
		if len(of.candidates) == 0 {
			c.notes.add(of.what, "", "the page does not say")
		}
	}
	for _, s := range d.Sections {
		c.notes.add("section", s.Heading, countSections([]corpus.Section{s}))
	}
}

// from says where a date was found.
func (c candidate) from() string {
	source := c.Source
	if c.place != "" {
		source += " " + c.place
	}
	if c.text == "" {
		return source
	}
	return fmt.Sprintf("%s, “%s”", source, shorten(clean(c.text)))
}

// noteMissing notes the lines that stand around the text, but not in what was
// found.
func (c *content) noteMissing(around, found []corpus.Section) {
	if c.notes == nil {
		return
	}
	has := map[string]bool{}
	for _, s := range found {
		for _, line := range s.Paragraphs {
			has[line] = true
		}
	}
	for _, s := range around {
		for _, line := range s.Paragraphs {
			if !has[line] {
				c.notes.add("dropped", line, "the finder of articles did not take it for text")
			}
		}
	}
}

func countSections(sections []corpus.Section) string {
	paragraphs, size := 0, 0
	for _, s := range sections {
		paragraphs += len(s.Paragraphs)
		for _, p := range s.Paragraphs {
			size += utf8.RuneCountInString(p)
		}
	}
	return fmt.Sprintf("%d paragraphs, %d characters", paragraphs, size)
}
