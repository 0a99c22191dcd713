package publish

import (
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// Digested passes the documents on and adds each to the digest. When a page
// was crawled is no part of what it says and stays out, or else fetching an
// unchanged site would publish it again.
func Digested(docs iter.Seq2[corpus.Document, error], digest *generation.Digest) iter.Seq2[corpus.Document, error] {
	return func(yield func(corpus.Document, error) bool) {
		for d, err := range docs {
			if err == nil {
				err = add(digest, d)
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

func add(digest *generation.Digest, d corpus.Document) error {
	d.Crawled = time.Time{}
	canonical, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("digest of %s: %w", d.URL, err)
	}
	digest.Add(string(d.ID), canonical)
	return nil
}
