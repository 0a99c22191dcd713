// Package labelled reads sets of pages of which a careful reader has said what
// they are, and measures how well what the program says of them agrees.
//
// docs/formats.md describes the layout of a set, and Evaluate what is measured.
package labelled

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
)

// File is the name of the table of a set, PagesDir that of the folder with its
// pages, and PagesFile that of the file with a page a line.
const (
	File      = "expected.tsv"
	PagesDir  = "pages"
	PagesFile = "pages.ndjson"
)

// Values is what a reader said of one thing.
type Values struct {
	// Judged is false where the reader did not say. Then there are no values.
	Judged bool
	// All are the values, of which there may be none.
	All []string
}

// First returns the first value, or the empty string where there is none.
func (v Values) First() string {
	if len(v.All) == 0 {
		return ""
	}
	return v.All[0]
}

// Page is one row of the table: a page, and what a reader said of it.
type Page struct {
	// Line is where the row stands, counted from 1.
	Line int
	// File is the name of the page below the folder of pages; it is empty where
	// URL says which page is meant. Where both are there, URL is the canonical
	// address.
	File, URL string
	// Type, Lang, Script and Published hold one value at most. Lang is of the
	// text, Published as precise as the page gives it.
	Type, Lang, Script, Published Values
	// The others hold names as the reader wrote them, or identifiers once
	// Resolve has been there. Trap is what makes the page hard.
	CitiesAbout, CitiesMention, CountriesAbout, Themes, Trap Values
}

// column returns the place of a column, or nil where it is no column of
// values.
func (p *Page) column(name string) *Values {
	switch name {
	case "type":
		return &p.Type
	case "lang":
		return &p.Lang
	case "script":
		return &p.Script
	case "published":
		return &p.Published
	case "cities_about":
		return &p.CitiesAbout
	case "cities_mention":
		return &p.CitiesMention
	case "countries_about":
		return &p.CountriesAbout
	case "themes":
		return &p.Themes
	case "trap":
		return &p.Trap
	}
	return nil
}

// columns are those that a table may have; a note is for people.
var columns = []string{"file", "url", "type", "lang", "script", "published", "cities_about", "cities_mention", "countries_about", "themes", "trap", "note"}

// single are the columns with one value at most.
var single = []string{"type", "lang", "script", "published"}

// Address is the one under which the page is read: a file's is that of a
// folder with only the pages in it.
func (p *Page) Address() string {
	if p.File != "" {
		u := url.URL{Path: p.File}
		return "file:///" + strings.TrimPrefix(u.EscapedPath(), "./")
	}
	return p.URL
}

// Read reads a table that is called name in errors. The error joins one for each
// bad line, with the line and what to write instead.
func Read(r io.Reader, name string) ([]Page, error) {
	content, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t := table{name: name, lines: map[string]int{}}
	for line := range strings.Lines(strings.TrimPrefix(string(content), "\uFEFF")) {
		t.number++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#") {
			t.read(line)
		}
		if t.header == nil && len(t.problems) > 0 {
			break
		}
	}
	if len(t.pages) == 0 && len(t.problems) == 0 {
		t.number++
		t.fail("no page; write a line of columns, %s, and a line for each page", strings.Join(columns, ", "))
	}
	return t.pages, errors.Join(t.problems...)
}

// table is a file while it is read.
type table struct {
	name     string
	number   int
	header   []string
	pages    []Page
	lines    map[string]int
	problems []error
}

func (t *table) fail(format string, args ...any) {
	t.problems = append(t.problems, fmt.Errorf("%s:%d: %s", t.name, t.number, fmt.Sprintf(format, args...)))
}

// read reads one line, the first of which names the columns.
func (t *table) read(line string) {
	fields := strings.Split(line, "\t")
	for i, f := range fields {
		fields[i] = strings.TrimSpace(f)
	}
	switch {
	case !utf8.ValidString(line):
		t.fail("the text is not UTF-8; save the file as UTF-8")
	case t.header == nil:
		t.readHeader(fields)
	case len(fields) != len(t.header):
		t.fail("%d fields; want %d, separated by tabs: %s", len(fields), len(t.header), strings.Join(t.header, ", "))
	default:
		t.readPage(fields)
	}
}

func (t *table) readHeader(fields []string) {
	for i, f := range fields {
		switch {
		case !slices.Contains(columns, f):
			t.fail("unknown column %q; the columns are %s", f, strings.Join(columns, ", "))
			return
		case slices.Contains(fields[:i], f):
			t.fail("two columns are called %q; remove one", f)
			return
		}
	}
	if !slices.Contains(fields, "file") && !slices.Contains(fields, "url") {
		t.fail(`neither a column "file" nor "url"; one of them says which page a line is about`)
		return
	}
	t.header = fields
}

func (t *table) readPage(fields []string) {
	p := Page{Line: t.number}
	for i, f := range fields {
		switch name := t.header[i]; name {
		case "file":
			p.File = f
		case "url":
			p.URL = f
		default:
			if v := p.column(name); v != nil {
				*v = valuesOf(f)
			}
		}
	}
	if problem := p.check(); problem != "" {
		t.fail("%s", problem)
		return
	}
	if before := t.lines[p.Address()]; before > 0 {
		t.fail("line %d judges this page already; remove one of the lines", before)
		return
	}
	t.lines[p.Address()] = t.number
	t.pages = append(t.pages, p)
}

// valuesOf reads a field: values separated by semicolons, or a hyphen where
// nothing is said.
func valuesOf(field string) Values {
	if field == "-" {
		return Values{}
	}
	v := Values{Judged: true}
	for part := range strings.SplitSeq(field, ";") {
		if part = strings.TrimSpace(part); part != "" {
			v.All = append(v.All, part)
		}
	}
	return v
}

// check returns what is wrong with a row, or nothing.
func (p *Page) check() string {
	if p.File == "" && p.URL == "" {
		return `neither "file" nor "url" says which page is meant`
	}
	for _, name := range columns {
		v := p.column(name)
		if v == nil {
			continue
		}
		if len(v.All) > 1 && slices.Contains(single, name) {
			return fmt.Sprintf("%s: %d values; want one", name, len(v.All))
		}
		for i, s := range v.All {
			if slices.Contains(v.All[:i], s) {
				return fmt.Sprintf("%s: %q stands there twice; remove one", name, s)
			}
		}
	}
	if t := p.Type; t.Judged && !corpus.ValidType(corpus.Type(t.First())) {
		return fmt.Sprintf("type: %q is none; write one of %v, or - where it is not judged", t.First(), corpus.Types())
	}
	if d := p.Published.First(); d != "" {
		if _, err := corpus.ParseDate(d); err != nil {
			return fmt.Sprintf("published: %v", err)
		}
	}
	if l := p.Lang.First(); l != "" && !isLang(l) {
		return fmt.Sprintf("lang: %q; write a code such as en, or nothing where the language cannot be told", l)
	}
	return ""
}

// isLang reports whether s looks as the languages of documents do.
func isLang(s string) bool {
	return len(s) >= 2 && len(s) <= 3 && s != undetermined && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}
