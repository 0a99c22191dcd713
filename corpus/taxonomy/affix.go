package taxonomy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// affixes is what stands beside names, and what is written together with
// them; see suffixes.tsv.
type affixes struct {
	prefixes, suffixes phrases
	// learning are the phrases such as "learning city" by their first word;
	// those in Han or Hangul, which stand anywhere in a run, are in running.
	learning phrases
	running  []string
	// roman are endings such as -si that belong to the name before them.
	roman map[string]bool
	heads map[string]bool
	// units are the Korean and Chinese words for kinds of places, longest first.
	units      []string
	particles  map[string]bool
	proclitics []string
	endings    []string
	// states are those of federations by their first word.
	states map[string][]state
	// titles stand before the names of people, given names too; particles of
	// names, such as "de", join the two. dotted titles have a full stop.
	titles, dotted, given, joints map[string]bool
	// ands join the last two names of a list.
	ands map[string]bool
	// namesakes stand beside the name of a city in the name of something that
	// is called after it, such as a declaration.
	namesakesBefore, namesakesAfter phrases
	namesakesRunning                []string
	// kinds are all words of prefixes, suffixes, heads and namesakes.
	kinds map[string]bool
}

// phrases are rows of words by that word which stands next to a name.
type phrases map[string][][]string

func (p phrases) add(key string, words []string) { p[key] = append(p[key], words) }

// state is a state of a federation, whose towns bear the names of cities
// elsewhere.
type state struct {
	country string
	words   []string
	// code says that it is the postal code, which has only capitals.
	code bool
}

func (t *Taxonomy) parseAffixes(tables map[string][]row) error {
	a := affixes{
		prefixes: phrases{}, suffixes: phrases{}, learning: phrases{}, namesakesBefore: phrases{}, namesakesAfter: phrases{},
		roman: map[string]bool{}, heads: map[string]bool{}, particles: map[string]bool{},
		states: map[string][]state{}, titles: map[string]bool{}, dotted: map[string]bool{}, given: map[string]bool{},
		joints: map[string]bool{}, ands: map[string]bool{}, kinds: map[string]bool{},
	}
	for _, r := range tables["suffixes.tsv"] {
		for _, form := range r.list("forms") {
			if err := a.add(r, form); err != nil {
				return err
			}
		}
	}
	t.affixes = a
	return nil
}

func (a *affixes) add(r row, form string) error {
	folded := analysis.Fold(form)
	words := strings.Fields(folded)
	if folded == "" {
		return r.errorf("the form %q has no letters", form)
	}
	kind, lang := r.get("kind"), r.get("lang")
	running := lang == "ko" || lang == "zh"
	switch set := a.set(kind); {
	case set != nil:
		set[folded] = true
	case kind == "prefix":
		a.prefixes.add(words[len(words)-1], words)
	case kind == "suffix":
		a.addSuffix(lang, folded, words)
	case kind == "learning" && running:
		a.running = append(a.running, folded)
	case kind == "learning":
		a.learning.add(words[0], words)
	case kind == "called-before":
		a.namesakesBefore.add(words[len(words)-1], words)
	case kind == "called-after" && running:
		a.namesakesRunning = append(a.namesakesRunning, folded)
	case kind == "called-after":
		a.namesakesAfter.add(words[0], words)
	case kind == "state":
		a.states[words[0]] = append(a.states[words[0]], state{lang, words, isAcronym(form)})
	case kind == "proclitic":
		a.proclitics = append(a.proclitics, folded)
	case kind == "ending":
		a.endings = append(a.endings, folded)
	default:
		return r.errorf("kind is %q; write %s", kind, affixKinds)
	}
	a.note(kind, form, words)
	return nil
}

// note enters what a form is besides: words of kinds of places, and titles
// that need their full stop.
func (a *affixes) note(kind, form string, words []string) {
	if kindsOfPlaces[kind] {
		for _, w := range words {
			a.kinds[w] = true
		}
	}
	if kind == "title" && strings.HasSuffix(form, ".") {
		a.dotted[strings.Join(words, " ")] = true
	}
}

