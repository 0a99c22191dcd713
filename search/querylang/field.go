package querylang

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// atLeastField is how a group is written of which fewer words are required
// than the match rule says: atleast:2(a b c).
const atLeastField = "atleast"

// Fields returns the names that a colon can follow.
func Fields() []string {
	return []string{"title", "city", "country", "region", "theme", "type", "lang", "year", "date"}
}

var fieldList = strings.Join(Fields(), ", ")

// fieldPrefix returns the field that raw begins with, leading signs left out,
// and where its colon stands.
func fieldPrefix(raw string) (name string, colon int, ok bool) {
	colon = strings.IndexByte(raw, ':')
	if colon < 0 {
		return "", 0, false
	}
	words := analysis.Words(raw[:colon])
	if len(words) != 1 || words[0].End != colon {
		return "", 0, false
	}
	name = strings.ToLower(raw[words[0].Start:colon])
	return name, colon, name == atLeastField || slices.Contains(Fields(), name)
}

// looksLikeField reports whether raw, which is no field, looks as if one was
// meant: a name and a colon, but no time such as 1:30 and no address.
func looksLikeField(raw string) bool {
	name, value, ok := strings.Cut(raw, ":")
	if !ok || utf8.RuneCountInString(name) < 2 || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(value)
	return unicode.IsLetter(first) || unicode.IsNumber(first)
}

func isCount(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n > 0 && n < 1000 && strconv.Itoa(n) == s
}

// fielded reads a field with its value. A value that is none is text.
func (r *reader) fielded(t token) Node {
	bare := t.inner.start < t.inner.end
	follows := r.operand(r.at) && r.tokens[r.at].start == t.end
	switch {
	case t.field == atLeastField && follows:
		return r.atLeast(t)
	case r.inTitle, t.field == atLeastField, !bare && !follows:
		return r.word(t.span)
	case t.field == "title":
		return r.title(t, bare)
	case bare:
		node, why := r.value(t.field, r.text[t.inner.start:t.inner.end])
		if node != nil {
			return node
		}
		r.note(t.span, NoteDropped, why, "")
		return r.word(t.inner)
	case r.tokens[r.at].kind != tokPhrase:
		r.note(t.span, NoteDropped, t.field+": takes one word, or several in quotes; it was left out.", "")
		return nil
	}
	phrase := r.tokens[r.at]
	node, why := r.value(t.field, r.text[phrase.inner.start:phrase.inner.end])
	if node != nil {
		r.at++
		return node
	}
	r.note(span{t.start, phrase.end}, NoteDropped, why, "")
	return r.item()
}

// title reads title: with a word, a phrase or a parenthesis behind it.
func (r *reader) title(t token, bare bool) Node {
	var kid Node
	if bare {
		kid = r.word(t.inner)
	} else {
		r.inTitle = true
		kid = r.item()
		r.inTitle = false
	}
	if kid == nil {
		return nil
	}
	return Title{kid}
}

// atLeast reads atleast:2(a b c), the form in which a Group is printed that
// requires fewer of its words than the match rule.
func (r *reader) atLeast(t token) Node {
	least, _ := strconv.Atoi(r.text[t.inner.start:t.inner.end])
	switch node := r.item().(type) {
	case row:
		return loose{node, least}
	default:
		r.note(t.span, NoteDropped, "atleast: takes plain words in parentheses; it was left out.", "")
		return node
	}
}

// value reads the value of a field other than title. It returns nil and the
// reason where there is no such value.
func (r *reader) value(field, text string) (Node, string) {
	text = strings.TrimSpace(text)
	switch field {
	case "year", "date":
		return dates(field, text)
	case "type":
		for _, known := range corpus.Types() {
			if analysis.Fold(string(known)) == analysis.Fold(text) {
				return Tag{field, string(known), string(known)}, ""
			}
		}
		return nil, fmt.Sprintf("“%s” is no type of page; it was searched as text. Types are %s.", text, typeList())
	case "lang":
		if code := strings.ToLower(text); isLanguageCode(code) {
			return Tag{field, code, code}, ""
		}
		return nil, fmt.Sprintf("“%s” is no language code such as en or fr; it was searched as text.", text)
	}
	if r.gazetteer != nil {
		if value, label, ok := r.gazetteer.Resolve(field, text); ok {
			return Tag{field, value, label}, ""
		}
	}
	return nil, fmt.Sprintf("No %s called “%s” is known; it was searched as text.", field, text)
}

func typeList() string {
	var names []string
	for _, t := range corpus.Types() {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}

func isLanguageCode(s string) bool {
	return (len(s) == 2 || len(s) == 3) && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}

// dates reads a date or a range of dates, either end of which may be open.
func dates(field, text string) (Node, string) {
	from, to, isRange := strings.Cut(strings.ReplaceAll(text, "…", ".."), "..")
	if !isRange {
		to = from
	}
	d := Dates{Field: field}
	var errFrom, errTo error
	if from != "" {
		d.From, errFrom = corpus.ParseDate(from)
	}
	if to != "" {
		d.To, errTo = corpus.ParseDate(to)
	}
	switch {
	case errFrom != nil, errTo != nil, from == "" && to == "":
		return nil, fmt.Sprintf("“%s” is no date; it was searched as text. Write 2016, 2016-07, 2016-07-14 or 2015..2019.", text)
	case from != "" && to != "" && d.To.Last().Before(d.From.First()):
		return nil, fmt.Sprintf("“%s” ends before it begins; it was searched as text.", text)
	case field == "year" && (len(from) > len("2016") || len(to) > len("2016")):
		d.Field = "date"
	}
	return d, ""
}
