package corpus

import (
	"maps"
	"net/http"
	"testing"
)

func TestKeptHeader(t *testing.T) {
	for _, c := range []struct {
		in   http.Header
		want map[string]string
	}{
		{nil, nil},
		{http.Header{"Set-Cookie": {"a=b"}, "Etag": {""}, "Link": nil}, nil},
		{http.Header{"Etag": {`"1"`}, "Server": {"x"}, "Content-Type": {"text/html", "text/plain"}}, map[string]string{"Etag": `"1"`, "Content-Type": "text/html"}},
		{http.Header{"X-Robots-Tag": {"otherbot: noindex", "nofollow"}, "Link": {"<a>; rel=next, <b>", "<c>"}}, map[string]string{"X-Robots-Tag": "otherbot: noindex\nnofollow", "Link": "<a>; rel=next, <b>\n<c>"}},
		{http.Header{"Content-Language": {"fr\xe9"}}, map[string]string{"Content-Language": "fr\uFFFD"}},
	} {
		if got := KeptHeader(c.in); !maps.Equal(got, c.want) {
			t.Errorf("%v: %q, want %q", c.in, got, c.want)
		}
	}
	for name := range keptHeaders {
		if http.CanonicalHeaderKey(name) != name {
			t.Errorf("%s is not canonical", name)
		}
	}
}
