package labelled

import "unicode"

// scripts are those that are told apart, by their codes in ISO 15924.
var scripts = []struct {
	name  string
	table *unicode.RangeTable
}{
	{"Latn", unicode.Latin}, {"Cyrl", unicode.Cyrillic}, {"Arab", unicode.Arabic}, {"Hani", unicode.Han}, {"Hang", unicode.Hangul},
}

// otherScript is the code of texts in none of scripts.
const otherScript = "Zyyy"

// scriptOf returns the script that most letters of a text are in.
func scriptOf(text string) string {
	counts := map[string]int{}
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		name := otherScript
		for _, s := range scripts {
			if unicode.Is(s.table, r) {
				name = s.name
				break
			}
		}
		counts[name]++
	}
	most := otherScript
	for _, s := range scripts {
		if counts[s.name] > counts[most] {
			most = s.name
		}
	}
	return most
}
