package taxonomy

import "unicode"

// Name is a name of a city with what it is written in.
type Name struct {
	Name string
	// Script is the ISO 15924 code of the script, such as "Hang"; empty where
	// it is none of those that are told apart.
	Script string
	// Lang is an ISO 639-1 code where the script is that of one language, such
	// as "ko" for "Hang", and otherwise empty: the files do not say it.
	Lang string
	// Source says where the name is from: "geonames" or "hand".
	Source string
}

// NamesInScripts returns the names of the city without misspellings, each once:
// its own first, then as they stand in the file.
func (c City) NamesInScripts() []Name {
	var out []Name
	had := map[string]bool{}
	add := func(name, source string) {
		if had[name] {
			return
		}
		had[name] = true
		s := nameScript(name)
		out = append(out, Name{Name: name, Script: s.code, Lang: s.lang, Source: source})
	}
	own := "hand"
	if c.GeonameID != 0 {
		own = "geonames"
	}
	add(c.Name, own)
	for _, a := range c.Aliases {
		if a.Kind != "misspelling" {
			add(a.Name, a.Kind)
		}
	}
	return out
}

// script is a script that is told apart. Lang is its language, where there is
// but one.
type script struct {
	table      *unicode.RangeTable
	code, lang string
}

// scripts are told apart in this order: Japanese is where there is kana, besides
// Han or not.
var scripts = []script{
	{unicode.Hiragana, "Jpan", "ja"},
	{unicode.Katakana, "Jpan", "ja"},
	{unicode.Hangul, "Hang", "ko"},
	{unicode.Han, "Hani", ""},
	{unicode.Arabic, "Arab", ""},
	{unicode.Cyrillic, "Cyrl", ""},
	{unicode.Hebrew, "Hebr", ""},
	{unicode.Devanagari, "Deva", ""},
	{unicode.Bengali, "Beng", ""},
	{unicode.Gurmukhi, "Guru", "pa"},
	{unicode.Gujarati, "Gujr", "gu"},
	{unicode.Oriya, "Orya", "or"},
	{unicode.Tamil, "Taml", "ta"},
	{unicode.Telugu, "Telu", "te"},
	{unicode.Kannada, "Knda", "kn"},
	{unicode.Malayalam, "Mlym", "ml"},
	{unicode.Sinhala, "Sinh", "si"},
	{unicode.Thai, "Thai", "th"},
	{unicode.Lao, "Laoo", "lo"},
	{unicode.Tibetan, "Tibt", ""},
	{unicode.Myanmar, "Mymr", ""},
	{unicode.Khmer, "Khmr", "km"},
	{unicode.Georgian, "Geor", ""},
	{unicode.Armenian, "Armn", "hy"},
	{unicode.Ethiopic, "Ethi", ""},
	{unicode.Greek, "Grek", "el"},
	{unicode.Mongolian, "Mong", ""},
	{unicode.Thaana, "Thaa", "dv"},
	{unicode.Tifinagh, "Tfng", ""},
	{unicode.Canadian_Aboriginal, "Cans", ""},
	{unicode.Cherokee, "Cher", ""},
	{unicode.Nko, "Nkoo", ""},
	{unicode.Ol_Chiki, "Olck", ""},
	{unicode.Meetei_Mayek, "Mtei", ""},
	{unicode.Yi, "Yiii", ""},
	{unicode.Syriac, "Syrc", ""},
	{unicode.Gothic, "Goth", ""},
	{unicode.Latin, "Latn", ""},
}

// nameScript returns the first of scripts in which a letter of name is.
func nameScript(name string) script {
	for _, s := range scripts {
		for _, r := range name {
			if unicode.Is(s.table, r) {
				return s
			}
		}
	}
	return script{}
}
