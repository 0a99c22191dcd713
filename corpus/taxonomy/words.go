package taxonomy

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

//go:embed words.txt
var wordFile string

// commonWords maps folded words to the language that has them.
var commonWords = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(wordFile) {
		lang, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.FieldsSeq(words) {
			if key := analysis.Fold(w); out[key] == "" {
				out[key] = lang
			}
		}
	}
	return out
})

// wordIn returns the language in which a folded name is a common word, or "".
func wordIn(folded string) string {
	if lang := commonWords()[folded]; lang != "" {
		return lang
	}
	for _, lang := range analysis.StemmedLanguages() {
		if analysis.IsStop(lang, folded) {
			return lang
		}
	}
	return ""
}
