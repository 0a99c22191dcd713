package labelled

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
)

// minLang is the shortest text, in characters, whose language must be told.
const minLang = 80

// judge compares one document with its row.
type judge struct {
	row      *Page
	doc      corpus.Document
	text     string
	doubts   []Doubt
	groups   []*Scores
	themes   *map[string]*Score
	mistakes []Mistake
}

// all compares all that is judged.
func (j *judge) all() {
	j.cities()
	if v := j.row.CountriesAbout; v.Judged {
		j.values(Country, corpus.Country, v.All, j.given(corpus.Country, corpus.About), true)
	}
	if v := j.row.Themes; v.Judged {
		j.values(Theme, corpus.Theme, v.All, j.given(corpus.Theme, corpus.About), true)
	}
	if v := j.row.Type; v.Judged {
		j.one(Type, v.First(), string(j.doc.Type), "")
	}
	if v := j.row.Published; v.Judged {
		j.one(Date, v.First(), j.doc.Published.String(), j.doc.Published.Source)
	}
	if v := j.row.Lang; v.Judged {
		m, got := Lang, j.doc.Lang
		if j.doc.URL != "" && runes(&j.doc) < minLang {
			m = LangShort
		}
		if got == undetermined {
			got = ""
		}
		j.one(m, v.First(), got, j.doc.LangSource)
	}
	if j.row.File != "" && j.row.URL != "" {
		j.one(Address, j.row.URL, j.doc.URL, "")
	}
}

// cities compares the cities of both roles, and the roles of those that reader
// and program both give.
func (j *judge) cities() {
	about, mention := j.row.CitiesAbout, j.row.CitiesMention
	gotAbout, gotMention := j.given(corpus.City, corpus.About), j.given(corpus.City, corpus.Mention)
	both := about.Judged && mention.Judged
	if about.Judged {
		j.values(CityAbout, corpus.City, about.All, gotAbout, !both)
	}
	if mention.Judged {
		j.values(CityMention, corpus.City, mention.All, gotMention, !both)
	}
	if !both {
		return
	}
	j.values(City, corpus.City, slices.Concat(about.All, mention.All), slices.Concat(gotAbout, gotMention), true)
	for _, tag := range slices.Concat(gotAbout, gotMention) {
		want := corpus.About
		switch {
		case has(mention.All, tag.Value):
			want = corpus.Mention
		case !has(about.All, tag.Value):
			continue
		}
		if tag.Role == want {
			j.count(CityRole, Score{Right: 1})
			continue
		}
		j.count(CityRole, Score{Wrong: 1, Missed: 1})
		j.note(Mistake{Measure: CityRole, Problem: Wrong, Value: tag.Value, Got: string(tag.Role), Want: string(want), Why: tag.Rule, Evidence: j.evidence(tag.Evidence)})
	}
}

// given returns the tags of a facet in one role, one for each value.
func (j *judge) given(f corpus.TagFacet, r corpus.Role) []corpus.Tag {
	var out []corpus.Tag
	for _, tag := range j.doc.TagsOf(f) {
		if tag.Role == r {
			out = append(out, tag)
		}
	}
	return out
}

// values compares sets of values. Mistakes are listed where list is set.
func (j *judge) values(m Measure, f corpus.TagFacet, want []string, got []corpus.Tag, list bool) {
	j.count(m, Score{}) // judged, even if there is nothing to count
	for _, tag := range got {
		if has(want, tag.Value) {
			j.countValue(m, tag.Value, Score{Right: 1})
			continue
		}
		j.countValue(m, tag.Value, Score{Wrong: 1})
		if list {
			j.note(Mistake{Measure: m, Problem: Wrong, Value: tag.Value, Got: tag.Value, Why: tag.Rule, Evidence: j.evidence(tag.Evidence)})
		}
	}
	isGiven := func(value string) bool {
		return slices.ContainsFunc(got, func(t corpus.Tag) bool { return t.Value == value })
	}
	for _, value := range want {
		if isGiven(value) {
			continue
		}
		s, miss := j.missed(m, f, value)
		j.countValue(m, value, s)
		if list {
			j.note(miss)
		}
	}
	for value := range j.doubted(f) {
		if !has(want, value) && !isGiven(value) {
			j.countValue(m, value, Score{Spared: 1})
		}
	}
}

