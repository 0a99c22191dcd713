package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/config"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/live"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// judged is a query with a page that it must find.
type judged struct {
	query, url string
	// lowest is the lowest place that is good enough, 0 for any.
	lowest int
}

// maxPlace is how far down a page is looked for.
const maxPlace = search.MaxPerPage

// loadQueries reads a file of judged queries; no name is no query. The error
// holds a *config.Error for each bad line.
func loadQueries(path string) ([]judged, error) {
	if path == "" {
		return nil, nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, &exitError{exitConfig, err}
	}
	var out []judged
	var problems []error
	lines := map[judged]int{}
	content = bytes.TrimPrefix(content, []byte("\uFEFF"))
	for i, line := range strings.Split(string(content), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		j, problem := readJudged(line)
		key := judged{query: j.query, url: corpus.AddressKey(j.url)}
		if before := lines[key]; problem == nil && before > 0 {
			problem = &config.Error{Reason: fmt.Sprintf("line %d judges this page for this query already", before), Remedy: "remove one of the lines"}
		}
		if problem != nil {
			problem.File, problem.Line = path, i+1
			problems = append(problems, problem)
			continue
		}
		lines[key] = i + 1
		out = append(out, j)
	}
	return out, errors.Join(problems...)
}

// readJudged reads one line.
func readJudged(line string) (judged, *config.Error) {
	const columns = "write query, TAB, address, and after another TAB the lowest place, if there is one"
	parts := strings.Split(line, "\t")
	if len(parts) < 2 || len(parts) > 3 {
		return judged{}, &config.Error{Reason: fmt.Sprintf("the line has %d columns", len(parts)), Remedy: columns}
	}
	j := judged{query: strings.TrimSpace(parts[0]), url: strings.TrimSpace(parts[1])}
	if j.query == "" {
		return j, &config.Error{Reason: "the query is empty", Remedy: columns}
	}
	if _, err := (querylang.Parser{Limits: querylang.Default}).Parse(j.query); err != nil {
		return j, &config.Error{Reason: fmt.Sprintf("nobody could search for this: %v", err), Remedy: "shorten the query"}
	}
	if u, err := url.Parse(j.url); err != nil || !u.IsAbs() {
		return j, &config.Error{Reason: fmt.Sprintf("%q is no address of a page", j.url), Remedy: "write it whole, such as https://uil.example/news"}
	}
	if len(parts) == 2 {
		return j, nil
	}
	var err error
	if j.lowest, err = strconv.Atoi(strings.TrimSpace(parts[2])); err != nil || j.lowest < 1 || j.lowest > maxPlace {
		return j, &config.Error{Reason: fmt.Sprintf("%q is no place", parts[2]), Remedy: fmt.Sprintf("write a number from 1 to %d, or leave the column out", maxPlace)}
	}
	return j, nil
}

// rankOf returns what publish asks where judged pages stand, or nil where there
// is none.
func rankOf(queries []judged) func(context.Context, string, generation.Manifest) ([]publish.Ranking, error) {
	if len(queries) == 0 {
		return nil
	}
	return func(ctx context.Context, dir string, m generation.Manifest) (out []publish.Ranking, err error) {
		ids, err := judgedIDs(dir, queries)
		if err != nil {
			return nil, err
		}
		index, err := live.Open(ctx, dir, m, openEngine)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, index.Close()) }()
		found := map[string][]corpus.ID{}
		for _, j := range queries {
			if _, asked := found[j.query]; !asked {
				if found[j.query], err = first(ctx, index, j.query); err != nil {
					return nil, fmt.Errorf("judged query %s: %w", j.query, err)
				}
			}
			place := 0
			if id, ok := ids[corpus.AddressKey(j.url)]; ok {
				place = slices.Index(found[j.query], id) + 1
			}
			out = append(out, publish.Ranking{Query: j.query, URL: j.url, Lowest: j.lowest, Place: place})
		}
		return out, nil
	}
}

// first returns the documents that a reader would find first.
func first(ctx context.Context, index *live.Index, query string) ([]corpus.ID, error) {
	a, err := index.Search(ctx, search.Query{Text: query, Sort: search.Relevance, Page: 1, PerPage: maxPlace})
	if err != nil {
		return nil, err
	}
	ids := make([]corpus.ID, len(a.Hits))
	for i, h := range a.Hits {
		ids[i] = h.ID
	}
	return ids, nil
}

// judgedIDs returns the documents at the judged addresses, by AddressKey. A
// document's own address comes before what others call theirs.
func judgedIDs(dir string, queries []judged) (map[string]corpus.ID, error) {
	wanted := map[string]bool{}
	for _, j := range queries {
		wanted[corpus.AddressKey(j.url)] = true
	}
	own, other := map[string]corpus.ID{}, map[string]corpus.ID{}
	for e, err := range generation.Catalog(dir) {
		if err != nil {
			return nil, err
		}
		own[corpus.AddressKey(e.URL)] = corpus.ID(e.ID)
		for _, address := range e.Others {
			other[corpus.AddressKey(address)] = corpus.ID(e.ID)
		}
	}
	ids := map[string]corpus.ID{}
	for key := range wanted {
		if id := cmp.Or(own[key], other[key]); id != "" {
			ids[key] = id
		}
	}
	return ids, nil
}
