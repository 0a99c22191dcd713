package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
)

// How much is shown of what can be much; --json has more.
const (
	shownDecisions = 12
	shownEvidence  = 2
	shownDoubts    = 20
	shownOutcomes  = 5
)

// write tells a person.
func (x *explanation) write(w io.Writer) error {
	s := &sheet{}
	if x.Crawl != nil {
		x.Crawl.write(s)
	}
	x.writeArchive(s)
	x.writePage(s)
	x.writeTags(s)
	x.writeOverrides(s)
	x.writeDoubts(s)
	x.writeLinks(s)
	_, err := io.WriteString(w, s.String())
	return err
}

func (x *explanation) writeArchive(s *sheet) {
	if x.Crawl == nil {
		return
	}
	s.heading("Archive")
	k := x.Archive
	if k == nil || !k.Live && k.Gone == "" && k.Target == "" && len(k.Outcomes) == 0 {
		s.line("", "nothing is known of it")
		return
	}
	if k.Live {
		s.line("live", "%s, %d bytes, captured %s", k.MediaType, k.Bytes, k.Captured)
	}
	if k.Gone != "" {
		s.line("gone", "%s: %s", k.Gone, k.Reason)
	}
	s.line("redirects to", "%s", k.Target)
	for _, alias := range k.Aliases {
		s.line("comes from", "%s", alias)
	}
	if k.Visited != "" {
		s.line("last visit", "%s, status %d", k.Visited, k.Status)
	}
	for _, o := range k.Outcomes[:min(len(k.Outcomes), shownOutcomes)] {
		s.line("run", "%s %s", o.Run, strings.TrimRight(fmt.Sprintf("%s: %s", o.Result, o.Reason), ": "))
	}
}

func (x *explanation) writePage(s *sheet) {
	s.heading("Document")
	if x.NoDocument != "" {
		s.line("none", "%s", x.NoDocument)
	}
	if d := x.Document; d != nil {
		writeDocument(s, d)
	}
	if x.Reading == nil {
		return
	}
	s.heading("How it was read")
	s.line("page", "%s, %d bytes", x.Page.MediaType, x.Page.Bytes)
	s.line("shape", "%s", x.Reading.Shape)
	shown := map[string]int{}
	for _, d := range x.Reading.Decisions {
		if shown[d.What]++; shown[d.What] <= shownDecisions {
			s.line(d.What, "%s", strings.TrimPrefix(d.Value+" — "+d.Why, " — "))
		}
	}
	for _, what := range slices.Sorted(maps.Keys(shown)) {
		if more := shown[what] - shownDecisions; more > 0 {
			s.line(what, "and %d more, which --json has", more)
		}
	}
}

func writeDocument(s *sheet, d *corpus.Document) {
	s.line("address", "%s", d.URL)
	for _, other := range d.OtherURLs {
		s.line("also at", "%s", other)
	}
	s.line("title", "%s", d.Title)
	lang := d.Lang
	if d.LangSource != "" {
		lang += " (" + d.LangSource + ")"
	}
	s.line("language", "%s", lang)
	s.line("type", "%s", d.Type)
	s.line("published", "%s", dateLine(d.Published))
	s.line("modified", "%s", dateLine(d.Modified))
	paragraphs := 0
	for _, section := range d.Sections {
		paragraphs += len(section.Paragraphs)
	}
	s.line("text", "%s, %s, %d characters", plural(len(d.Sections), "section"), plural(paragraphs, "paragraph"), len([]rune(d.Text())))
	s.line("content hash", "%s", d.ContentHash)
}

func dateLine(d corpus.Date) string {
	if d.IsZero() {
		return "not known"
	}
	return fmt.Sprintf("%s (%s, from %s)", d, d.Precision(), d.Source)
}

func plural(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

func (x *explanation) writeTags(s *sheet) {
	if x.Document == nil || x.NoDocument != "" {
		return
	}
	s.heading("Tags")
	if len(x.Tags) == 0 {
		s.line("", "none")
	}
	for _, t := range x.Tags {
		s.line(string(t.Facet), "%s (%s), %s, by %s, confidence %.2f", t.Label, t.Value, t.Role, t.Rule, t.Confidence)
		for i, e := range t.Evidence {
			if i == shownEvidence {
				s.line("", "  and %s more", plural(len(t.Evidence)-i, "place"))
				break
			}
			s.line("", "%s: %s", e.Zone, marked(e.Sentence))
		}
	}
}

func (x *explanation) writeOverrides(s *sheet) {
	if len(x.Overrides) == 0 {
		return
	}
	s.heading("Overrides")
	for _, o := range x.Overrides {
		what := strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s", o.Action, o.Field, o.Value, o.Role)), " ")
		s.line(string(o.Status), "line %d: %s", o.Line, what)
		s.line("", "%s", o.Why)
	}
}

func (x *explanation) writeDoubts(s *sheet) {
	if len(x.Doubts) == 0 {
		return
	}
	s.heading("Seen and not taken")
	for i, d := range x.Doubts {
		if i == shownDoubts {
			s.line("", "and %d more, which --json has", len(x.Doubts)-i)
			break
		}
		s.line(string(d.Facet), "%s (%s): %s", d.Label, d.Value, d.Why)
		s.line("", "%s", marked(d.Sentence))
	}
}

func (x *explanation) writeLinks(s *sheet) {
	if x.Links == nil || x.Links.Followed.Count+x.Links.Skipped.Count == 0 {
		return
	}
	s.heading("Links")
	for _, part := range []struct {
		label string
		leads explainedLeads
	}{{"followed", x.Links.Followed}, {"skipped", x.Links.Skipped}} {
		s.line(part.label, "%d", part.leads.Count)
		for _, l := range part.leads.First {
			s.line("", "%s", l.URL)
			if l.Rule != "" {
				s.line("", "  %s", l.Rule)
			}
		}
		if more := part.leads.Count - len(part.leads.First); more > 0 {
			s.line("", "and %d more", more)
		}
	}
}
