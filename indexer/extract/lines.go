package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// lineKind says what a line is that is no text of a page.
type lineKind string

const (
	isText       lineKind = ""
	isBreadcrumb lineKind = "breadcrumb"
	isCredit     lineKind = "credit"
	isTail       lineKind = "leads elsewhere"
	isBanner     lineKind = "archive banner"
	isMarks      lineKind = "only marks"
)

// Bounds of lines that are no text, in characters.
const (
	maxCrumbs = 150 // breadcrumbs, credits and tails
	maxBanner = 400
)

// phrases are runs of folded words by the first of them, the longest first.
type phrases map[string][][]string

func newPhrases(list []string) phrases {
	p := phrases{}
	for _, phrase := range labels(list...) {
		if len(phrase) > 0 {
			p[phrase[0]] = append(p[phrase[0]], phrase)
		}
	}
	return p
}

// at returns how many words the phrase has that the words begin with, or 0.
func (p phrases) at(words []analysis.Word) int {
	if len(words) == 0 {
		return 0
	}
	for _, phrase := range p[words[0].Term] {
		if len(words) >= len(phrase) && slices.EqualFunc(phrase, words[:len(phrase)], func(term string, w analysis.Word) bool { return term == w.Term }) {
			return len(phrase)
		}
	}
	return 0
}

// are reports whether the words are a phrase and nothing else.
func (p phrases) are(words []analysis.Word) bool {
	return len(words) > 0 && p.at(words) == len(words)
}

// lineWords are the phrases by which lines are known that are no text.
type lineWords struct {
	home, sites, here, credits, tails, share, banners phrases
}

func newLineWords(p Profile) lineWords {
	return lineWords{
		home: newPhrases(p.HomeWords), sites: newPhrases(p.SiteNames), here: newPhrases(p.HereWords), credits: newPhrases(p.CreditWords),
		tails: newPhrases(p.TailWords), share: newPhrases(p.ShareWords), banners: newPhrases(p.BannerWords),
	}
}

// kind tells what a line is.
func (w *lineWords) kind(line string) lineKind {
	size := utf8.RuneCountInString(line)
	if size > maxBanner {
		return isText
	}
	begin := line
	if size > maxCrumbs {
		begin = string([]rune(line)[:maxCrumbs])
	}
	words := analysis.Words(begin)
	switch {
	case w.isBanner(line, words):
		return isBanner
	case size > maxCrumbs:
		return isText
	case len(words) == 0 && !strings.ContainsFunc(line, isWordRune):
		return isMarks
	case w.leadsOn(words):
		return isTail
	case w.isCrumbs(line, words):
		return isBreadcrumb
	case w.isCredit(line, words):
		return isCredit
	}
	return isText
}

// leadsOn reports whether a line consists of words that lead elsewhere, or that
// offer to share a page, and of nothing else.
func (w *lineWords) leadsOn(words []analysis.Word) bool {
	if len(words) == 0 {
		return false
	}
	for len(words) > 0 {
		n := max(w.tails.at(words), w.share.at(words))
		if n == 0 {
			return false
		}
		words = words[n:]
	}
	return true
}

// captures is what a web archive says of its copies.
var captures = regexp.MustCompile(`^\d[\d,. ]* captures?(?:\s*\d.*)?$`)

