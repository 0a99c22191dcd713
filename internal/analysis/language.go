package analysis

import (
	"strings"
	"sync"
	"unicode"
)

// Language returns which of nine languages a text is in (ar, de, en, es, fr, ko,
// pt, ru, zh), told by its script and, in Latin letters, by its function words.
// It is sure where these leave little doubt, which nearly every text of 80
// characters does; where they say nothing, or where the letters or the function
// words are those of another language, lang is "". The time it takes grows with
// the text, of which a few hundred characters are enough.
func Language(text string) (lang string, sure bool) {
	s := countScripts(text)
	best, weight, all := "", 0, 0
	for _, script := range []struct {
		lang   string
		weight int
	}{
		// A character of these says as much as several letters.
		{"latin", s.latin}, {"ru", s.cyrillic}, {"ar", s.arabic}, {"ko", 3 * s.hangul}, {"zh", 3 * (s.han + s.kana)},
	} {
		all += script.weight
		if script.weight > weight {
			best, weight = script.lang, script.weight
		}
	}
	switch {
	case best == "" && s.others == 0:
		return "", false
	case 2*s.others > all:
		return "", true
	case best == "latin" && 25*s.notLatin > s.latin:
		return "", true
	case best == "latin":
		return latinLanguage(text)
	case best == "zh" && 10*s.kana > s.han+s.kana, best == "ru" && s.isNotRussian(), 50*s.notArabic > s.arabic && best == "ar":
		return "", true
	}
	return best, 10*weight >= 6*all
}

// scripts counts the letters of a text.
type scripts struct {
	latin, cyrillic, arabic, hangul, han, kana, others int
	// notLatin, notRussian and notArabic are letters of these scripts that the
	// languages do not have.
	notLatin, notRussian, notArabic int
	// hard and yery are ъ and ы, of which Bulgarian has only the first, and
	// Russian hardly any.
	hard, yery int
}

func (s scripts) isNotRussian() bool {
	return 30*s.notRussian > s.cyrillic || 100*s.hard > s.cyrillic && s.hard > s.yery
}

func countScripts(text string) scripts {
	var s scripts
	for _, r := range text {
		switch {
		case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || 0xC0 <= r && r < 0x250:
			s.latin++
			if r >= 0x80 && strings.ContainsRune(foreignLetters, r) {
				s.notLatin++
			}
		case r < 0x80:
		case 0x410 <= r && r <= 0x44F || r == 'ё' || r == 'Ё':
			s.cyrillic++
			switch r {
			case 'ъ':
				s.hard++
			case 'ы':
				s.yery++
			}
		case 0x400 <= r && r < 0x530:
			s.cyrillic++
			s.notRussian++
		case 0x621 <= r && r <= 0x64A:
			s.arabic++
		case 0x671 <= r && r <= 0x6D3:
			s.arabic++
			s.notArabic++
		case 0xAC00 <= r && r <= 0xD7A3:
			s.hangul++
		case 0x3041 <= r && r <= 0x30FA:
			s.kana++
		case unicode.Is(unicode.Han, r):
			s.han++
		case unicode.IsLetter(r):
			s.others++
		}
	}
	return s
}

// foreignLetters are Latin letters that none of the nine languages has; names
// of other countries put a few of them into any text.
const foreignLetters = "ąĄćĆęĘłŁńŃśŚźŹżŻăĂșȘțȚşŞţŢğĞıİőŐűŰčČďĎěĚňŇřŘšŠťŤůŮžŽøØåÅæÆđĐāĀēĒģĢīĪķĶļĻņŅūŪėĖįĮųŲðÐþÞơƠưƯ"

// latinLanguages are the languages in Latin letters, in the order of the scores.
var latinLanguages = [...]string{"de", "en", "es", "fr", "pt"}

type scores [len(latinLanguages)]float64

