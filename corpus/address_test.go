package corpus

import (
	"testing"

	"pgregory.net/rapid"
)

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