const affixKinds = "prefix, suffix, learning, head, called-before, called-after, state, title, given, joint, and, particle, proclitic or ending"

// kindsOfPlaces are the kinds whose words are no part of a person's name.
var kindsOfPlaces = map[string]bool{
	"prefix": true, "suffix": true, "learning": true, "head": true, "called-before": true, "called-after": true,
}

// set returns the set that the forms of a kind go into, or nil.
func (a *affixes) set(kind string) map[string]bool {
	return map[string]map[string]bool{
		"head": a.heads, "particle": a.particles, "title": a.titles, "given": a.given, "joint": a.joints, "and": a.ands,
	}[kind]
}

func (a *affixes) addSuffix(lang, folded string, words []string) {
	switch lang {
	case "ko", "zh":
		a.units = append(a.units, folded)
	case "rom":
		a.roman[folded] = true
	default:
		a.suffixes.add(words[0], words)
	}
}

// openings returns the further ways to read the beginning of an Arabic word:
// without the particles that are written together with it. Words of other
// scripts have none.
func (a *affixes) openings(term string) []string {
	if !inScript(term, unicode.Arabic) {
		return nil
	}
	var out []string
	for _, p := range a.proclitics {
		rest, ok := strings.CutPrefix(term, p)
		if !ok || utf8.RuneCountInString(rest) < 2 {
			continue
		}
		out = append(out, rest)
		// The article loses its alif behind the preposition l-.
		if r, ok := strings.CutPrefix(rest, "ل"); ok && strings.HasSuffix(p, "ل") {
			out = append(out, "ال"+r)
		}
	}
	return out
}

// stems returns a Cyrillic word without a case ending, for each ending that it
// may have.
func (a *affixes) stems(term string) []string {
	if !inScript(term, unicode.Cyrillic) {
		return nil
	}
	var out []string
	for _, e := range a.endings {
		if stem, ok := strings.CutSuffix(term, e); ok && utf8.RuneCountInString(stem) >= 4 {
			out = append(out, stem)
		}
	}
	return out
}

func inScript(term string, script *unicode.RangeTable) bool {
	if term == "" || term[0] < utf8.RuneSelf {
		return false
	}
	r, _ := utf8.DecodeRuneInString(term)
	return unicode.Is(script, r)
}

// afterName reads what follows a name within a run of Han or Hangul: nothing,
// a word for a kind of place, particles, or both. It returns the number of
// runes that belong to the name.
func (a *affixes) afterName(rest string) (unit int, ok bool) {
	if rest == "" || a.particles[rest] {
		return 0, true
	}
	for _, u := range a.units {
		if tail, found := strings.CutPrefix(rest, u); found && (tail == "" || a.particles[tail]) {
			return utf8.RuneCountInString(u), true
		}
	}
	return 0, false
}

// unitOf returns the number of runes of the kind of place that rest begins
// with; Han names stand anywhere in a run.
func (a *affixes) unitOf(rest string) int {
	for _, u := range a.units {
		if strings.HasPrefix(rest, u) {
			return utf8.RuneCountInString(u)
		}
	}
	return 0
}

// isInitial reports whether a word is one letter, its vowel signs apart.
func isInitial(term string) bool {
	letters := 0
	for _, r := range term {
		if !unicode.IsMark(r) {
			letters++
		}
	}
	return letters == 1
}

// joined reports whether two words with gap between them can belong to one
// name. initial says that the first is a single letter, which may have a full
// stop.
func joined(gap string, initial bool) (ok, comma bool) {
	for _, r := range gap {
		switch r {
		case ',', '،', '，':
			comma = true
		case '.':
			if !initial {
				return false, comma
			}
		case '\n', ';', ':', '!', '?', '(', ')', '[', ']', '/', '|', '·', '–', '—', '؛', '؟', '。', '、', '！', '？', '"', '“', '”', '«', '»':
			return false, comma
		}
	}
	return true, comma
}
