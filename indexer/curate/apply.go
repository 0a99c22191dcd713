package curate

import (
	"fmt"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
)

// Status says what became of an override.
type Status string

// The states of an override.
const (
	// Applied overrides changed the document, Idle ones found it as they want
	// it.
	Applied Status = "applied"
	Idle    Status = "idle"
	// The others changed nothing: the page has another text by now, there is no
	// such page, or the evidence does not stand in its text.
	Stale       Status = "stale"
	Unmatched   Status = "unmatched"
	Unsupported Status = "unsupported"
)

// Result says what became of an override on one page.
type Result struct {
	Override
	Status Status `json:"status"`
	// Why is a sentence without a full stop; empty where the override was
	// applied.
	Why string `json:"why,omitempty"`
	// Title and HashNow are those of the page as it is, and empty where there
	// is none.
	Title   string `json:"title,omitempty"`
	HashNow string `json:"content_hash_now,omitempty"`
}

// Apply changes a document as its overrides say, and returns what became of
// each, in the order of their lines. Page is the address that the document was
// captured under, in any spelling. The slices of the document are not written
// to. A document that was valid stays so.
func (c *Curator) Apply(page string, d *corpus.Document) []Result {
	overrides := c.of(page, d)
	if len(overrides) == 0 {
		return nil
	}
	e := &editor{taxonomy: c.taxonomy, tags: slices.Clone(d.Tags)}
	out := make([]Result, len(overrides))
	for i, o := range overrides {
		r := &out[i]
		*r = Result{Override: o, Title: d.Title, HashNow: d.ContentHash}
		span, found := find(d, o.Evidence)
		switch {
		case o.Hash != d.ContentHash:
			r.Status, r.Why = Stale, "the text of the page has changed: look at it, and write its new content hash, or delete the line"
		case o.Evidence != "" && !found:
			r.Status, r.Why = Unsupported, fmt.Sprintf("the page does not say “%s” in one paragraph: copy the words that it has", o.Evidence)
		case isFacet(o.Field):
			e.changes = append(e.changes, change{r, span})
		default:
			r.done(setField(d, o), "the page has it so already")
		}
	}
	if len(e.changes) > 0 {
		d.Tags = e.edit()
	}
	return out
}

// setField sets the type or the date, and reports whether that was another.
func setField(d *corpus.Document, o Override) bool {
	if o.Field == fieldType {
		old := d.Type
		d.Type = corpus.Type(o.Value)
		return d.Type != old
	}
	old := d.Published
	d.Published = o.date
	return d.Published != old
}

// done notes whether an override has changed anything, and if not, why.
func (r *Result) done(changed bool, why string) {
	if changed {
		r.Status, r.Why = Applied, ""
		return
	}
	r.Status, r.Why = Idle, why
}
