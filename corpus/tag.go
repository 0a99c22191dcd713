package corpus

import "fmt"

// TagFacet is a facet whose values are read out of the text.
type TagFacet string

// The facets that tags belong to.
const (
	City    TagFacet = "city"
	Country TagFacet = "country"
	Region  TagFacet = "region"
	Theme   TagFacet = "theme"
)

// TagFacets returns the facets of tags in the order people read them.
func TagFacets() []TagFacet { return []TagFacet{City, Country, Region, Theme} }

// Role says how a page stands to a tag.
type Role string

// The roles of a tag. Facet counts are of About; Mention is added on request.
const (
	About   Role = "about"
	Mention Role = "mention"
)

// Zone is the part of a page that a span stands in.
type Zone string

// The zones of a page.
const (
	ZoneTitle   Zone = "title"
	ZoneLead    Zone = "lead"
	ZoneHeading Zone = "heading"
	ZoneBody    Zone = "body"
)

// Tag says that a page is about something or mentions it, why that is
// thought, and where it stands. No tag is without evidence.
type Tag struct {
	Facet TagFacet `json:"facet"`
	// Value is the taxonomy's identifier, such as "namyangju", "kr" or "esd".
	Value string `json:"value"`
	Role  Role   `json:"role"`
	// Rule names the rule that fired, such as "name" or "name+country".
	Rule string `json:"rule"`
	// Confidence is above 0 and at most 1.
	Confidence float64 `json:"confidence"`
	Evidence   []Span  `json:"evidence"`
}

// Span is where a tag was read.
type Span struct {
	Zone Zone `json:"zone"`
	// Start and End are byte offsets into Document.Text.
	Start int `json:"start"`
	End   int `json:"end"`
	// Surface is the form that was matched, as it stands there.
	Surface string `json:"surface"`
}

func (t Tag) validate(text string) error {
	if len(t.Evidence) == 0 {
		return fmt.Errorf("tag %s:%s has no evidence", t.Facet, t.Value)
	}
	if t.Confidence <= 0 || t.Confidence > 1 {
		return fmt.Errorf("tag %s:%s has confidence %g; want above 0, at most 1", t.Facet, t.Value, t.Confidence)
	}
	if t.Role != About && t.Role != Mention {
		return fmt.Errorf("tag %s:%s has role %q", t.Facet, t.Value, t.Role)
	}
	for _, s := range t.Evidence {
		if s.Start < 0 || s.End > len(text) || s.Start >= s.End || text[s.Start:s.End] != s.Surface {
			return fmt.Errorf("tag %s:%s: evidence %q is not at %d to %d", t.Facet, t.Value, s.Surface, s.Start, s.End)
		}
	}
	return nil
}
