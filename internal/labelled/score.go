package labelled

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
)

// Measure names one thing that is measured.
type Measure string

// The measures. Evaluate says how each is counted.
const (
	City        Measure = "city"
	CityAbout   Measure = "city_about"
	CityMention Measure = "city_mention"
	CityRole    Measure = "city_role"
	Country     Measure = "country"
	Theme       Measure = "theme"
	Type        Measure = "type"
	Date        Measure = "date"
	Lang        Measure = "lang"
	LangShort   Measure = "lang_short"
	Address     Measure = "address"
)

// Measures returns every measure in the order people read them.
func Measures() []Measure {
	return []Measure{City, CityAbout, CityMention, CityRole, Country, Theme, Type, Date, Lang, LangShort, Address}
}

// Score counts the values of one measure over many pages.
type Score struct {
	// Right are the values that the reader and the program both give.
	Right int `json:"right"`
	// Wrong are those that only the program gives, Missed those that only the
	// reader gives.
	Wrong  int `json:"wrong"`
	Missed int `json:"missed"`
	// Abstained are the missed ones that the program saw and doubted.
	Abstained int `json:"abstained"`
	// Spared are those that the program saw and doubted and the reader does
	// not give: its doubt was right.
	Spared int `json:"spared"`
}

// Precision is the part of the values that the program gives that are right, or
// NaN where it gives none.
func (s Score) Precision() float64 { return part(s.Right, s.Right+s.Wrong) }

// Recall is the part of the values that the reader gives that are found, or NaN
// where there are none.
func (s Score) Recall() float64 { return part(s.Right, s.Right+s.Missed) }

// F1 is the harmonic mean of precision and recall, 2·right / (2·right + wrong +
// missed), or NaN where nobody gives a value.
func (s Score) F1() float64 { return part(2*s.Right, 2*s.Right+s.Wrong+s.Missed) }

func part(n, of int) float64 {
	if of == 0 {
		return math.NaN()
	}
	return float64(n) / float64(of)
}

// MarshalJSON writes the counts with precision, recall and F1, which are null
// where they are NaN.
func (s Score) MarshalJSON() ([]byte, error) {
	type counts Score
	return json.Marshal(struct {
		counts
		Precision *float64 `json:"precision"`
		Recall    *float64 `json:"recall"`
		F1        *float64 `json:"f1"`
	}{counts(s), number(s.Precision()), number(s.Recall()), number(s.F1())})
}

func number(f float64) *float64 {
	if math.IsNaN(f) {
		return nil
	}
	return &f
}

// Scores holds what was measured over some pages.
type Scores struct {
	Pages int `json:"pages"`
	// Measures has nothing for a measure that was judged on none of the pages.
	Measures map[Measure]*Score `json:"measures"`
}

// Of returns the score of a measure, which counts nothing where it was not
// judged.
func (s *Scores) Of(m Measure) Score {
	if s == nil || s.Measures[m] == nil {
		return Score{}
	}
	return *s.Measures[m]
}

// score returns the score of a measure to be counted on.
func (s *Scores) score(m Measure) *Score {
	if s.Measures == nil {
		s.Measures = map[Measure]*Score{}
	}
	if s.Measures[m] == nil {
		s.Measures[m] = &Score{}
	}
	return s.Measures[m]
}

// Evaluation is what Evaluate measured.
type Evaluation struct {
	// Failed counts the pages that gave no document. Whatever the reader gives
	// for them is missed.
	Failed int    `json:"failed"`
	All    Scores `json:"all"`
	// Langs, Scripts and Traps are the same for some of the pages. Lang and
	// script are those that the reader gives, or else those of the text. Traps
	// are "trap" and "plain", of pages where the reader said which, Kinds are
	// those of traps; a page may have several.
	Langs   map[string]*Scores `json:"langs"`
	Scripts map[string]*Scores `json:"scripts"`
	Traps   map[string]*Scores `json:"traps"`
	Kinds   map[string]*Scores `json:"trap_kinds"`
	// Themes are the scores of each theme, by identifier.
	Themes map[string]*Score `json:"themes"`
	// Mistakes are in the order of the table.
	Mistakes []Mistake `json:"mistakes"`
}

// ThemeMacroF1 is the mean of the F1 of all themes that the reader or the
// program gives at least once, or NaN where there is none. A rare theme weighs
// as much as a common one.
func (e *Evaluation) ThemeMacroF1() float64 {
	sum, n := 0.0, 0
	for _, id := range slices.Sorted(maps.Keys(e.Themes)) {
		if f := e.Themes[id].F1(); !math.IsNaN(f) {
			sum += f
			n++
		}
	}
	if n == 0 {
		return math.NaN()
	}
	return sum / float64(n)
}

// Mistake is one value on which reader and program differ.
type Mistake struct {
	// Page is its file, or its address.
	Page string `json:"page"`
	// Line is that of the table.
	Line int    `json:"line"`
	Lang string `json:"lang"`
	// Measure is empty where the page gave no document.
	Measure Measure `json:"measure,omitempty"`
	Problem Problem `json:"problem"`
	// Got is what the program gives, Want what the reader does; of cities,
	// countries and themes only one is there, of a role it is the role.
	Got  string `json:"got,omitempty"`
	Want string `json:"want,omitempty"`
	// Value is the city, country or theme.
	Value string `json:"value,omitempty"`
	// Why is the rule by which it is given, the reason for a doubt, the source
	// of a date or a language, or why there is no document.
	Why string `json:"why,omitempty"`
	// Evidence is where the value was seen.
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Problem says what kind a mistake is of.
type Problem string

// The problems.
const (
	Wrong      Problem = "wrong"
	Missed     Problem = "missed"
	Abstained  Problem = "abstained"
	NoDocument Problem = "no document"
)

// Evidence is a place in the text of a page.
type Evidence struct {
	Surface string `json:"surface"`
	// Context is the surface with some of the text around it.
	Context string `json:"context"`
}
