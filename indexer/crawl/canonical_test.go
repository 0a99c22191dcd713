package crawl

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCanonical(t *testing.T) {
	for _, c := range []struct{ name, given, want string }{
		{"as it is", "https://uil.example/en/a", "https://uil.example/en/a"},
		{"case of scheme and host", "HTTPS://UIL.Example/En/A", "https://uil.example/En/A"},
		{"no path", "https://uil.example", "https://uil.example/"},
		{"white space around and in it", " \thttps://uil.example/a\n/b ", "https://uil.example/a/b"},
		{"default ports", "http://uil.example:80/a", "http://uil.example/a"},
		{"default port of https", "https://uil.example:443", "https://uil.example/"},
		{"another port", "http://uil.example:443/", "http://uil.example:443/"},
		{"empty port", "http://uil.example:/a", "http://uil.example/a"},
		{"fragment", "https://uil.example/a#b?c", "https://uil.example/a"},
		{"empty query", "https://uil.example/a?#x", "https://uil.example/a"},
		{"dots", "https://uil.example/a/./b/../c/%2e%2E/d", "https://uil.example/a/d"},
		{"backslashes", `https:\\uil.example\a\b`, "https://uil.example/a/b"},
		{"slashes stay", "https://uil.example//a//b/", "https://uil.example//a//b/"},
		{"escapes in capitals", "https://uil.example/%c3%a9t%c3%a9", "https://uil.example/%C3%A9t%C3%A9"},
		{"characters are escaped", "https://uil.example/été?q=à", "https://uil.example/%C3%A9t%C3%A9?q=%C3%A0"},
		{"needless escapes", "https://uil.example/%61%7E?%62=%2D", "https://uil.example/a~?b=-"},
		{"a slash that is escaped stays so", "https://uil.example/a%2fb", "https://uil.example/a%2Fb"},
		{"a lonely percent sign", "https://uil.example/100%?q=100%", "https://uil.example/100%25?q=100%"},
		{"bars and carets", "https://uil.example/a|b^c?d|e", "https://uil.example/a%7Cb%5Ec?d|e"},
		{"space", "https://uil.example/a b?c d", "https://uil.example/a%20b?c%20d"},
		{"plus stays", "https://uil.example/?q=a+b", "https://uil.example/?q=a+b"},
		{"international host", "https://Bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"},
		{"international host in ASCII", "https://XN--BCHER-KVA.example/", "https://xn--bcher-kva.example/"},
		{"Korean host", "http://남양주.example/", "http://xn--q20bo01b9oc.example/"},
		{"full stop at the end of the host", "https://uil.example./a", "https://uil.example/a"},
		{"full stops of another script", "https://uil。example/", "https://uil.example/"},
		{"numeric host", "http://0x7f.1/", "http://127.0.0.1/"},
		{"decimal host", "http://2130706433/", "http://127.0.0.1/"},
		{"IPv6", "http://[::FFFF:7F00:1]:8080/a", "http://[::ffff:7f00:1]:8080/a"},
		{"trackers", "https://uil.example/a?utm_source=x&b=1&fbclid=y&UTM_Medium=z&_gl=w", "https://uil.example/a?b=1"},
		{"nothing but trackers", "https://uil.example/a?gclid=1", "https://uil.example/a"},
		{"order of parameters stays", "https://uil.example/a?b=2&a=1&&b=1", "https://uil.example/a?b=2&a=1&b=1"},
		{"visit in the query", "https://uil.example/a.php?PHPSESSID=0a1b2c&p=1", "https://uil.example/a.php?p=1"},
		{"visit as sid", "https://uil.example/a?sid=0123456789abcdef0123456789abcdef", "https://uil.example/a"},
		{"page as sid", "https://uil.example/a?sid=17", "https://uil.example/a?sid=17"},
		{"search as s", "https://uil.example/?s=lifelong+learning", "https://uil.example/?s=lifelong+learning"},
		{"visit in the path", "https://uil.example/a;jsessionid=0A1B.n1/b;JSESSIONID=2?c", "https://uil.example/a/b?c"},
		{"visit as a segment", "https://uil.example/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "https://uil.example/a.aspx"},
		{"other parameters of a segment stay", "https://uil.example/a;v=1", "https://uil.example/a;v=1"},
		{"escaped ampersands", "https://uil.example/?a=1&amp;b=2&amp;amp;c=3", "https://uil.example/?a=1&b=2&c=3"},
		{"an ampersand in hiding", "https://uil.example/?a&%61mp;b", "https://uil.example/?a&b"},
		{"an address in a query", "https://uil.example/?u=https://x.example/%2F", "https://uil.example/?u=https://x.example/%2F"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Canonical(c.given)
			if err != nil || got != c.want {
				t.Errorf("%s\n got %s, %v\nwant %s", c.given, got, err, c.want)
			}
		})
	}
}