// moreWords are frequent words that are too much of a topic, or too short, to be
// function words of a search.
var moreWords = map[string]string{
	"de": "ein eine einen einem einer auch noch nur sehr mehr schon hier dort wo wer alle viele neue neuen jahr jahre jahren uhr sowie bereits zwischen gegen damit heute wurde wurden wird werden konnen kann soll haben hatte sich es man so zum zur beim vom ins dass ob weil wenn als denn doch menschen lernen stadt bildung",
	"en": "has had have was were been will would can could more most new also than when where who how what one two year years first people while they their there which its our your it he she we you not no only over through between because very many",
	"es": "el y las los una con para por que como mas año años tambien sus fue han cada entre sobre desde hasta donde cuando su es lo al nuevo nueva nuevos dos personas ciudad ciudades aprendizaje aprender gente hay ser puede pueden hoy gracias ahora",
	"fr": "le les des une est dans sur par pour avec qui que aux du au ce cette ces son sa ses leur leurs plus pas ont sont ete etre il elle ils elles nous vous on tout tous toute comme mais ou donc annee ans ville villes aussi deux apres d l s n qu c j",
	"pt": "o os as um uma e do da dos das no na nos nas ao aos pelo pela em com por mais foi sao nao seu sua seus suas ano anos tambem ja entre cada ate quando onde quem isso ha ser pode podem duas dois pessoas cidade cidades aprendizagem aprender ele ela eles",
}

// letterHints are letters with accents that few of the languages have.
var letterHints = map[rune]string{
	'ã': "pt", 'õ': "pt", 'ñ': "es", '¿': "es", '¡': "es", 'ß': "de", 'ä': "de", 'ö': "de", 'œ': "fr", 'è': "fr", 'ù': "fr", 'î': "fr", 'û': "fr", 'ë': "fr",
	'ç': "fr pt", 'ê': "fr pt", 'ô': "fr pt", 'â': "fr pt", 'à': "fr pt", 'í': "es pt", 'ó': "es pt", 'á': "es pt", 'ú': "es pt", 'é': "es fr pt", 'ü': "de",
}

// languageWords maps folded words to what they say of each language. A word of
// several languages says less of each.
var languageWords = sync.OnceValue(func() map[string]scores {
	langs := map[string]map[int]bool{}
	for i, lang := range latinLanguages {
		add := func(w string) {
			if langs[w] == nil {
				langs[w] = map[int]bool{}
			}
			langs[w][i] = true
		}
		for w := range stops().byLang[lang] {
			add(w)
		}
		for _, w := range strings.Fields(moreWords[lang]) {
			add(Fold(w))
		}
	}
	out := map[string]scores{}
	for w, in := range langs {
		var s scores
		for i := range in {
			s[i] = 1 / float64(len(in))
		}
		out[w] = s
	}
	return out
})

// latinLanguage tells languages in Latin letters apart.
func latinLanguage(text string) (lang string, sure bool) {
	words := Words(text)
	s, found := scoreWords(words)
	s.addHints(text)
	best, second := 0, -1
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] > s[best]:
			best, second = i, best
		case second < 0 || s[i] > s[second]:
			second = i
		}
	}
	if other, found := otherWords(words); other > s[best] {
		return "", other >= 3 && 2*other >= 3*s[best] && 5*found >= len(words)
	}
	if s[best] < 0.5 || s[best] == s[second] {
		return "", false
	}
	// In running text at least every fifth word is one of them.
	return latinLanguages[best], s[best] >= 1.5 && 2*s[best] >= 3*s[second] && 5*found >= len(words)
}

// scoreWords returns what words say, and how many of them say something.
func scoreWords(words []Word) (s scores, found int) {
	known := languageWords()
	for _, w := range words {
		if of, ok := known[w.Term]; ok {
			found++
			for i := range s {
				s[i] += of[i]
			}
		}
	}
	return s, found
}

// addHints adds what the letters of a text say; each letter counts once, and less
// where several languages have it.
func (s *scores) addHints(text string) {
	seen := map[rune]bool{}
	for _, r := range text {
		if r < 0x80 {
			continue
		}
		r = unicode.ToLower(r)
		langs, ok := letterHints[r]
		if !ok || seen[r] {
			continue
		}
		seen[r] = true
		for i, lang := range latinLanguages {
			if strings.Contains(langs, lang) {
				s[i] += 2 / float64(len(langs))
			}
		}
	}
}
