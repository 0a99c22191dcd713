package querylang_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/search/querylang"
)

func TestCaps(t *testing.T) {
	for _, c := range []struct {
		text, cap string
		got       int
		cut       string
	}{
		{strings.Repeat("é", 256), "", 0, strings.Repeat("é", 256)},
		{strings.Repeat("é", 257), "characters", 257, strings.Repeat("é", 256)},
		{"city " + strings.Repeat("é", 300), "characters", 305, "city " + strings.Repeat("é", 251)},
		{strings.Repeat("abcdefghijklmnopqrst ", 13), "characters", 273, strings.TrimSpace(strings.Repeat("abcdefghijklmnopqrst ", 12))},
		{strings.TrimSpace(strings.Repeat("a ", 16)), "", 0, strings.TrimSpace(strings.Repeat("a ", 16))},
		{strings.Repeat("a ", 17), "words", 17, strings.TrimSpace(strings.Repeat("a ", 16))},
		{strings.Repeat("a AND ", 16) + "b", "words", 17, strings.TrimSpace(strings.Repeat("a AND ", 16))},
		{strings.Repeat("a ", 10) + `"` + strings.Repeat("b ", 7) + `"~3`, "words", 17, strings.Repeat("a ", 10) + `"b b b b b b"~3`},
		{`"a b c d e f g h i j k l"`, "", 0, `"a b c d e f g h i j k l"`},
		{`x "a b c d e f g h i j k l m" y`, "phrase", 13, `x "a b c d e f g h i j k l" y`},
		{`‘a b c d e f g h i j k l m’`, "phrase", 13, `‘a b c d e f g h i j k l’`},
		{"((((a))))", "", 0, "((((a))))"},
		{"(((((a)))))", "nesting", 5, "(((( a ))))"},
		{strings.Repeat("(", 200), "", 0, strings.Repeat("(", 200)},
		{strings.Repeat("평생학습도시", 40), "", 0, strings.Repeat("평생학습도시", 40)},
	} {
		err := querylang.Check(c.text)
		var over *querylang.CapError
		errors.As(err, &over)
		switch {
		case c.cap == "" && err != nil, c.cap != "" && over == nil:
			t.Errorf("Check(%q) = %v", c.text, err)
		case over != nil && (over.Cap != c.cap || over.Got != c.got || !strings.Contains(err.Error(), ":")):
			t.Errorf("Check(%q) = %+v: %v, want %s %d", c.text, over, err, c.cap, c.got)
		}
		cut, notes := querylang.Cut(c.text)
		if cut != c.cut || (len(notes) > 0) != (c.cap != "") {
			t.Errorf("Cut(%q) = %q, %v, want %q", c.text, cut, notes, c.cut)
		}
	}
}

func TestLimitsCanBeLifted(t *testing.T) {
	text := strings.TrimSpace(strings.Repeat("learning ", 40))
	p := querylang.Parser{Limits: querylang.Limits{Runes: 1000, Words: 100}}
	r, err := p.Parse(text)
	if err != nil || len(r.Root.(querylang.Group).Kids) != 40 {
		t.Errorf("Parse = %v, %v", r.Root, err)
	}
	var over *querylang.CapError
	if _, err := p.Parse("(((((a)))))"); !errors.As(err, &over) || over.Limit != querylang.Default.Nesting {
		t.Errorf("a limit that is not set is not the default: %v", err)
	}
}