// missed returns what a value counts that the program does not give, and what
// it says of it: a doubt, or a tag in the other role.
func (j *judge) missed(m Measure, f corpus.TagFacet, value string) (Score, Mistake) {
	miss := Mistake{Measure: m, Problem: Missed, Value: value, Want: value}
	if doubt, ok := j.doubted(f)[value]; ok {
		miss.Problem, miss.Why = Abstained, doubt.Why
		miss.Evidence = j.evidence([]corpus.Span{{Start: doubt.Start, End: doubt.End}})
		return Score{Missed: 1, Abstained: 1}, miss
	}
	for _, tag := range j.doc.TagsOf(f) {
		if tag.Value == value {
			miss.Why, miss.Evidence = fmt.Sprintf("only as %s, %s", tag.Role, tag.Rule), j.evidence(tag.Evidence)
		}
	}
	return Score{Missed: 1}, miss
}

// doubted returns the first doubt about each value of a facet.
func (j *judge) doubted(f corpus.TagFacet) map[string]Doubt {
	out := map[string]Doubt{}
	for _, d := range j.doubts {
		if _, ok := out[d.Value]; !ok && d.Facet == f && d.Value != "" {
			out[d.Value] = d
		}
	}
	return out
}

// one compares a value of which there is at most one. A value where there is
// none is wrong, none where there is one is missed, another is both.
func (j *judge) one(m Measure, want, got, source string) {
	var s Score
	problem := Wrong
	switch {
	case want == got && want != "":
		s.Right = 1
	case want != got:
		if got != "" {
			s.Wrong = 1
		}
		if want != "" {
			s.Missed = 1
		}
		if got == "" {
			problem = Missed
		}
		if got == "" && j.doc.URL != "" && (m == Lang || m == LangShort) {
			s.Abstained, problem = 1, Abstained
		}
		j.note(Mistake{Measure: m, Problem: problem, Want: want, Got: got, Why: source})
	}
	j.count(m, s)
}

// count adds to a measure of all groups that the page is in.
func (j *judge) count(m Measure, s Score) {
	for _, g := range j.groups {
		g.score(m).add(s)
	}
}

// countValue counts a value, and a theme's also for itself.
func (j *judge) countValue(m Measure, value string, s Score) {
	j.count(m, s)
	if m != Theme {
		return
	}
	if *j.themes == nil {
		*j.themes = map[string]*Score{}
	}
	if (*j.themes)[value] == nil {
		(*j.themes)[value] = &Score{}
	}
	(*j.themes)[value].add(s)
}

func (s *Score) add(other Score) {
	s.Right += other.Right
	s.Wrong += other.Wrong
	s.Missed += other.Missed
	s.Abstained += other.Abstained
	s.Spared += other.Spared
}

// note keeps a mistake with the page it is on.
func (j *judge) note(m Mistake) {
	m.Page, m.Line, m.Lang = j.row.File, j.row.Line, j.row.Lang.First()
	if m.Page == "" {
		m.Page = j.row.URL
	}
	if m.Lang == "" {
		m.Lang = j.doc.Lang
	}
	j.mistakes = append(j.mistakes, m)
}

// Caps on the evidence of a mistake.
const (
	maxEvidence = 3
	maxAround   = 40 // bytes on each side
)

// evidence returns the first spans with the text around them. Spans that are
// none, as those of doubts without a place, are left out.
func (j *judge) evidence(spans []corpus.Span) []Evidence {
	var out []Evidence
	for _, s := range spans {
		if s.Start < 0 || s.Start >= s.End || s.End > len(j.text) || len(out) == maxEvidence {
			continue
		}
		start, end := max(s.Start-maxAround, 0), min(s.End+maxAround, len(j.text))
		for start < s.Start && !utf8.RuneStart(j.text[start]) {
			start++
		}
		for end < len(j.text) && end > s.End && !utf8.RuneStart(j.text[end]) {
			end--
		}
		out = append(out, Evidence{Surface: j.text[s.Start:s.End], Context: corpus.NormalSpace(j.text[start:end])})
	}
	return out
}

// runes returns how many characters the paragraphs of a document have.
func runes(d *corpus.Document) int {
	n := 0
	for _, s := range d.Sections {
		for _, p := range s.Paragraphs {
			n += utf8.RuneCountInString(strings.TrimSpace(p))
		}
	}
	return n
}

func has(values []string, value string) bool { return slices.Contains(values, value) }