func TestCanonicalRefuses(t *testing.T) {
	for _, c := range []struct{ name, given, says string }{
		{"nothing", "", "address"},
		{"a path", "/a", "address"},
		{"a word", "uil.example/a", "address"},
		{"mail", "mailto:a@uil.example", "neither http"},
		{"script", "javascript:alert(1)", "neither http"},
		{"file", "file:///etc/passwd", "neither http"},
		{"ftp", "ftp://uil.example/a", "neither http"},
		{"password", "https://u:p@uil.example/", "user name"},
		{"user", "https://u@uil.example/", "user name"},
		{"no host", "http://", "address"},
		{"a host of dots", "http://../", "address"},
		{"a space in the host", "http://uil example/", "address"},
		{"a port too high", "http://uil.example:65536/", "address"},
		{"numeric host too high", "http://1.2.3.256/", "address"},
		{"9,000 characters", "https://uil.example/" + strings.Repeat("a", 9000), "longer than"},
		{"a million characters", "https://uil.example/" + strings.Repeat("a", 1e6), "longer than"},
		{"too long once escaped", "https://uil.example/" + strings.Repeat("é", 400), "longer than"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Canonical(c.given)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%.100s gave %.100s, %v; want an error with %q", c.given, got, err, c.says)
			}
		})
	}
	if got, err := Canonical("https://uil.example/?b=1&fbclid=" + strings.Repeat("a", 5000)); got != "https://uil.example/?b=1" {
		t.Errorf("an address that is long only for its tracker: %.100s, %v", got, err)
	}
}

// aPath and aQuery draw what addresses are made of, odd escapes included.
var (
	aPath  = rapid.StringMatching(`(/([a-zA-Z0-9.~_;=(), é남|^-]|%[0-9a-fA-F]{2}|%|jsessionid=|\.\.|&amp;){0,8}){0,4}`)
	aQuery = rapid.StringMatching(`((a|b|utm_x|sid|s|PHPSESSID|f\[0\])=([a-zA-Z0-9/:é'"+ -]|%[0-9a-fA-F]{2}|%){0,6}(&|&amp;|&%61mp;|%26)){0,4}`)
	aHost  = rapid.StringMatching(`(www\.)?(uil|Bücher|남양주|a-b)\.(example|EXAMPLE)\.?(:80|:8080)?`)
)

func anAddress(t *rapid.T) string {
	s := rapid.SampledFrom([]string{"http://", "https://", "HTTPS:\\\\"}).Draw(t, "scheme") + aHost.Draw(t, "host") + aPath.Draw(t, "path")
	if q := aQuery.Draw(t, "query"); q != "" {
		s += "?" + q
	}
	return s
}

func TestCanonicalStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := anAddress(t)
		once, err := Canonical(given)
		if err != nil {
			t.Skip()
		}
		if twice, err := Canonical(once); err != nil || twice != once {
			t.Fatalf("%q gave %q, which gave %q, %v", given, once, twice, err)
		}
		u, err := url.Parse(once)
		if err != nil || u.String() != once {
			t.Fatalf("%q is %q, %v in Go's spelling", once, u, err)
		}
		if r, err := http.NewRequest(http.MethodGet, once, nil); err != nil || r.URL.String() != once {
			t.Fatalf("%q is no address to ask for: %v", once, err)
		}
	})
}

// respell writes an address in another way that means the same.
var respellings = map[string]func(string) string{
	"fragment": func(s string) string { return s + "#top" },
	"tracker": func(s string) string {
		if strings.Contains(s, "?") {
			return s + "&utm_source=x"
		}
		return s + "?fbclid=y"
	},
	"host in capitals": func(s string) string {
		scheme, rest, _ := strings.Cut(s, "://")
		host, path, _ := strings.Cut(rest, "/")
		return strings.ToUpper(scheme) + "://" + strings.ToUpper(host) + "/" + path
	},
	"escaped letters": func(s string) string {
		scheme, rest, _ := strings.Cut(s, "://")
		host, path, _ := strings.Cut(rest, "/")
		var b strings.Builder
		for i := 0; i < len(path); i++ {
			if path[i] == 'b' && (i < 2 || path[i-1] != '%' && path[i-2] != '%') {
				b.WriteString("%62")
			} else {
				b.WriteByte(path[i])
			}
		}
		return scheme + "://" + host + "/" + b.String()
	},
	"white space": func(s string) string { return "\n " + s[:len(s)/2] + "\t" + s[len(s)/2:] + " " },
	"a dot":       func(s string) string { return strings.Replace(s, ".example/", ".example/./x/../", 1) },
}

func TestCanonicalOfSpellings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want, err := Canonical(anAddress(t))
		if err != nil {
			t.Skip()
		}
		for name, respell := range respellings {
			if got, err := Canonical(respell(want)); err != nil || got != want {
				t.Fatalf("%s: %q gave %q, %v; want %q", name, respell(want), got, err, want)
			}
		}
	})
}

func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"https://uil.example/é?a=%&amp;b#c", "http://[::1]:80/..", "http://ㅋ.example/%%%41", "https:uil.example", "http://a;jsessionid=1/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once, err := Canonical(s)
		if err != nil {
			return
		}
		if twice, err := Canonical(once); err != nil || twice != once {
			t.Errorf("%q gave %q, which gave %q, %v", s, once, twice, err)
		}
		if len(once) > maxAddress || !strings.HasPrefix(once, "http") {
			t.Errorf("%q gave %q", s, once)
		}
	})
}