// isBanner reports whether a line is what an archive puts on a page. Two words
// may begin a sentence as well, and so must be set apart from what follows.
func (w *lineWords) isBanner(line string, words []analysis.Word) bool {
	n := w.banners.at(words)
	if n == 0 {
		return captures.MatchString(line)
	}
	rest, _ := after(line, words, n)
	return n > 2 || !isWordRune(firstRune(strings.TrimSpace(rest)))
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// crumbMarks part the steps of a breadcrumb.
const crumbMarks = "›»>/|→·⟩"

// isCrumbs reports whether a line is the way from the home page, or the link to
// it: it begins there, with the name of the site or with "You are here".
func (w *lineWords) isCrumbs(line string, words []analysis.Word) bool {
	rest, here := after(line, words, w.here.at(words))
	if here {
		words = words[w.here.at(words):]
		rest = strings.TrimLeft(rest, " ")
		if rest == "" || strings.ContainsRune(":："+crumbMarks, firstRune(rest)) {
			return true
		}
	}
	if rest, ok := after(line, words, w.home.at(words)); ok && (here || isStart(line, words[0].Start)) {
		rest = strings.TrimLeft(rest, " ")
		if rest == "" || strings.ContainsRune(crumbMarks, firstRune(rest)) || strings.HasPrefix(rest, "::") {
			return true
		}
	}
	rest, ok := after(line, words, w.sites.at(words))
	step := strings.TrimLeft(rest, " ")
	return ok && isStart(line, words[0].Start) && step != rest && strings.ContainsRune(crumbMarks, firstRune(step))
}

// isStart reports whether nothing but space and marks stands before a word.
func isStart(line string, at int) bool { return strings.Trim(line[:at], " "+crumbMarks) == "" }

// after returns what stands behind the first n words; it reports false for none.
func after(line string, words []analysis.Word, n int) (string, bool) {
	if n == 0 {
		return line, false
	}
	return line[words[n-1].End:], true
}

var (
	// imageName is a line that ends in the name of a picture's file.
	imageName = regexp.MustCompile(`(?i)\S\.(?:jpe?g|png|gif|tiff?|bmp|webp|svg)$`)
	// maker stands between "Photo" and a name.
	maker = regexp.MustCompile(`^\s+(?i:by|courtesy of|par|por|von|cortesía de|avec l’autorisation de)\s+(\S)`)
)

// maxMaker is how many words "Photo by Jane Doe" may have.
const maxMaker = 8

// isCredit reports whether a short line is about a picture: it names a file or
// a holder of rights, or begins with one of the words and a colon or a name.
func (w *lineWords) isCredit(line string, words []analysis.Word) bool {
	if strings.HasPrefix(line, "©") || imageName.MatchString(line) {
		return true
	}
	if strings.Contains(line, "©") && !strings.ContainsRune(".!?。", lastRune(line)) {
		return true
	}
	n := 0
	for more := w.credits.at(words); more > 0; more = w.credits.at(words[n:]) {
		n += more // "Photo credit" is two of them
	}
	rest, ok := after(line, words, n)
	if !ok || strings.TrimLeft(line[:words[0].Start], " ([") != "" {
		return false
	}
	if m := maker.FindStringSubmatch(rest); m != nil && len(words) <= maxMaker && !startsLower(m[1]) {
		return true
	}
	rest = strings.TrimSpace(rest)
	return rest != "" && strings.ContainsRune(":：©", firstRune(rest))
}

// proseOf leaves out the lines that are not text of the page: breadcrumbs,
// lines that lead elsewhere, credits, the date of a change, and a date among the
// first lines, which is that of publication unless the page is about an event.
func (e *Extractor) proseOf(c *content, sections []corpus.Section, first int) []corpus.Section {
	seen := 0
	for i := range sections {
		s := &sections[i]
		s.Heading = e.rules.dropIconWord(c, s.Heading)
		s.Paragraphs = slices.DeleteFunc(s.Paragraphs, func(line string) bool {
			seen++
			switch kind := e.rules.words.kind(line); kind {
			case isText:
			case isCredit:
				c.takeCredit(line, "a line about a picture")
				return true
			default:
				c.notes.add("dropped", line, string(kind))
				if kind == isBanner {
					c.notes.copyDates(line)
				}
				return true
			}
			if e.rules.isIcon(line) {
				c.notes.add("dropped", line, "icon word")
				return true
			}
			return c.takeLine(line, seen <= first && c.mayBeDated(line))
		})
		for j, line := range s.Paragraphs {
			s.Paragraphs[j] = e.rules.dropIconWord(c, line)
		}
	}
	return sections
}

// mayBeDated reports whether a date in the text may be that of the page: no other
// has been found there.
func (c *content) mayBeDated(line string) bool {
	d, ok := c.lines("text").read(line)
	return !ok || !slices.ContainsFunc(c.published, func(known candidate) bool {
		return known.Source == "text" && !d.published.IsZero() && known.Date != d.published.Date
	})
}

// firstLines is how many lines may hold the date of a page of which nothing is
// known.
const firstLines = 3

// takeCredit keeps a line out of the text.
func (c *content) takeCredit(line, why string) {
	c.notes.add("credit", line, why)
	c.credits = append(c.credits, line)
}

// isIcon reports whether a line is the name of an icon and cannot be a word.
func (r *rules) isIcon(line string) bool {
	return r.iconWords[line] && strings.Contains(line, "_")
}

// dropIconWord removes the name of an icon before a line that may be no fact:
// it must be followed by something that begins like a line of its own.
func (r *rules) dropIconWord(c *content, line string) string {
	first, rest, ok := strings.Cut(line, " ")
	if !ok || !r.iconWords[first] || startsLower(rest) {
		return line
	}
	c.notes.add("dropped", first, "icon word before "+shorten(rest))
	return rest
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func startsLower(s string) bool { return unicode.IsLower(firstRune(s)) }
