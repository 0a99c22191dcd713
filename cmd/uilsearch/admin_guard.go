package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/internal/config"
)

// withToken lets through who sends the token as a bearer token. An empty token
// lets everybody through.
func withToken(token string, next http.Handler) http.Handler {
	if token == "" {
		return next
	}
	want := sha256.Sum256([]byte(token)) // sums are of one length, so that comparing does not tell the token's
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme, sent, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		got := sha256.Sum256([]byte(strings.TrimSpace(sent)))
		if !strings.EqualFold(scheme, "Bearer") || subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			w.Header().Set("WWW-Authenticate", `Bearer realm="uilsearch"`)
			http.Error(w, "send serve.admin_token as Authorization: Bearer …", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// fromThisMachine guards a listener without a token, which only this machine
// reaches, against web pages in a browser on it: one whose host name was made to
// lead here, and one of another site, whose requests browsers mark by
// Sec-Fetch-Site or Origin.
func fromThisMachine(addr string, next http.Handler) http.Handler {
	own := hostOf(addr)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := hostOf(r.Host)
		switch {
		case !strings.EqualFold(host, own) && !config.IsLoopback(host):
			http.Error(w, "ask for this address as localhost, or set serve.admin_token", http.StatusForbidden)
		case r.Header.Get("Origin") != "", !sameSite(r.Header.Values("Sec-Fetch-Site")):
			http.Error(w, "pages of a browser may not ask for this", http.StatusForbidden)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// hostOf returns the host of an address with or without a port.
func hostOf(addr string) string {
	if host, _, err := net.SplitHostPort(addr); err == nil {
		return host
	}
	return strings.Trim(addr, "[]")
}

// sameSite reports whether no browser says that a page elsewhere asks. What a
// person types in, or a tool sends, has none of that.
func sameSite(said []string) bool {
	return !slices.ContainsFunc(said, func(s string) bool { return s != "none" && s != "same-origin" })
}
