package bleveengine

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search"
)

// columnsFile holds one row of JSON for each document, by ID: what facets,
// filters and sorts need. Bleve gives its numbers to documents as it likes, so
// rows are bound to numbers when a generation is opened.
const columnsFile = "columns.ndjson"

// row is a document in the columns file.
type row struct {
	ID    corpus.ID `json:"id"`
	Title string    `json:"title"`
	Type  string    `json:"type"`
	Lang  string    `json:"lang"`
	// Date is the published date as it is known.
	Date string   `json:"date,omitempty"`
	Tags []rowTag `json:"tags,omitempty"`
	// The lengths are in tokens.
	Length          int `json:"len"`
	TitleLength     int `json:"title_len"`
	StemLength      int `json:"stem_len,omitempty"`
	StemTitleLength int `json:"stem_title_len,omitempty"`
}

// rowTag is a tag of a document in the columns file.
type rowTag struct {
	Facet   string `json:"f"`
	Value   string `json:"v"`
	Mention bool   `json:"m,omitempty"`
	// Spans is how often the value stands in the whole text, Titles how often
	// in the title.
	Spans  uint32 `json:"n,omitempty"`
	Titles uint32 `json:"t,omitempty"`
}

func newRow(d *corpus.Document) row {
	r := row{ID: d.ID, Title: analysis.Fold(d.Title), Type: string(d.Type), Lang: d.Lang, Date: d.Published.String()}
	for _, t := range d.Tags {
		r.addTag(t)
	}
	return r
}

// addTag adds a tag, or to the tag of the same value; one it is about is not
// counted again as a mention.
func (r *row) addTag(t corpus.Tag) {
	at := slices.IndexFunc(r.Tags, func(have rowTag) bool { return have.Facet == string(t.Facet) && have.Value == t.Value })
	if at < 0 {
		at = len(r.Tags)
		r.Tags = append(r.Tags, rowTag{Facet: string(t.Facet), Value: t.Value, Mention: true})
	}
	have := &r.Tags[at]
	have.Mention = have.Mention && t.Role == corpus.Mention
	for _, s := range t.Evidence {
		have.Spans++
		if s.Zone == corpus.ZoneTitle {
			have.Titles++
		}
	}
}

// column holds, for each document, the values of one facet in one role.
type column struct {
	// The values of document n are ordinals[starts[n]:starts[n+1]].
	starts   []uint32
	ordinals []uint32
	// spans and titles say how often each of them stands in the document.
	spans, titles []uint32
}

func (c *column) of(doc uint32) []uint32 {
	return c.ordinals[c.starts[doc]:c.starts[doc+1]]
}

// facet is the two columns of a facet and the names of its ordinals.
type facet struct {
	about, mention column
	values         []string
	ordinal        map[string]uint32
}

// columns is everything the collector reads of a document, by its number.
type columns struct {
	ids    []corpus.ID
	byID   map[corpus.ID]uint32
	idRank []uint32 // place of the document in the order of IDs
	titles []string
	// date is the sort date in days since 1970, or undated; first and last
	// bound what is known of it.
	date, last []int32
	listing    []bool
	lang       []uint32 // ordinals of the facet lang
	lengths    [fieldKinds][]uint32
	facets     map[string]*facet
}

// undated stands in the date columns where there is no date: before all days.
const undated = int32(-1 << 31)

// newColumns makes the columns of n documents.
func newColumns(n int) *columns {
	c := &columns{
		ids: make([]corpus.ID, n), byID: make(map[corpus.ID]uint32, n), titles: make([]string, n), date: make([]int32, n),
		last: make([]int32, n), listing: make([]bool, n), lang: make([]uint32, n), facets: map[string]*facet{},
	}
	for k := range c.lengths {
		c.lengths[k] = make([]uint32, n)
	}
	return c
}

