package curate

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/internal/config"
)

// columns are those of the file; the first five must be there.
var columns = []string{"url", "content_hash", "action", "field", "value", "role", "evidence", "note"}

const needed = 5

// row is one line of the file.
type row struct {
	line  int
	cells map[string]string
}

// asText is the remedy for what a spreadsheet has saved in a form of its own.
const asText = "save it as text with tabs or as CSV, in UTF-8"

// readTable reads a table whose first line names its columns. The cells are
// separated by tabs, commas or semicolons, whichever the first line has. Lines
// that begin with # are for people.
func readTable(path string, content []byte) ([]row, error) {
	bad := func(line int, reason, remedy string) error {
		return &config.Error{File: path, Line: line, Reason: reason, Remedy: remedy}
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return nil, bad(0, "this is a document of a spreadsheet", asText)
	}
	if line := badLine(content); line > 0 {
		return nil, bad(line, "the text is not UTF-8", asText)
	}
	lines, err := split(content)
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return nil, bad(parse.Line, parse.Err.Error(), "double each quotation mark within a cell, and put the cell between quotation marks")
	}
	if err != nil {
		return nil, bad(0, err.Error(), asText)
	}
	if len(lines) == 0 {
		return nil, bad(1, "the file is empty", "begin it with the line of columns: "+strings.Join(columns, ", "))
	}
	header := lines[0].cells
	for i, c := range header {
		header[i] = strings.ToLower(c)
	}
	if reason := checkHeader(header); reason != "" {
		return nil, bad(lines[0].line, reason, "the columns are "+strings.Join(columns, ", ")+", separated by tabs")
	}
	var rows []row
	for _, l := range lines[1:] {
		r, behind := l.row(header)
		if behind != "" {
			return nil, bad(l.line, fmt.Sprintf("%q stands behind the last column", behind), "remove a separator from the line")
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// badLine returns the number of the first line that is no text, or 0.
func badLine(content []byte) int {
	n := 0
	for line := range bytes.Lines(content) {
		n++
		if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
			return n
		}
	}
	return 0
}

// checkHeader returns what is wrong with the line of columns, or "".
func checkHeader(header []string) string {
	for _, c := range columns[:needed] {
		if !slices.Contains(header, c) {
			return fmt.Sprintf("there is no column %q", c)
		}
	}
	for i, c := range header {
		switch {
		case c == "": // of a separator at the end
		case !slices.Contains(columns, c):
			return fmt.Sprintf("unknown column %q", c)
		case slices.Contains(header[:i], c):
			return fmt.Sprintf("the column %q is there twice", c)
		}
	}
	return ""
}

// cellsOfLine are the cells of one line, without the space around them.
type cellsOfLine struct {
	line  int
	cells []string
}

// row returns the line by the names of its columns, and what stands behind the
// last of them.
func (l cellsOfLine) row(header []string) (r row, behind string) {
	r = row{line: l.line, cells: map[string]string{}}
	for i, cell := range l.cells {
		if i < len(header) {
			r.cells[header[i]] = cell
		} else if cell != "" {
			return r, cell
		}
	}
	return r, ""
}

// split returns the lines that hold something and are not for people.
func split(content []byte) ([]cellsOfLine, error) {
	text := strings.ReplaceAll(strings.ReplaceAll(string(content), "\r\n", "\n"), "\r", "\n")
	comma := separator(text)
	if comma == '\t' {
		return splitTabs(text), nil
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.Comment, r.FieldsPerRecord = comma, '#', -1
	var out []cellsOfLine
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		out = keep(out, line, cells)
	}
}

// separator returns what separates the columns that the first line names.
func separator(text string) rune {
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(strings.TrimPrefix(line, `"`), "#") {
			continue
		}
		for _, c := range "\t;," {
			if strings.ContainsRune(line, c) {
				return c
			}
		}
	}
	return '\t'
}

// splitTabs reads lines with tabs. A cell that a spreadsheet has put between
// quotation marks loses them; others keep theirs.
func splitTabs(text string) []cellsOfLine {
	var out []cellsOfLine
	n := 0
	for line := range strings.Lines(text) {
		n++
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		for i, c := range cells {
			cells[i] = unquote(strings.TrimSpace(c))
		}
		out = keep(out, n, cells)
	}
	return out
}

// unquote returns a cell without the quotation marks of a spreadsheet.
func unquote(cell string) string {
	if len(cell) < 2 || cell[0] != '"' || cell[len(cell)-1] != '"' {
		return cell
	}
	inner := cell[1 : len(cell)-1]
	if strings.Contains(strings.ReplaceAll(inner, `""`, ""), `"`) {
		return cell
	}
	return strings.ReplaceAll(inner, `""`, `"`)
}

// keep appends a line unless it is empty or for people.
func keep(out []cellsOfLine, line int, cells []string) []cellsOfLine {
	for i, c := range cells {
		cells[i] = strings.TrimSpace(c)
	}
	if strings.HasPrefix(cells[0], "#") || !slices.ContainsFunc(cells, func(c string) bool { return c != "" }) {
		return out
	}
	return append(out, cellsOfLine{line, cells})
}
