package main

import (
	"fmt"
	"strings"
	"unicode"
)

// The measure of a sheet, in columns of a terminal.
const (
	sheetLabel = 16 // indent and label
	sheetWidth = 96
)

// sheet is text for a terminal: headings, and below them labels with values that
// are wrapped. What comes from pages and servers cannot steer the terminal.
type sheet struct {
	strings.Builder
}

func (s *sheet) heading(text string) {
	if s.Len() > 0 {
		s.WriteString("\n")
	}
	s.WriteString(printable(text) + "\n")
}

// line writes a label and a value, which may be indented by spaces. An empty label
// goes on below the last one. A value that is empty is not written.
func (s *sheet) line(label, format string, args ...any) {
	value := fmt.Sprintf(format, args...)
	if value == "" {
		return
	}
	indent := value[:len(value)-len(strings.TrimLeft(value, " "))]
	for i, row := range wrap(printable(value), sheetWidth-sheetLabel-len(indent)) {
		if i > 0 {
			label = ""
		}
		fmt.Fprintf(s, "%s%s%s\n", pad("  "+printable(label), sheetLabel), indent, row)
	}
}

// pad fills text up to a width, and with one space at least.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(1, width-columns(text)))
}

// printable returns text on one line, without what a terminal would obey: controls,
// and marks that turn the direction of what follows.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r), '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// wrap cuts text into rows of so many columns at most, between words, and within
// words of scripts that write no spaces. A word of another script that is longer
// than a row, as an address, stays whole, so that it can be copied.
func wrap(text string, width int) []string {
	var rows []string
	row, used := "", 0
	for _, word := range pieces(text) {
		size := columns(word.text)
		gap := 0
		if word.spaced && used > 0 {
			gap = 1
		}
		if used > 0 && used+gap+size > width {
			rows = append(rows, row)
			row, used, gap = "", 0, 0
		}
		row += strings.Repeat(" ", gap) + word.text
		used += gap + size
	}
	return append(rows, row)
}

// piece is what is not cut; spaced says that a space stands before it.
type piece struct {
	text   string
	spaced bool
}

func pieces(text string) []piece {
	var out []piece
	for word := range strings.FieldsSeq(text) {
		start, spaced := 0, true
		for i, r := range word {
			if i > start && isWide(r) {
				out = append(out, piece{word[start:i], spaced})
				start, spaced = i, false
			}
		}
		out = append(out, piece{word[start:], spaced})
	}
	return out
}

// columns is the width of text on a terminal.
func columns(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case isWide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

// isWide reports whether a character takes two columns.
func isWide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || '\u3000' <= r && r <= '\u303f' || '\uff01' <= r && r <= '\uff60'
}
