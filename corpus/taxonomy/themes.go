package taxonomy

import (
	"slices"
	"strconv"
	"strings"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// Theme is a subject that pages are tagged with.
type Theme struct {
	ID, Name string
	// Kind says where the theme comes from, such as "GNLC cluster".
	Kind string
	// SDG are the Sustainable Development Goals and targets it belongs to.
	SDG []string
	// Threshold is the score from which a page of usual length is about the
	// theme. A strong trigger in the running text scores 2.
	Threshold float64
	triggers  map[string][]Trigger
	labels    map[string]string
	line      int
}

// Weight says how much a trigger tells.
type Weight string

// The weights of triggers.
const (
	// Strong triggers are enough for a short text to be about the theme.
	Strong Weight = "strong"
	// Normal ones are about the theme as a rule; two of them are enough.
	Normal Weight = "normal"
	// Weak ones are common on pages about other themes too.
	Weak Weight = "weak"
	// Not is a negative cue: no trigger that stands inside it counts.
	Not Weight = "not"
)

// Trigger is a word or a row of words that points to a theme, or one that does
// not although it looks so. Words match by their stems. An asterisk at the end
// of a word stands for any end, one at its beginning for any beginning, so that
// German "*museum" also matches Heimatmuseum.
type Trigger struct {
	Text   string
	Weight Weight
	line   int
}

// Triggers returns the triggers of a language, with those of all languages, or
// none where the theme has none.
func (t Theme) Triggers(lang string) []Trigger {
	return slices.Concat(t.triggers[lang], t.triggers[anyLang])
}

// Themes returns every theme in the order of its file.
func (t *Taxonomy) Themes() []Theme { return t.themes }

// Theme returns the theme with an identifier.
func (t *Taxonomy) Theme(id string) (Theme, bool) { return at(t.themes, t.themeByID, id) }

// Boilerplate returns the negative cues of a language that hold for all themes,
// such as the name of the institute.
func (t *Taxonomy) Boilerplate(lang string) []Trigger { return t.boilerplate[lang] }

// ThemeLanguages returns the languages that have triggers, in the order of
// their columns in themes.tsv.
func ThemeLanguages() []string { return slices.Clone(themeLangs) }

// themeLangs are the languages of triggers; all but the first have a column of
// labels in themes.tsv.
var themeLangs = []string{"en", "fr", "es", "pt", "de", "ru", "ar", "zh", "ko"}

// The values of triggers.tsv that stand for all languages and all themes.
const (
	anyLang  = "*"
	anyTheme = "*"
)

func (t *Taxonomy) parseThemes(tables map[string][]row) error {
	var wrong faults
	for _, r := range tables["themes.tsv"] {
		th := Theme{
			ID: r.get("id"), Name: r.get("name"), Kind: r.get("kind"), SDG: r.list("sdg"), line: r.line,
			labels: map[string]string{}, triggers: map[string][]Trigger{},
		}
		for _, lang := range themeLangs[1:] {
			th.labels[lang] = r.get("name_" + lang)
		}
		var err error
		if th.Threshold, err = strconv.ParseFloat(r.get("threshold"), 64); err != nil || !(0 < th.Threshold && th.Threshold <= maxThreshold) {
			wrong.add(r.errorf("threshold is %q; write a number above 0 and up to %d, such as 2.0", r.get("threshold"), maxThreshold))
		}
		t.themes = append(t.themes, th)
	}
	t.themeByID = index(t.themes, func(th Theme) string { return th.ID })
	wrong.add(t.parseTriggers(tables["triggers.tsv"]))
	return wrong.err()
}

// maxThreshold is above what any page scores that should have a theme.
const maxThreshold = 20

func (t *Taxonomy) parseTriggers(rows []row) error {
	t.boilerplate = map[string][]Trigger{}
	var wrong faults
	for _, r := range rows {
		id, lang, weight := r.get("theme"), r.get("lang"), Weight(r.get("weight"))
		if lang != anyLang && !slices.Contains(themeLangs, lang) {
			wrong.add(r.errorf("lang is %q; write %s, or * for all of them", lang, strings.Join(themeLangs, ", ")))
		}
		if !slices.Contains([]Weight{Strong, Normal, Weak, Not}, weight) {
			wrong.add(r.errorf("weight is %q; write strong, normal, weak or not", weight))
		}
		if id == anyTheme && (weight != Not || lang == anyLang) {
			wrong.add(r.errorf("theme is %q, which only negative cues of one language have; write the identifier of a theme, or the weight not", id))
		}
		for _, text := range r.list("forms") {
			if problem := triggerProblem(text); problem != "" {
				wrong.add(r.errorf("the trigger %q %s", text, problem))
				continue
			}
			t.addTrigger(id, lang, Trigger{Text: text, Weight: weight}, r.line)
		}
	}
	return wrong.err()
}

func (t *Taxonomy) addTrigger(theme, lang string, tr Trigger, line int) {
	if theme == anyTheme {
		t.boilerplate[lang] = append(t.boilerplate[lang], tr)
		return
	}
	i, ok := t.themeByID[theme]
	if !ok {
		t.loose = append(t.loose, orphan{theme, line})
		return
	}
	tr.line = line
	t.themes[i].triggers[lang] = append(t.themes[i].triggers[lang], tr)
}

// themes reports triggers of themes that are not there, and those that stand
// twice: capitals make a difference only to words that have no small letters.
func (l *linter) themes(t *Taxonomy) {
	const file = "triggers.tsv"
	for _, o := range l.ofDeployment(file, t.loose) {
		l.add(file, o.line, "unknown theme %q; add it to themes.tsv or correct it", o.id)
	}
	for _, theme := range t.themes {
		for _, lang := range append(ThemeLanguages(), anyLang) {
			seen := map[string]bool{}
			for _, tr := range theme.triggers[lang] {
				key := strings.ToLower(tr.Text)
				if tr.Text == strings.ToUpper(tr.Text) {
					key = tr.Text
				}
				if seen[key] {
					l.add(file, tr.line, "%q stands already among the triggers of %s in %s; delete one of the two", tr.Text, theme.ID, lang)
				}
				seen[key] = true
			}
		}
	}
}

// minOpen is the fewest letters beside an asterisk: fewer would match too much.
const minOpen = 3

// triggerProblem says what is wrong with a trigger, or "".
func triggerProblem(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\u00a0' })
	for _, w := range words {
		bare := strings.Trim(w, "*")
		folded := analysis.Words(bare)
		switch {
		case strings.Contains(bare, "*"):
			return "has an asterisk inside a word; write it at the beginning or the end"
		case len(folded) == 0 && strings.Contains(w, "*"):
			return "has an asterisk without a word; write it at a word"
		case bare != w && (len(folded) != 1 || !folded[0].CJK && len([]rune(folded[0].Term)) < minOpen):
			return "has an asterisk at a part that is too short or is not one word; write at least 3 letters"
		}
	}
	if analysis.Fold(text) == "" {
		return "has no letters; write a word or delete it"
	}
	return ""
}
