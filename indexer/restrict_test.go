package indexer

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
)

// A restricted run takes the first pages that fit, in order, and says how many
// it left out.
func TestRestriction(t *testing.T) {
	odd := func(url string) bool { return strings.ContainsAny(url[len(url)-1:], "13579") }
	none := func(string) bool { return false }
	for _, c := range []struct {
		name    string
		only    func(string) bool
		limit   int
		total   int
		want    string
		leftOut int
		err     error
	}{
		{"all", nil, 0, 5, "ABCDE", 0, nil},
		{"all, with a stale total", nil, 0, 9, "ABCDE", 0, nil},
		{"only", odd, 0, 5, "BD", 3, nil},
		{"limit", nil, 2, 5, "AB", 3, nil},
		{"limit above all", nil, 50, 5, "ABCDE", 0, nil},
		{"limit of only", odd, 1, 5, "B", 4, nil},
		{"total not known", odd, 1, 0, "B", 1, nil},
		{"none fits", none, 0, 5, "", 5, ErrNoneTaken},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, out, _ := pipeline("A|a", "B|b", "C|c", "D|d", "E|e")
			p.Only, p.Limit, p.Total = c.only, c.limit, c.total
			read := ""
			p.Enrich = func(d corpus.Document) (corpus.Document, error) {
				read += d.Title
				return enrich(d)
			}
			got, err := p.Run(t.Context(), "")
			if !errors.Is(err, c.err) || read != c.want || got.Pages != len(c.want) || len(out.docs) != len(c.want) || got.LeftOut != c.leftOut {
				t.Errorf("read %q, %d documents, report %+v, %v", read, len(out.docs), got, err)
			}
			if errors.Is(err, ErrEmpty) {
				t.Error("the archive is said to be empty")
			}
		})
	}
}

// Progress counts both stages from nothing to all.
func TestProgress(t *testing.T) {
	p, _, _ := pipeline("A|a", "bad|b", "C|c")
	p.Total = 3
	var got []string
	p.Progress = func(stage string, done, total int) { got = append(got, fmt.Sprintf("%s %d/%d", stage, done, total)) }
	if _, err := p.Run(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	want := []string{"reading 0/3", "reading 1/3", "reading 2/3", "reading 3/3", "building 0/2", "building 1/2", "building 2/2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
