package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// Documents are those of a run, in order of ID. An error is the last that is
// yielded.
type Documents = iter.Seq2[corpus.Document, error]

// recorder takes note of every document that goes to the engine: in the digest,
// in the catalog and in the tally.
type recorder struct {
	digest  generation.Digest
	catalog *generation.CatalogWriter
	tally   tally
}

// newRecorder begins the catalog of the generation that is built in dir.
func newRecorder(dir string) (*recorder, error) {
	catalog, err := generation.NewCatalogWriter(dir)
	if err != nil {
		return nil, err
	}
	return &recorder{catalog: catalog, tally: newTally()}, nil
}

// record passes the documents on and takes note of each. It is for one
// goroutine, and for one sequence.
func (r *recorder) record(docs Documents) Documents {
	return func(yield func(corpus.Document, error) bool) {
		for d, err := range docs {
			if err == nil {
				err = r.add(d)
			}
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
}

func (r *recorder) add(d corpus.Document) error {
	e, canonical, err := entryOf(d)
	if err != nil {
		return err
	}
	if err := r.catalog.Add(e); err != nil {
		return err
	}
	r.digest.Add(e.ID, canonical)
	r.tally.add(e)
	return nil
}

// close ends the catalog, after a failure too.
func (r *recorder) close(err error) error { return errors.Join(err, r.catalog.Close()) }

// entryOf returns what the catalog says of a document, and the form of it that
// is digested. When a page was crawled is no part of what it says and stays
// out, or else fetching an unchanged site would publish it again.
func entryOf(d corpus.Document) (e generation.CatalogEntry, canonical []byte, err error) {
	d.Crawled = time.Time{}
	if canonical, err = json.Marshal(d); err != nil {
		return e, nil, fmt.Errorf("digest of %s: %w", d.URL, err)
	}
	sum := sha256.Sum256(canonical)
	return generation.CatalogEntry{
		ID: string(d.ID), URL: d.URL, Others: d.OtherURLs, Title: d.Title, Type: string(d.Type),
		Content: d.ContentHash, Text: len(d.Text()), Digest: hex.EncodeToString(sum[:]), About: aboutOf(d),
	}, canonical, nil
}

// aboutOf returns the values that a document is about, by facet.
func aboutOf(d corpus.Document) map[string][]string {
	var about map[string][]string
	for _, f := range corpus.TagFacets() {
		var values []string
		for _, t := range d.TagsOf(f) {
			if t.Role == corpus.About {
				values = append(values, t.Value)
			}
		}
		if len(values) == 0 {
			continue
		}
		if about == nil {
			about = map[string][]string{}
		}
		slices.Sort(values)
		about[string(f)] = slices.Compact(values)
	}
	return about
}