// readColumns reads the columns file and binds each row to the number that
// number gives for its ID.
func readColumns(r io.Reader, n int, number map[corpus.ID]uint32) (*columns, error) {
	rows := make([]row, n)
	seen := 0
	dec := json.NewDecoder(bufio.NewReaderSize(r, 1<<16))
	for {
		var in row
		if err := dec.Decode(&in); err == io.EOF {
			break
		} else if err != nil {
			return nil, fmt.Errorf("row %d: %w", seen+1, err)
		}
		at, ok := number[in.ID]
		if !ok || rows[at].ID != "" {
			return nil, fmt.Errorf("row %d: document %s is not in the index, or twice in the columns", seen+1, in.ID)
		}
		rows[at] = in
		seen++
	}
	if seen != n {
		return nil, fmt.Errorf("%d rows for %d documents", seen, n)
	}
	c := newColumns(n)
	for i := range rows {
		if err := c.set(uint32(i), &rows[i]); err != nil {
			return nil, err
		}
	}
	for _, name := range search.Facets() {
		c.facets[name] = newFacet(name, rows)
	}
	copy(c.lang, c.facets[search.FacetLang].about.ordinals) // one language each
	c.rankIDs()
	return c, nil
}

func (c *columns) set(doc uint32, r *row) error {
	c.ids[doc], c.byID[r.ID] = r.ID, doc
	c.titles[doc] = r.Title
	c.listing[doc] = r.Type == string(corpus.Listing)
	c.lengths[kindText][doc], c.lengths[kindTitle][doc] = uint32(r.Length), uint32(r.TitleLength)
	c.lengths[kindStem][doc], c.lengths[kindStemTitle][doc] = uint32(r.StemLength), uint32(r.StemTitleLength)
	c.date[doc], c.last[doc] = undated, undated
	if r.Date == "" {
		return nil
	}
	d, err := corpus.ParseDate(r.Date)
	if err != nil {
		return fmt.Errorf("document %s: %w", r.ID, err)
	}
	c.date[doc], c.last[doc] = search.DateKey(d), int32(d.Last().Unix()/86400)
	return nil
}

// languages returns the languages of the documents by the ordinals in lang.
func (c *columns) languages() []string { return c.facets[search.FacetLang].values }

func (c *columns) rankIDs() {
	order := make([]uint32, len(c.ids))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(string(c.ids[a]), string(c.ids[b])) })
	c.idRank = make([]uint32, len(c.ids))
	for rank, doc := range order {
		c.idRank[doc] = uint32(rank)
	}
}

// newFacet builds the columns of one facet, with ordinals in the order of
// their values.
func newFacet(name string, rows []row) *facet {
	f := &facet{ordinal: map[string]uint32{}}
	for i := range rows {
		for _, t := range rows[i].values(name) {
			f.ordinal[t.Value] = 0
		}
	}
	for v := range f.ordinal {
		f.values = append(f.values, v)
	}
	slices.Sort(f.values)
	for i, v := range f.values {
		f.ordinal[v] = uint32(i)
	}
	f.about.starts, f.mention.starts = make([]uint32, 1, len(rows)+1), make([]uint32, 1, len(rows)+1)
	for i := range rows {
		for _, t := range rows[i].values(name) {
			c := &f.about
			if t.Mention {
				c = &f.mention
			}
			c.ordinals = append(c.ordinals, f.ordinal[t.Value])
			c.spans, c.titles = append(c.spans, t.Spans), append(c.titles, t.Titles)
		}
		f.about.starts = append(f.about.starts, uint32(len(f.about.ordinals)))
		f.mention.starts = append(f.mention.starts, uint32(len(f.mention.ordinals)))
	}
	return f
}

// values returns what a document counts for in a facet.
func (r *row) values(facet string) []rowTag {
	switch facet {
	case search.FacetType:
		return []rowTag{{Value: r.Type}}
	case search.FacetLang:
		return []rowTag{{Value: r.Lang}}
	case search.FacetYear:
		return []rowTag{{Value: yearValue(r.Date)}}
	}
	var out []rowTag
	for _, t := range r.Tags {
		if t.Facet == facet {
			out = append(out, t)
		}
	}
	return out
}

func yearValue(date string) string {
	d, err := corpus.ParseDate(date)
	if err != nil {
		return search.NoDate
	}
	return strconv.Itoa(d.Year)
}
