package web

import "strings"

// ruleText says in plain words why a tag is on a page. A rule is what was
// found and the cues that settled it, joined by plus signs; a tag that follows
// from several rules has a comma between them. Words that are not known here
// stand as they are.
func ruleText(rule string) string {
	var out []string
	for one := range strings.SplitSeq(rule, ", ") {
		found, rest, more := strings.Cut(one, "+")
		words := []string{inWords(findings, found)}
		for more {
			var cue string
			cue, rest, more = strings.Cut(rest, "+")
			words = append(words, inWords(cues, cue))
		}
		out = append(out, strings.Join(words, ", "))
	}
	return strings.Join(out, "; ")
}

func inWords(table map[string]string, word string) string {
	if text, ok := table[word]; ok {
		return text
	}
	return word
}

// findings are what a rule can begin with.
var findings = map[string]string{
	"name":        "named in the text",
	"alias":       "named in the text by another of its names",
	"misspelling": "named in the text in a known misspelling",
	"adjective":   "named in the text by its adjective",
	"triggers":    "words of this theme stand in the text",
	"city":        "follows from a city",
	"country":     "follows from a country",
	"curator":     "a curator has said so",
}

// cues are what settles that the finding is meant, and how much of the page is
// about it.
var cues = map[string]string{
	"affix":     "beside a word such as “city of”",
	"slug":      "the address of the page is its name",
	"title":     "in the title",
	"country":   "its country is named near by",
	"city":      "one of its cities is named",
	"learning":  "near a phrase such as “learning city”",
	"list":      "in a list of names of its kind",
	"form":      "another form names it for sure",
	"head":      "beside a word such as “cities”",
	"heading":   "in a heading",
	"paragraph": "has a paragraph of its own",
	"share":     "takes up much of the page",
	"section":   "has a section of its own",
}
