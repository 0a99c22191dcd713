package analysis

import (
	"slices"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
)

// stemmers are the Snowball algorithms by language. They see folded words, at
// both ends, so that a word typed without its accents has the same stem.
var stemmers = map[string]func(*snowballstem.Env) bool{
	"ar": arabic.Stem,
	"de": german.Stem,
	"en": english.Stem,
	"es": spanish.Stem,
	"fr": french.Stem,
	"pt": portuguese.Stem,
	"ru": russian.Stem,
}

// StemmedLanguages returns the languages that have a stemmed field, in
// alphabetical order.
func StemmedLanguages() []string {
	langs := make([]string, 0, len(stemmers))
	for l := range stemmers {
		langs = append(langs, l)
	}
	slices.Sort(langs)
	return langs
}

// HasStemmer reports whether lang has a stemmed field.
func HasStemmer(lang string) bool {
	_, ok := stemmers[lang]
	return ok
}

// Stem returns the stem of a folded word in a language, or the word itself
// where the language has no stemmer. It is safe for concurrent use.
func Stem(lang, term string) string {
	stem, ok := stemmers[lang]
	if !ok || len(term) < 3 {
		return term
	}
	env := snowballstem.NewEnv(term)
	stem(env)
	if s := env.Current(); s != "" {
		return s
	}
	return term
}
