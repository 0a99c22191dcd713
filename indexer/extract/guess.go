package extract

import (
	"bytes"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// guessed is how much of a body is looked at, in bytes, and leastForeign how many
// of these must not be ASCII.
const (
	guessed      = 64 << 10
	leastForeign = 24
)

// guess returns the charset in which a body is written that names none and is no
// UTF-8, by the bytes it is made of. Where they do not say so clearly it is
// Windows-1252.
func guess(body []byte) encoding.Encoding {
	body = body[:min(len(body), guessed)]
	foreign := make([]int, 256)
	total, together := 0, 0
	for i, b := range body {
		if b < 0x80 {
			continue
		}
		total++
		foreign[b]++
		if i > 0 && body[i-1] >= 0x80 || i+1 < len(body) && body[i+1] >= 0x80 {
			together++
		}
	}
	// In languages of Latin letters most accents stand between plain letters.
	if total < leastForeign || together*10 < total*6 {
		return charmap.Windows1252
	}
	if enc := guessPairs(body); enc != nil {
		return enc
	}
	if enc := guessLetters(foreign, total); enc != nil {
		return enc
	}
	return charmap.Windows1252
}

// share returns how much of the characters beyond ASCII is what belongs to a
// language, or 0 if a body cannot be in that charset.
func share(enc encoding.Encoding, body []byte, belongs func(rune) bool) float64 {
	text, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return 0
	}
	all, ours, bad := 0, 0, 0
	for _, r := range string(text) {
		switch {
		case r < 0x80:
			continue
		case r == unicode.ReplacementChar:
			bad++
		case belongs(r):
			ours++
		}
		all++
	}
	if all == 0 || bad*200 > all {
		return 0
	}
	return float64(ours) / float64(all)
}

// guessPairs returns a charset that writes a character with two bytes, or nil.
func guessPairs(body []byte) encoding.Encoding {
	hangul := func(r rune) bool { return unicode.Is(unicode.Hangul, r) && r >= 0xac00 }
	// Half-width letters are left out: Shift_JIS has one for every odd byte.
	kana := func(r rune) bool { return r >= 0x3040 && r < 0x3100 || r == '、' || r == '。' }
	// A cut character at the end harms no more than one of hundreds.
	switch {
	case share(korean.EUCKR, body, hangul) > 0.75:
		return korean.EUCKR
	case share(japanese.ShiftJIS, body, kana) > 0.3:
		return japanese.ShiftJIS
	case share(japanese.EUCJP, body, kana) > 0.3:
		return japanese.EUCJP
	}
	han := func(r rune) bool {
		return unicode.Is(unicode.Han, r) || r >= 0x3000 && r < 0x3020 || r >= 0xff00 && r < 0xff60
	}
	low, pairs := lowSeconds(body)
	switch {
	case pairs == 0:
	case low*10 > pairs*2 && share(traditionalchinese.Big5, body, han) > 0.9:
		return traditionalchinese.Big5
	case low*20 < pairs && share(simplifiedchinese.GB18030, body, han) > 0.9:
		return simplifiedchinese.GB18030
	}
	return nil
}

// lowSeconds counts the pairs whose second byte is in ASCII, which in Big5 are many
// and in GB 2312 none, of all pairs.
func lowSeconds(body []byte) (low, pairs int) {
	for i := 0; i+1 < len(body); i++ {
		if body[i] < 0x80 {
			continue
		}
		i++
		pairs++
		if body[i] < 0x80 {
			low++
		}
	}
	return low, pairs
}

// guessLetters returns a charset of Cyrillic or Arabic letters, or nil, by how often
// each byte beyond ASCII stands in a body.
func guessLetters(foreign []int, total int) encoding.Encoding {
	among := func(from, to int) float64 {
		n := 0
		for _, count := range foreign[from : to+1] {
			n += count
		}
		return float64(n) / float64(total)
	}
	// ا, ل and ي are a third of all Arabic letters, and half of Windows-1256 from
	// 0xf0 on are vowel signs, which few write.
	const alef, lam, ya = 0xc7, 0xe1, 0xed
	switch {
	case among(0xc0, 0xff) < 0.85:
		return nil
	case among(0xf0, 0xff) > 0.2 && among(0xe0, 0xff) > 0.7:
		return charmap.Windows1251
	case among(0xf0, 0xff) < 0.08 && among(alef, alef)+among(lam, lam)+among(ya, ya) > 0.2:
		return charmap.Windows1256
	case among(0xc0, 0xdf) > 0.7:
		return charmap.KOI8R
	}
	return nil
}

// namesNone reports whether a charset is the one that is left where a page names
// none.
func namesNone(name string, certain bool, body []byte) bool {
	return !certain && name == "windows-1252" && !bytes.Contains(bytes.ToLower(body[:min(len(body), 1024)]), []byte("charset"))
}
