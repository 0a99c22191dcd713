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
	// networks are the phrases such as "Creative Cities", which speak of other
	// networks, kept as those of learning are.
	networks        phrases
	networksRunning []string
	// roman are endings such as -si that belong to the name before them.
	roman map[string]bool
	heads map[string]bool
	// articles are the indefinite ones, behind their language and a space.
	articles map[string]bool
	// tail is one more than the runes that the longest of units and the longest
	// of particles have together.
	tail int
	// cutBefore are the words of Chinese that cut up the names that they begin
	// before, cutAfter those that do so from within, and cutBoth those that do so
	// where both ends of a name are overlapped. widest is how many runes the
	// longest has.
	cutBefore, cutAfter, cutBoth map[string]bool
	widest                       int
	// units are the Korean and Chinese words for kinds of places, longest first.
	units      []string
	particles  map[string]bool
	proclitics []string
	endings    []ending
	// states are those of federations by their first word.
	states map[string][]state
	// titles stand before the names of people, given names too; particles of
	// names, such as "de", join the two. dotted titles have a full stop.
	titles, dotted, given, joints map[string]bool
	// ranks are the titles that are words too, such as Major.
	ranks map[string]bool
	// small are the titles that have no capital.
	small map[string]bool
	// ands join the last two names of a list.
	ands map[string]bool
	// namesakes stand beside the name of a city in the name of something that
	// is called after it, such as a declaration; things, such as streets and
	// rivers, are called after countries too.
	namesakes, things beside
	// spots are the things, such as streets, that merely lie in the city where a
	// word of indefinite stands before them.
	spots      phrases
	indefinite map[string]bool
	// proper are the things whose words have capitals, such as clubs, and
	// acronyms those of them that have nothing else.
	proper   beside
	acronyms map[string]bool
	// nations stand before the name of a country and say that it is one.
	nations phrases
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
		prefixes: phrases{}, suffixes: phrases{}, learning: phrases{}, networks: phrases{}, spots: phrases{}, indefinite: map[string]bool{}, nations: phrases{},
		namesakes: beside{before: phrases{}, after: phrases{}}, things: beside{before: phrases{}, after: phrases{}, last: phrases{}},
		proper: beside{before: phrases{}, after: phrases{}}, acronyms: map[string]bool{},
		roman: map[string]bool{}, heads: map[string]bool{}, particles: map[string]bool{},
		states: map[string][]state{}, titles: map[string]bool{}, ranks: map[string]bool{}, dotted: map[string]bool{}, given: map[string]bool{}, small: map[string]bool{},
		joints: map[string]bool{}, ands: map[string]bool{}, kinds: map[string]bool{}, cutBefore: map[string]bool{}, cutAfter: map[string]bool{}, cutBoth: map[string]bool{}, articles: map[string]bool{},
	}
	var wrong faults
	for _, r := range tables["suffixes.tsv"] {
		for _, form := range r.list("forms") {
			wrong.add(a.add(r, form))
		}
	}
	a.measure()
	t.affixes = a
	return wrong.err()
}

func (a *affixes) add(r row, form string) error {
	kind, lang := r.get("kind"), r.get("lang")
	if kind == "ending" || kind == "belonging" {
		e, err := newEnding(r, form)
		a.endings = append(a.endings, e)
		return err
	}
	folded := analysis.Fold(form)
	words := strings.Fields(folded)
	if folded == "" {
		return r.errorf("the form %q has no letters; write the word as it stands in texts", form)
	}
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
	case kind == "network" && running:
		a.networksRunning = append(a.networksRunning, folded)
	case kind == "network":
		a.networks.add(words[0], words)
	case kind == "called-before" || kind == "called-after":
		a.namesakes.add(kind == "called-before", running, folded, words)
	case kind == "thing-before" || kind == "thing-after":
		a.addThing(kind == "thing-before", running, form, words)
	case kind == "thing-last":
		a.things.last.add(words[0], words)
	case kind == "article":
		a.articles[lang+" "+folded] = true
	case kind == "spot-before":
		a.spots.add(words[len(words)-1], words)
	case kind == "nation":
		a.nations.add(words[len(words)-1], words)
	case kind == "state":
		a.states[words[0]] = append(a.states[words[0]], state{lang, words, isAcronym(form)})
	case kind == "proclitic":
		a.proclitics = append(a.proclitics, folded)
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
	if (kind == "title" || kind == "rank") && isSmallTitle(form) {
		a.small[strings.Join(words, " ")] = true
	}
	if (kind == "title" || kind == "rank") && strings.HasSuffix(form, ".") {
		a.dotted[strings.Join(words, " ")] = true
	}
}

// isSmallTitle reports whether a title is written without a capital, as most
// are in Romance languages and in Russian.
func isSmallTitle(form string) bool {
	r, _ := utf8.DecodeRuneInString(form)
	return unicode.IsLower(r)
}

const affixKinds = "prefix, suffix, learning, network, head, nation, called-before, called-after, thing-before, thing-after, thing-last, article, spot-before, indefinite, state, across-before, across-after, across-both, title, rank, given, " +
	"joint, and, particle, proclitic, ending or belonging"

// kindsOfPlaces are the kinds whose words are no part of a person's name.
var kindsOfPlaces = map[string]bool{
	"prefix": true, "suffix": true, "learning": true, "head": true, "nation": true,
	"called-before": true, "called-after": true, "thing-before": true, "thing-after": true, "thing-last": true, "spot-before": true,
}

// set returns the set that the forms of a kind go into, or nil.
func (a *affixes) set(kind string) map[string]bool {
	return map[string]map[string]bool{
		"head": a.heads, "indefinite": a.indefinite, "particle": a.particles, "title": a.titles, "rank": a.ranks, "given": a.given, "joint": a.joints, "and": a.ands,
		"across-before": a.cutBefore, "across-after": a.cutAfter, "across-both": a.cutBoth,
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
