package taxonomy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// columns names the columns that each file must have.
var columns = map[string][]string{
	"cities.tsv":    {"id", "name", "country", "region", "member_since", "award_years", "lat", "lon", "geonameid"},
	"aliases.tsv":   {"city", "alias", "kind"},
	"countries.tsv": {"iso2", "iso3", "name", "region", "names", "adjectives"},
	"regions.tsv":   {"id", "name", "name_fr", "name_es", "names"},
	"themes.tsv": {"id", "name", "name_fr", "name_es", "name_pt", "name_de", "name_ru", "name_ar", "name_zh", "name_ko",
		"kind", "sdg", "threshold"},
	"triggers.tsv": {"theme", "lang", "weight", "forms"},
	"unsafe.tsv":   {"form", "kind", "why"},
	"suffixes.tsv": {"kind", "lang", "forms"},
}

// row is one line of a table.
type row struct {
	file   string
	line   int
	fields map[string]string
}

func (r row) get(column string) string { return r.fields[column] }

// list reads a field whose values are separated by bars.
func (r row) list(column string) []string {
	var out []string
	for v := range strings.SplitSeq(r.get(column), "|") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

func (r row) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", r.file, r.line, fmt.Sprintf(format, args...))
}

// number reads a whole number; an empty field is 0.
func (r row) number(column string) (int, error) {
	s := r.get(column)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, r.errorf("%s is %q; write a whole number or leave it empty", column, s)
	}
	return n, nil
}

// readTable reads a file of fields separated by tabs. Its first line that is
// no comment names the columns. Rows with too few or too many fields are left
// out, and all of them are in the error.
func readTable(file string, content []byte) ([]row, error) {
	if !utf8.Valid(content) {
		return nil, fmt.Errorf("%s:%d: the text is not UTF-8; save the file as UTF-8", file, badLine(content))
	}
	var header []string
	var rows []row
	var wrong faults
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(string(content), "\ufeff")) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		r := row{file: file, line: n}
		fields := strings.Split(line, "\t")
		if header == nil {
			if err := checkHeader(r, fields); err != nil {
				return nil, err
			}
			header = fields
			continue
		}
		if len(fields) != len(header) {
			wrong.add(r.errorf("%d fields; want %d, separated by tabs: %s", len(fields), len(header), strings.Join(header, ", ")))
			continue
		}
		r.fields = make(map[string]string, len(fields))
		for i, f := range fields {
			r.fields[header[i]] = strings.TrimSpace(f)
		}
		rows = append(rows, r)
	}
	if header == nil {
		return nil, fmt.Errorf("%s:1: the file is empty; begin it with the line of columns: %s", file, strings.Join(columns[file], ", "))
	}
	return rows, wrong.err()
}

// badLine returns the number of the first line that is not UTF-8.
func badLine(content []byte) int {
	n := 1
	for line := range strings.Lines(string(content)) {
		if !utf8.ValidString(line) {
			break
		}
		n++
	}
	return n
}

func checkHeader(r row, header []string) error {
	want := columns[r.file]
	var wrong faults
	for _, c := range want {
		if !slices.Contains(header, c) {
			wrong.add(r.errorf("there is no column %q; the columns are %s", c, strings.Join(want, ", ")))
		}
	}
	for _, c := range header {
		if !slices.Contains(want, c) {
			wrong.add(r.errorf("unknown column %q; the columns are %s", c, strings.Join(want, ", ")))
		}
	}
	return wrong.err()
}
