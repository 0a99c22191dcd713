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
	prefixes, suffixes [][]string
	// learning are the phrases such as "learning city" by their first word;
	// those in Han or Hangul, which stand anywhere in a run, are in running.
	learning map[string][][]string
	running  []string
	// roman are endings such as -si that belong to the name before them.
	roman map[string]bool
	heads map[string]bool
	// units are the Korean and Chinese words for kinds of places, longest first.
	units      []string
	particles  map[string]bool
	proclitics []string
	endings    []string
}

func (t *Taxonomy) parseAffixes(tables map[string][]row) error {
	a := affixes{learning: map[string][][]string{}, roman: map[string]bool{}, heads: map[string]bool{}, particles: map[string]bool{}}
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
	switch kind, lang := r.get("kind"), r.get("lang"); {
	case folded == "":
		return r.errorf("the form %q has no letters", form)
	case kind == "prefix":
		a.prefixes = append(a.prefixes, words)
	case kind == "suffix" && (lang == "ko" || lang == "zh"):
		a.units = append(a.units, folded)
	case kind == "suffix" && lang == "rom":
		a.roman[folded] = true
	case kind == "suffix":
		a.suffixes = append(a.suffixes, words)
	case kind == "learning":
		if lang == "ko" || lang == "zh" {
			a.running = append(a.running, folded)
			break
		}
		a.learning[words[0]] = append(a.learning[words[0]], words)
	case kind == "head":
		a.heads[folded] = true
	case kind == "particle":
		a.particles[folded] = true
	case kind == "proclitic":
		a.proclitics = append(a.proclitics, folded)
	case kind == "ending":
		a.endings = append(a.endings, folded)
	default:
		return r.errorf("kind is %q; write prefix, suffix, learning, head, particle, proclitic or ending", kind)
	}
	return nil
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
