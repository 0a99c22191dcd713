package extract

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
)

// Evaluation is how well the text of a set of articles was found.
type Evaluation struct {
	Scores
	// Failed is how many pages gave no document; of these nothing was found.
	Failed int `json:"failed"`
	// Time is what reading the pages took, without opening their files.
	Time  time.Duration `json:"-"`
	Pages []Evaluated   `json:"pages"`
}

// Evaluated is one page of an Evaluation.
type Evaluated struct {
	ID  string `json:"id"`
	URL string `json:"url"`
	Overlap
	// Error says why there is no document.
	Error string `json:"error,omitempty"`
}

// truth is what one page is known to hold.
type truth struct {
	URL  string `json:"url"`
	Body string `json:"articleBody"`
}

// Files of a set: the pages by ID, each a gzipped HTML file, and what they hold.
const (
	truthFile = "ground-truth.json"
	pagesDir  = "html"
	pageEnd   = ".html.gz"
)

// Evaluate reads a set in the layout of article-extraction-benchmark and scores
// what document makes of its pages, in the order of their IDs. It fails on a set
// that is empty or broken, and when ctx is done.
func Evaluate(ctx context.Context, set fs.FS, document func(corpus.Page) (corpus.Document, error)) (Evaluation, error) {
	known, err := readTruth(set)
	if err != nil {
		return Evaluation{}, fmt.Errorf("%s: %w", truthFile, err)
	}
	var out Evaluation
	var overlaps []Overlap
	for _, id := range slices.Sorted(maps.Keys(known)) {
		if ctx.Err() != nil {
			return Evaluation{}, ctx.Err()
		}
		body, err := readPage(set, id)
		if err != nil {
			return Evaluation{}, fmt.Errorf("page %q: %w", id, err)
		}
		page := Evaluated{ID: id, URL: known[id].URL}
		began := time.Now()
		d, err := document(corpus.Page{URL: page.URL, MediaType: corpus.HTML, Body: body, Captured: began})
		out.Time += time.Since(began)
		if err != nil {
			page.Error = err.Error()
			out.Failed++
		}
		page.Overlap = Compare(known[id].Body, Body(&d))
		overlaps = append(overlaps, page.Overlap)
		out.Pages = append(out.Pages, page)
	}
	out.Scores = Average(overlaps)
	return out, nil
}

func readTruth(set fs.FS) (map[string]truth, error) {
	raw, err := fs.ReadFile(set, truthFile)
	if err != nil {
		return nil, err
	}
	var known map[string]truth
	if err := json.Unmarshal(raw, &known); err != nil {
		return nil, err
	}
	if len(known) == 0 {
		return nil, errors.New("it names no page")
	}
	return known, nil
}

// readPage unpacks a page, one byte more than any that is read at most.
func readPage(set fs.FS, id string) ([]byte, error) {
	f, err := set.Open(path.Join(pagesDir, id+pageEnd))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	packed, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(packed, maxBody+1))
}
