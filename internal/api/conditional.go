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

// cacheControl lets clients keep an answer for a minute, and ask afterwards
// whether it still holds.
const cacheControl = "public, max-age=60"

// Conditional reads what a request says of the answer that the client already
// has. Operations embed it.
type Conditional struct {
	IfNoneMatch string `header:"If-None-Match" doc:"The ETag of the answer at hand"`
	// path and params are those of the request.
	path   string
	params url.Values
}

// Resolve keeps the address of the request.
func (c *Conditional) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	c.path, c.params = u.Path, u.Query()
	return nil
}

// etag returns the tag of the answer of a generation to this request. It is
// weak, since the same answer can be sent compressed or not.
func (c *Conditional) etag(generation string) string {
	sum := sha256.Sum256([]byte(generation + "\n" + c.path + "?" + c.params.Encode()))
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}

// holds reports whether the client has the answer of this generation.
func (c *Conditional) holds(generation string) bool {
	if c.IfNoneMatch == "" || generation == "" {
		return false
	}
	want := opaque(c.etag(generation))
	for tag := range strings.SplitSeq(c.IfNoneMatch, ",") {
		if opaque(tag) == want {
			return true
		}
	}
	return false
}

func opaque(tag string) string { return strings.TrimPrefix(strings.TrimSpace(tag), "W/") }

// reply is an answer with its headers.
type reply[B any] struct {
	Status       int
	ETag         string   `header:"ETag" doc:"Names this answer of this generation"`
	CacheControl string   `header:"Cache-Control"`
	Link         []string `header:"Link" doc:"rel=prev and rel=next, where there are pages"`
	Body         B
}

// newReply returns body as the answer of a generation to the request c.
func newReply[B any](c *Conditional, generation string, body B) *reply[B] {
	return &reply[B]{Status: http.StatusOK, ETag: c.etag(generation), CacheControl: cacheControl, Body: body}
}

// notModified tells the client that what it has still holds.
func notModified[B any](c *Conditional, generation string) *reply[B] {
	return &reply[B]{Status: http.StatusNotModified, ETag: c.etag(generation), CacheControl: cacheControl}
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
