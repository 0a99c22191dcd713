package live

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"github.com/uilsearch/uilsearch/search"
)

// cursor is what an opaque cursor holds: a place in the order of one query
// over one generation.
type cursor struct {
	Generation string          `json:"g"`
	Query      string          `json:"q"`
	Place      search.Position `json:"p"`
}

// fingerprint tells queries apart that find or order other documents.
func fingerprint(q search.Query) string {
	asked, err := json.Marshal([]any{q.Text, q.Filters, q.From, q.To, q.Mentions, q.Listings, q.Sort})
	if err != nil {
		panic(err) // plain values always marshal
	}
	sum := sha256.Sum256(asked)
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

func newCursor(place search.Position, generation, query string) string {
	raw, err := json.Marshal(cursor{generation, query, place})
	if err != nil {
		panic(err) // plain values always marshal
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// readCursor returns the place of a cursor that was made for this query over
// this generation, search.ErrCursorGone for another's, and a
// *search.ParamError for what is no cursor.
func readCursor(s, generation, query string) (*search.Position, error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	var c cursor
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err != nil {
		return nil, &search.ParamError{Param: "cursor", Reason: "this is not a cursor; use next_cursor as it came, or start again without it"}
	}
	if c.Generation != generation || c.Query != query {
		return nil, search.ErrCursorGone
	}
	return &c.Place, nil
}
