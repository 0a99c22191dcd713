package corpus

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestAddressKeySpellings checks that the spellings of one address share a key.
func TestAddressKeySpellings(t *testing.T) {
	for _, spellings := range [][]string{
		{
			"https://uil.example/gnlc/namyangju", "http://uil.example/gnlc/namyangju", "HTTPS://www.UIL.example/gnlc/namyangju/#top",
			"https://uil.example:443/gnlc/namyangju", "http://uil.example:80/gnlc/namyangju", "https://uil.example./gnlc/namyangju",
			"https://WWW.uil.example.:443/gnlc/namyangju", "https://uil.example//gnlc///namyangju//", "https://uil.example/gnlc/./x/../namyangju",
			"https://uil.example/gnlc/%6eamyangju", "https://uil.example/gnlc/%6Eamyangju?fbclid=x", "https://uil.example/gnlc/namyangju?",
			"https://uil.example/gnlc/namyangju?utm_source=x&UTM_Medium=y&gclid", "https://uil.example/gnlc/namyangju?utm%5Fsource=x",
			"https://someone:secret@uil.example/gnlc/namyangju",
		},
		{"https://uil.example/도시", "https://uil.example/%eb%8f%84%ec%8b%9c", "https://uil.example/%EB%8F%84%EC%8B%9C"},
		{"https://uil.example/a(b)", "https://uil.example/a%28b%29"},
		{"https://uil.example/?q=é&p=1", "https://uil.example?q=%c3%a9&&p=1&fbclid=x", "https://uil.example/?q=%C3%A9&p=%31"},
		{"https://uil.example", "https://uil.example/", "https://uil.example:/"},
	} {
		for _, s := range spellings[1:] {
			if got, want := AddressKey(s), AddressKey(spellings[0]); got != want {
				t.Errorf("%s has the key %s, want %s", s, got, want)
			}
		}
	}
}

// TestAddressKeyTellsApart checks that other addresses have other keys.
func TestAddressKeyTellsApart(t *testing.T) {
	seen := map[string]string{}
	for _, a := range []string{
		"https://uil.example/", "https://uil.example:8443/", "https://uil.example/a", "https://uil.example/A", "https://uil.example/a/b",
		"https://uil.example/a%2Fb", "https://uil.example/a%3Fb", "https://uil.example/a?b", "https://uil.example/a%25b", "https://uil.example/a?p=1",
		"https://uil.example/a?p=1&p=2", "https://uil.example/a?p=1%26p=2", "https://uil.example/a?p=a+b", "https://uil.example/a?p=a%2Bb",
		"https://uil.example/a?source=x", "https://old.uil.example/a", "file:///a", "file:///a/", "a", "",
	} {
		if other, ok := seen[AddressKey(a)]; ok {
			t.Errorf("%s and %s share the key %s", a, other, AddressKey(a))
		}
		seen[AddressKey(a)] = a
	}
}

// TestAddressKeyIsStable checks that the key of an address with its key in the
// place of all after the scheme is the same.
func TestAddressKeyIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rest := rapid.StringMatching(`(/{1,2}([a-zé.%/?&=():+~-]|%[0-9a-f]{2}){0,6}){0,3}(\?([a-z_&=é+]|%[0-9a-f]{2}){0,8})?`).Draw(t, "rest")
		key := AddressKey("https://uil.example" + rest)
		if strings.HasPrefix(key, "https:") {
			return // no address
		}
		if again := AddressKey("https://" + key); again != key {
			t.Errorf("%s has the key %s, and that %s", rest, key, again)
		}
	})
}

func TestPageQuery(t *testing.T) {
	for given, want := range map[string]string{
		"":                                "",
		"a=1&b=2":                         "a=1&b=2",
		"b=2&&a=1&":                       "b=2&a=1",
		"fbclid=x&a=1&UTM_Source=y&_ga=z": "a=1",
		"utm=1&autm_x=2":                  "utm=1&autm_x=2",
		"PHPSESSID=1&JSESSIONID=2&CFID=3&CFTOKEN=4&ASPSESSIONIDABCD=5&session_id=6": "",
		"sid=0123456789abcdef0123":                  "",
		"sid=0123456789abcdef012":                   "sid=0123456789abcdef012",
		"s=0123456789abcdef0123&S=learning-cities":  "S=learning-cities",
		"s=lifelong+learning+for+all+in+every+city": "s=lifelong+learning+for+all+in+every+city",
		"gclid":               "",
		"q=%26fbclid=1&x=%zz": "q=%26fbclid=1&x=%zz",
	} {
		if got := PageQuery(given); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

func TestPagePath(t *testing.T) {
	for given, want := range map[string]string{
		"":                           "",
		"/a;jsessionid=0A.node1":     "/a",
		"/a;JSESSIONID=1;v=2/b":      "/a;v=2/b",
		"/a;v=1":                     "/a;v=1",
		"/;sid=1":                    "/",
		"/(S(lit3py55t21z5v55))/a":   "/a",
		"/(S(short))/a":              "/(S(short))/a",
		"/a;jsess;sid=1ionid=2/b":    "/a;jsess/b",
		"/(S(;sid=1abcdefgh)/(S(x))": "/(S(/(S(x))",
	} {
		if got := PagePath(given); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
	path := rapid.StringMatching(`(/|;|\(S\(|\)\)|jsessionid=|sid=|[a-z0-9]{0,9}){0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		once := PagePath(path.Draw(t, "path"))
		if twice := PagePath(once); twice != once {
			t.Fatalf("%q became %q", once, twice)
		}
	})
}
