package extract

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
)

// decodeHTML returns the body as UTF-8. It believes, in this order, a byte
// order mark, the charset that came with the page, and the one that the page
// names.
func decodeHTML(body []byte, named string) (string, error) {
	contentType := "text/html"
	if named != "" {
		contentType += "; charset=" + named
	}
	enc, name, certain := charset.DetermineEncoding(body, contentType)
	// Only the first kilobyte is searched for a charset. What is UTF-8 to its end
	// is taken for that before the one of last resort.
	if name == "utf-8" || name == "windows-1252" && !certain && utf8.Valid(body) {
		return decodeUTF8(body), nil
	}
	if namesNone(name, certain, body) {
		enc = guess(body)
	}
	return decodeWith(enc, body)
}

// decodeText returns a body that cannot name its own charset as UTF-8.
func decodeText(body []byte, named string) (string, error) {
	for _, mark := range []struct {
		bytes string
		label string
	}{{"\xfe\xff", "utf-16be"}, {"\xff\xfe", "utf-16le"}} {
		if bytes.HasPrefix(body, []byte(mark.bytes)) {
			named = mark.label
		}
	}
	enc, name := charset.Lookup(named)
	if enc == nil || name == "utf-8" {
		return decodeUTF8(body), nil
	}
	return decodeWith(enc, body)
}

func decodeWith(enc encoding.Encoding, body []byte) (string, error) {
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return "", fmt.Errorf("charset: %w", err)
	}
	return strings.TrimPrefix(strings.ToValidUTF8(string(out), "\uFFFD"), "\uFEFF"), nil
}

// decodeUTF8 replaces bytes that are not UTF-8. A body in which these outnumber
// the characters beyond ASCII is no UTF-8, whatever it says: it is read as what its
// bytes look like.
func decodeUTF8(body []byte) string {
	bad, good := 0, 0
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		i += size
	}
	if bad > good {
		if out, err := guess(body).NewDecoder().Bytes(body); err == nil {
			return strings.ToValidUTF8(string(out), "\uFFFD")
		}
	}
	return strings.TrimPrefix(strings.ToValidUTF8(string(body), "\uFFFD"), "\uFEFF")
}

// maxNodes bounds the elements and texts that a page may be parsed into.
const maxNodes = 1_000_000

var errTangled = errors.New("markup is too tangled to be read")

// formatting elements are opened again by the parser in every block that
// follows until they are closed, so that a small page can grow without bound.
var formatting = map[string]bool{
	"a": true, "b": true, "big": true, "code": true, "em": true, "font": true, "i": true, "nobr": true, "s": true,
	"small": true, "strike": true, "strong": true, "tt": true, "u": true,
}

// checkMarkup returns an error if parsing the page could take too much memory.
func checkMarkup(text string) error {
	z := html.NewTokenizer(strings.NewReader(text))
	nodes, open := 0, 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return nil
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			if formatting[string(name)] {
				open++
			}
			nodes += 1 + open
		case html.EndTagToken:
			name, _ := z.TagName()
			if formatting[string(name)] && open > 0 {
				open--
			}
		case html.TextToken:
			nodes += 1 + open
		}
		if nodes > maxNodes {
			return errTangled
		}
	}
}
