// Package relevance holds judged queries and asks an engine for the places of
// their pages.
package relevance

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/config"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// MaxPlace is how far down a page is looked for.
const MaxPlace = search.MaxPerPage

// Query is a query with a page that it must find.
type Query struct {
	Text string
	// URL is an address of the page, in any spelling.
	URL string
	// Lowest is the lowest place that is good enough, from 1 to MaxPlace; 0 for
	// any.
	Lowest int
}

// Load reads a file of judged queries; no path is no query. Each line holds
// query, TAB and address, and may hold another TAB and the lowest place; lines
// that begin with # are for people. The error holds a *config.Error for each bad
// line, or one where the file cannot be read.
func Load(path string) ([]Query, error) {
	if path == "" {
		return nil, nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, &config.Error{File: path, Reason: fmt.Sprintf("the judged queries cannot be read: %v", cause(err)), Remedy: "correct reindex.queries"}
	}
	var out []Query
	var problems []error
	lines := map[Query]int{}
	content = bytes.TrimPrefix(content, []byte("\uFEFF"))
	for i, line := range strings.Split(string(content), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		q, problem := parse(line)
		key := Query{Text: q.Text, URL: corpus.AddressKey(q.URL)}
		if before := lines[key]; problem == nil && before > 0 {
			problem = &config.Error{Reason: fmt.Sprintf("line %d judges this page for this query already", before), Remedy: "remove one of the lines"}
		}
		if problem != nil {
			problem.File, problem.Line = path, i+1
			problems = append(problems, problem)
			continue
		}
		lines[key] = i + 1
		out = append(out, q)
	}
	return out, errors.Join(problems...)
}

// cause returns what went wrong with a file without its name.
func cause(err error) error {
	var file *os.PathError
	if errors.As(err, &file) {
		return file.Err
	}
	return err
}

// parse reads one line.
func parse(line string) (Query, *config.Error) {
	const columns = "write query, TAB, address, and after another TAB the lowest place, if there is one"
	parts := strings.Split(line, "\t")
	if len(parts) < 2 || len(parts) > 3 {
		return Query{}, &config.Error{Reason: fmt.Sprintf("the line has %d columns", len(parts)), Remedy: columns}
	}
	q := Query{Text: strings.TrimSpace(parts[0]), URL: strings.TrimSpace(parts[1])}
	if q.Text == "" {
		return q, &config.Error{Reason: "the query is empty", Remedy: columns}
	}
	if _, err := (querylang.Parser{Limits: querylang.Default}).Parse(q.Text); err != nil {
		return q, &config.Error{Reason: fmt.Sprintf("nobody could search for this: %v", err), Remedy: "shorten the query"}
	}
	if u, err := url.Parse(q.URL); err != nil || !u.IsAbs() {
		return q, &config.Error{Reason: fmt.Sprintf("%q is no address of a page", q.URL), Remedy: "write it whole, such as https://uil.example/news"}
	}
	if len(parts) == 2 {
		return q, nil
	}
	var err error
	if q.Lowest, err = strconv.Atoi(strings.TrimSpace(parts[2])); err != nil || q.Lowest < 1 || q.Lowest > MaxPlace {
		return q, &config.Error{Reason: fmt.Sprintf("%q is no place", parts[2]), Remedy: fmt.Sprintf("write a number from 1 to %d, or leave the column out", MaxPlace)}
	}
	return q, nil
}
