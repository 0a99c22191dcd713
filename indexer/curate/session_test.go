package curate

import (
	"slices"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

func TestSession(t *testing.T) {
	d := document(t, "Cork reads", []string{market})
	c := curator(t, d, pageA+"|HASH|set|type|event", pageA+"|"+someHash+"|set|type|news", "https://uil.example/none|HASH|remove|city|cork")
	s := c.Begin()
	other := d
	other.Title = "Another text at the same address"
	other.ContentHash = corpus.HashContent(&other)
	for _, d := range []corpus.Document{other, d} {
		d.Tags = nil
		if err := s.Apply("", &d); err != nil {
			t.Fatal(err)
		}
	}
	results := s.Results()
	if got := statuses(results); !slices.Equal(got, []Status{Applied, Stale, Unmatched}) {
		t.Fatalf("got %v", got)
	}
	if r := results[1]; r.Line != 3 || r.HashNow != d.ContentHash || r.Title != "Cork reads" || r.Why == "" {
		t.Errorf("got %+v", r)
	}
	broken := d
	broken.Lang = ""
	if err := c.Begin().Apply("", &broken); err == nil || !strings.Contains(err.Error(), pageA) {
		t.Errorf("a document that is not valid: %v", err)
	}
}

// Every edit of the file is another hash.
func TestHash(t *testing.T) {
	seen := map[string]bool{}
	for _, content := range []string{header, "# note\n" + header, header + pageA + "\t" + someHash + "\tset\ttype\tnews\n"} {
		c, _, err := load(t, content)
		if err != nil || c.Hash() == "" || seen[c.Hash()] {
			t.Errorf("%q: %v, hash %q", content, err, c.Hash())
		}
		seen[c.Hash()] = true
	}
}
