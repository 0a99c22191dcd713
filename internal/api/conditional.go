package api

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/uilsearch/uilsearch/search"
)

// cacheControl lets clients and proxies keep an answer, and has them ask each
// time whether it still holds: what is taken down must be gone from all of them
// at once.
const cacheControl = "no-cache"

// Conditional reads what a request says of the answer that the client already
// has. Operations embed it.
type Conditional struct {
	IfNoneMatch string `header:"If-None-Match" doc:"The ETag of the answer at hand"`
	// path and params are those of the request, asked is what they come to.
	path   string
	params url.Values
	asked  string
}

// Resolve keeps the address of the request.
func (c *Conditional) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	c.path, c.params = u.Path, u.Query()
	c.asked = c.path + "?" + canonical(c.params, ctx.Operation().Parameters)
	return nil
}

// canonical returns a query string in which equal questions are equal: values
// in order and each once, numbers and flags in one form, and nothing that would
// be so without it.
func canonical(params url.Values, known []*huma.Param) string {
	out := url.Values{}
	for _, p := range known {
		var values []string
		for _, v := range params[p.Name] {
			values = append(values, plainForm(p.Schema, v))
		}
		values = distinct(values)
		if len(values) == 1 && values[0] == absent(p.Schema) {
			continue
		}
		out[p.Name] = values
	}
	return out.Encode()
}

// plainForm returns the one form of a value of a parameter.
func plainForm(s *huma.Schema, v string) string {
	switch s.Type {
	case huma.TypeInteger:
		if n, err := strconv.Atoi(v); err == nil {
			return strconv.Itoa(n)
		}
	case huma.TypeBoolean:
		if set, err := strconv.ParseBool(v); err == nil {
			return strconv.FormatBool(set)
		}
	}
	return v
}

// absent returns the value that a parameter has where it is not sent.
func absent(s *huma.Schema) string {
	switch {
	case s.Default != nil:
		return fmt.Sprint(s.Default)
	case s.Type == huma.TypeBoolean:
		return "false"
	}
	return ""
}

// etag returns the tag of the answer of an edition of the index to a request.
// It is weak, since the same answer can be sent compressed or not.
func (s *service) etag(c *Conditional, edition string) string {
	return `W/"` + hash([]byte(s.form+"\n"+edition+"\n"+c.asked)) + `"`
}

// hash returns a short name for a content.
func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:12])
}

// has reports whether the client has the answer with this tag.
func (c *Conditional) has(etag string) bool {
	for tag := range strings.SplitSeq(c.IfNoneMatch, ",") {
		if opaque(tag) == opaque(etag) {
			return true
		}
	}
	return false
}

func opaque(tag string) string { return strings.TrimPrefix(strings.TrimSpace(tag), "W/") }

// reply is an answer with its headers.
type reply[B any] struct {
	Status       int
	ETag         string   `header:"ETag" doc:"Names this answer; it changes with the index and with what is hidden in it"`
	CacheControl string   `header:"Cache-Control"`
	Link         []string `header:"Link" doc:"rel=prev and rel=next, where there are pages"`
	Body         B
}

// unchanged returns the reply to a client that has the answer of the edition
// that is served now, and otherwise nil.
func unchanged[B any](s *service, c *Conditional) *reply[B] {
	live := s.search.Status().Edition
	if tag := s.etag(c, live); live != "" && c.has(tag) {
		return notModified[B](tag)
	}
	return nil
}

// newReply returns the answer of an edition to the request c, unless the client
// has it.
func newReply[B any](s *service, c *Conditional, edition string, body B) *reply[B] {
	tag := s.etag(c, edition)
	if strings.TrimSpace(c.IfNoneMatch) == "*" || c.has(tag) {
		return notModified[B](tag)
	}
	return &reply[B]{Status: http.StatusOK, ETag: tag, CacheControl: cacheControl, Body: body}
}

// notModified tells the client that what it has still holds.
func notModified[B any](etag string) *reply[B] {
	return &reply[B]{Status: http.StatusNotModified, ETag: etag, CacheControl: cacheControl}
}

// pageLinks returns the Link headers that lead to the pages before and after.
// Where numbered pages end, next goes on by cursor.
func (c *Conditional) pageLinks(a search.Answer) []string {
	q := a.Query
	var links []string
	add := func(rel string, change func(url.Values)) {
		values := url.Values{}
		for name, v := range c.params {
			values[name] = v
		}
		change(values)
		links = append(links, fmt.Sprintf(`<%s?%s>; rel="%s"`, c.path, values.Encode(), rel))
	}
	numbered := c.params.Get("cursor") == ""
	if numbered && q.Page > 1 {
		add("prev", func(v url.Values) { v.Set("page", strconv.Itoa(q.Page-1)) })
	}
	switch {
	case len(a.Hits) == 0:
	case numbered && q.Page*q.PerPage < a.Total && (q.Page+1)*q.PerPage <= search.MaxWindow:
		add("next", func(v url.Values) { v.Set("page", strconv.Itoa(q.Page+1)) })
	case a.NextCursor != "":
		add("next", func(v url.Values) { v.Del("page"); v.Set("cursor", a.NextCursor) })
	}
	return links
}
