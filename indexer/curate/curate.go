// Package curate applies what a curator says of single pages: a tag more or
// less, another type or date. Each line of the file is bound to the text of its
// page by the content hash; one whose page has another text by now is reported
// and not applied.
package curate

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/config"
)

// Version stands for how overrides are applied. It changes whenever the same
// file and document would give another document.
const Version = 1

// Rule is the rule of tags that a curator has given, and the source of dates.
const Rule = "curator"

// Action is what an override does.
type Action string

// The actions. Add and Remove are of tags, Set is of the type and the date;
// Remove of a date leaves the page without one.
const (
	Add    Action = "add"
	Remove Action = "remove"
	Set    Action = "set"
)

// The fields besides the facets of tags.
const (
	fieldType = "type"
	fieldDate = "date"
)

// Override is one line of the file.
type Override struct {
	Line int `json:"line"`
	// URL is any address of the page, and Hash its content hash when the line
	// was written.
	URL    string `json:"url"`
	Hash   string `json:"content_hash"`
	Action Action `json:"action"`
	// Field is a facet of tags, "type" or "date"; Value is one of its
	// identifiers, and empty for the date to remove.
	Field string `json:"field"`
	Value string `json:"value,omitempty"`
	// Role is that of an added tag.
	Role corpus.Role `json:"role,omitempty"`
	// Evidence are words of the page that show it. An added tag has some.
	Evidence string `json:"evidence,omitempty"`
	Note     string `json:"note,omitempty"`
	// date is the Value of a date.
	date corpus.Date
}

// Curator holds the overrides of one file. It does not change and is safe for
// concurrent use.
type Curator struct {
	taxonomy  *taxonomy.Taxonomy
	overrides []Override
	// byAddress holds indices of overrides by the key of their address.
	byAddress map[string][]int
	hash      string
}

// Load reads a file of overrides; an empty path is a Curator without any. The
// error holds a *config.Error for each line that cannot be applied to any page:
// each names the file, the line and the remedy.
func Load(path string, t *taxonomy.Taxonomy) (*Curator, error) {
	c := &Curator{taxonomy: t, byAddress: map[string][]int{}}
	if path == "" {
		return c, nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, &config.Error{File: path, Reason: fmt.Sprintf("the overrides cannot be read: %v", cause(err)), Remedy: "correct taxonomy.overrides"}
	}
	rows, err := readTable(path, content)
	if err != nil {
		return nil, err
	}
	check := checker{path: path, taxonomy: t, lines: map[string]int{}}
	for _, r := range rows {
		if o, ok := check.override(r); ok {
			key := corpus.AddressKey(o.URL)
			c.byAddress[key] = append(c.byAddress[key], len(c.overrides))
			c.overrides = append(c.overrides, o)
		}
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%s", Version, content))
	c.hash = hex.EncodeToString(sum[:])
	return c, errors.Join(check.problems...)
}

// cause returns an error of the system without the name of the file.
func cause(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

// Len returns the number of overrides.
func (c *Curator) Len() int { return len(c.overrides) }

// Hash stands for all that the Curator may change in a document. It is empty
// where there is no file.
func (c *Curator) Hash() string { return c.hash }

// of returns the overrides of a document in the order of their lines. Page is
// the address that the document was captured under.
func (c *Curator) of(page string, d *corpus.Document) []Override {
	if len(c.overrides) == 0 {
		return nil
	}
	var found []int
	for _, address := range append([]string{page, d.URL}, d.OtherURLs...) {
		found = append(found, c.byAddress[corpus.AddressKey(address)]...)
	}
	slices.Sort(found)
	var out []Override
	for _, i := range slices.Compact(found) {
		out = append(out, c.overrides[i])
	}
	return out
}
