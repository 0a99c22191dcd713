// Package corpus holds what the project is about: pages as they were captured
// and documents as they are searched, with their tags and the evidence for
// each tag. It imports nothing but the standard library, so that every other
// room may import it.
package corpus

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"
)

// ID names a document: twelve lower-case letters and digits made from its
// canonical URL. It stays the same for as long as the URL does.
type ID string

// idEncoding is base32 with lower-case letters, which reads well in a URL.
var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID returns the ID of the document at the canonical URL: the first 60
// bits of its SHA-256, in base32.
func NewID(url string) ID {
	sum := sha256.Sum256([]byte(url))
	return ID(idEncoding.EncodeToString(sum[:8])[:12])
}

// Media types that a page can have.
const (
	HTML     = "text/html"
	Markdown = "text/markdown"
	Text     = "text/plain"
	PDF      = "application/pdf"
)

// Page is one raw capture: the bytes as they came, before anything was read
// out of them.
type Page struct {
	// URL is the address the page was captured under: http, https, or file
	// with the path below the ingested folder.
	URL string
	// MediaType is HTML, Markdown, Text or PDF, without parameters.
	MediaType string
	// Charset is the encoding named by the source, or empty where none is.
	Charset string
	// Body is the content, undecoded.
	Body []byte
	// Captured is when the page was read, in UTC.
	Captured time.Time
	// Header holds the headers of the response that say something of the page,
	// by canonical name, as Last-Modified; nil for files. See KeptHeader for
	// several of one name.
	Header map[string]string
	// Aliases are the addresses that redirected to URL.
	Aliases []string
}

// Digest returns the SHA-256 of the body in hexadecimal.
func (p Page) Digest() string {
	return hexDigest(string(p.Body))
}

// Link points to another document of the corpus.
type Link struct {
	// ID is empty where the target is not in the corpus.
	ID ID `json:"id,omitempty"`
	// URL is the address as the page gave it, made absolute.
	URL string `json:"url"`
	// Title and Lang are those of the target, where it is known.
	Title string `json:"title,omitempty"`
	Lang  string `json:"lang,omitempty"`
}

// Type says what kind of page a document is.
type Type string

// The page types.
const (
	News        Type = "news"
	CaseStudy   Type = "case-study"
	CityProfile Type = "city-profile"
	Event       Type = "event"
	Publication Type = "publication"
	Programme   Type = "programme"
	// Listing pages repeat the teasers of other pages; they are kept out of
	// results by default.
	Listing Type = "listing"
	Other   Type = "other"
)

// Types returns every page type in the order people read them.
func Types() []Type {
	return []Type{News, CaseStudy, CityProfile, Event, Publication, Programme, Listing, Other}
}

// ValidType reports whether t is one of Types.
func ValidType(t Type) bool {
	for _, known := range Types() {
		if t == known {
			return true
		}
	}
	return false
}

// NormalSpace returns s with every run of white space, no-break spaces
// included, as one space, and none at the ends.
func NormalSpace(s string) string {
	return strings.Join(strings.Fields(s), " ")
}
