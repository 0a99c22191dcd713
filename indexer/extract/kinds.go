package extract

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// kinds are the words by which pages call what they are.
type kinds struct {
	phrases phrases
	types   map[string]corpus.Type
}

func checkKinds(list []KindWords) error {
	for i, k := range list {
		if !corpus.ValidType(k.Type) {
			return fmt.Errorf("kinds[%d]: unknown type %q", i, k.Type)
		}
	}
	return nil
}

func newKinds(list []KindWords) kinds {
	k := kinds{types: map[string]corpus.Type{}}
	var all []string
	for _, entry := range list {
		for _, name := range entry.Words {
			all = append(all, name)
			k.types[strings.Join(terms(name), " ")] = entry.Type
		}
	}
	k.phrases = newPhrases(all)
	return k
}

// of returns the type that a text names, if it names one and nothing else but a
// number, as in "Working paper no. 12".
func (k kinds) of(s string) (corpus.Type, bool) {
	found := analysis.Words(s)
	n := k.phrases.at(found)
	if n == 0 {
		return "", false
	}
	for _, w := range found[n:] {
		if !numberWords[w.Term] && (strings.Trim(w.Term, "0123456789") != "" || len(w.Term) > maxIssue) {
			return "", false
		}
	}
	return k.typeOf(found[:n])
}

func (k kinds) typeOf(found []analysis.Word) (corpus.Type, bool) {
	var names []string
	for _, w := range found {
		names = append(names, w.Term)
	}
	t, ok := k.types[strings.Join(names, " ")]
	return t, ok
}

// maxIssue is how many digits the number of a paper has at most; a year has more.
const maxIssue = 3

// numberWords stand before the number of a paper.
var numberWords = words("no nr n num № number numéro número nummer номер رقم 제 호 第 号 期")

// maxHead is how many words may stand before the colon of a title that tells
// what a page is.
const maxHead = 5

// ofTitle returns the type that a title names before a colon, as in "Online
// seminar: reading together". There the name of an event may stand with other
// words beside it, other names may not.
func (k kinds) ofTitle(title string) (corpus.Type, bool) {
	at := strings.IndexAny(title, ":：|｜")
	if at <= 0 {
		return "", false
	}
	head := strings.TrimSpace(title[:at])
	if t, ok := k.of(head); ok {
		return t, true
	}
	found := analysis.Words(head)
	if len(found) > maxHead || len(found) == 0 {
		return "", false
	}
	for _, i := range []int{0, len(found) - 1} {
		if t, ok := k.types[found[i].Term]; ok && t == corpus.Event || found[i].CJK && isEventWord(found[i].Term) {
			return corpus.Event, true
		}
	}
	return "", false
}

// maxKindLines is how many lines below the title may name what a page is.
const maxKindLines = 3

// takeKind returns the type that one of the first lines names.
func (c *content) takeKind() {
	seen := 0
	for _, s := range c.sections {
		for _, line := range append([]string{s.Heading}, s.Paragraphs...) {
			if line == "" {
				continue
			}
			if seen++; seen > maxKindLines || len(line) > maxDateLine {
				return
			}
			if t, ok := c.kinds.of(strings.TrimFunc(line, unicode.IsPunct)); ok && c.typ == "" {
				c.setType(t, "the line “"+shorten(line)+"” says so")
				return
			}
		}
	}
}
