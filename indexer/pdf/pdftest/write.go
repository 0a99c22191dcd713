// Package pdftest writes small PDF files for tests.
package pdftest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// File is a PDF to be.
type File struct {
	// Title, Created and Modified stand in the metadata where they are not
	// empty; dates as PDF has them, "D:20160714093000Z".
	Title, Created, Modified string
	Pages                    []Page
	// Encrypted files open only with a password, which nobody has.
	Encrypted bool
}

// Page is the lines of a page, in the order in which they are written.
type Page []Line

// Line is text whose first letter stands at X and Y, in points from the lower
// left corner of a page of 595 by 842.
type Line struct {
	X, Y, Size float64
	Text       string
}

// Top is where the first line of Column stands.
const Top = 780

// Column returns lines of 11 points below each other, 14 points apart; an empty
// one leaves a gap.
func Column(text ...string) Page {
	var out Page
	for i, s := range text {
		if s != "" {
			out = append(out, Line{X: 72, Y: Top - 14*float64(i), Size: 11, Text: s})
		}
	}
	return out
}

// writer gathers the objects of a file, which are numbered from 1.
type writer struct {
	objects []string
	codes   map[rune]int // of characters beyond Latin-1
}

func (w *writer) add(format string, args ...any) int {
	w.objects = append(w.objects, fmt.Sprintf(format, args...))
	return len(w.objects)
}

func (w *writer) stream(data string) int {
	return w.add("<< /Length %d >>\nstream\n%s\nendstream", len(data), data)
}

// Bytes returns the file.
func (f File) Bytes() []byte {
	w := &writer{codes: map[rune]int{}}
	var contents []int
	for _, p := range f.Pages {
		contents = append(contents, w.stream(w.content(p)))
	}
	latin := w.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	other := w.wideFont()
	tree := len(w.objects) + len(contents) + 1
	var kids []string
	for _, c := range contents {
		kids = append(kids, fmt.Sprintf("%d 0 R", w.add("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R /F2 %d 0 R >> >> >>", tree, c, latin, other)))
	}
	w.add("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(kids))
	root := w.add("<< /Type /Catalog /Pages %d 0 R >>", tree)
	trailer := fmt.Sprintf("/Root %d 0 R", root)
	var info string
	for _, field := range [][2]string{{"Title", f.Title}, {"CreationDate", f.Created}, {"ModDate", f.Modified}} {
		if field[1] != "" {
			info += fmt.Sprintf(" /%s <FEFF%s>", field[0], hex(field[1]))
		}
	}
	if info != "" {
		trailer += fmt.Sprintf(" /Info %d 0 R", w.add("<<%s >>", info))
	}
	if f.Encrypted {
		secret := strings.Repeat("5A", 32)
		trailer += fmt.Sprintf(" /Encrypt %d 0 R /ID [<00> <00>]", w.add("<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>", secret, secret))
	}
	return w.bytes(trailer)
}

func (w *writer) bytes(trailer string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	offsets := make([]int, len(w.objects))
	for i, o := range w.objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, trailer, table)
	return b.Bytes()
}

// content returns what draws the lines of a page.
func (w *writer) content(p Page) string {
	var b strings.Builder
	b.WriteString("BT\n")
	for _, l := range p {
		fmt.Fprintf(&b, "1 0 0 1 %g %g Tm ", l.X, l.Y)
		if strings.ContainsFunc(l.Text, func(r rune) bool { return r > 0xFF }) {
			fmt.Fprintf(&b, "/F2 %g Tf <", l.Size)
			for _, r := range l.Text {
				fmt.Fprintf(&b, "%04X", w.code(r))
			}
			b.WriteString("> Tj\n")
			continue
		}
		fmt.Fprintf(&b, "/F1 %g Tf <", l.Size)
		for _, r := range l.Text {
			fmt.Fprintf(&b, "%02X", r)
		}
		b.WriteString("> Tj\n")
	}
	b.WriteString("ET")
	return b.String()
}

func (w *writer) code(r rune) int {
	if w.codes[r] == 0 {
		w.codes[r] = len(w.codes) + 1
	}
	return w.codes[r]
}

// wideFont adds a font whose codes mean what code gave them for.
func (w *writer) wideFont() int {
	var runes []rune
	for r := range w.codes {
		runes = append(runes, r)
	}
	slices.SortFunc(runes, func(a, b rune) int { return w.codes[a] - w.codes[b] })
	var m strings.Builder
	m.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	for part := range slices.Chunk(runes, 100) {
		fmt.Fprintf(&m, "%d beginbfchar\n", len(part))
		for _, r := range part {
			fmt.Fprintf(&m, "<%04X> <%s>\n", w.codes[r], hex(string(r)))
		}
		m.WriteString("endbfchar\n")
	}
	m.WriteString("endcmap end end")
	meaning := w.stream(m.String())
	about := w.add("<< /Type /FontDescriptor /FontName /T /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>")
	glyphs := w.add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /T /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R /DW 600 /CIDToGIDMap /Identity >>", about)
	return w.add("<< /Type /Font /Subtype /Type0 /BaseFont /T /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", glyphs, meaning)
}

// hex returns text as UTF-16 in hexadecimal, the high byte first.
func hex(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}
