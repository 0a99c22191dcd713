// Package bleveengine builds and searches a generation with Bleve. Bleve keeps
// segments, postings and stored documents; facets, counts, BM25, phrases and
// the order of hits are a thin layer of our own over one immutable snapshot,
// made when a generation is opened.
package bleveengine

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	bleveanalysis "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// Name is the engine's name in a manifest.
const Name = "bleve"

// The fields of the index. A document has the exact fields, and the stemmed
// fields of its own language if that has a stemmer.
const (
	fieldText   = "text"
	fieldTitle  = "title"
	fieldStored = "document"
)

func stemField(field, lang string) string { return field + "_" + lang }

// mappingHash changes with the fields and how they are written.
func mappingHash() string {
	parts := []string{"4", fieldText, fieldTitle, fieldStored}
	parts = append(parts, analysis.StemmedLanguages()...)
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:])
}

// preanalysed is a token stream in the place of an analyser: our analysis has
// already run, and Bleve takes its result as it is.
type preanalysed bleveanalysis.TokenStream

// Analyze returns the stream, whatever the text.
func (p preanalysed) Analyze([]byte) bleveanalysis.TokenStream {
	return bleveanalysis.TokenStream(p)
}

const indexOptions = index.IndexField | index.IncludeTermVectors

// entry is a document on its way into the index.
type entry struct {
	doc *document.Document
	row row
	// lengths counts the tokens of each field.
	lengths map[string]int
	bytes   int
}

// newEntry analyses a document.
func newEntry(d *corpus.Document) (entry, error) {
	stored, err := json.Marshal(d)
	if err != nil {
		return entry{}, err
	}
	text := d.Text()
	passages := d.Passages()
	e := entry{doc: document.NewDocument(string(d.ID)), row: newRow(d), lengths: map[string]int{}, bytes: len(stored)}
	e.doc.AddField(document.NewTextFieldCustom(fieldStored, nil, stored, index.StoreField, nil))
	e.add(fieldText, withDate(tokensOf(text, passages, analysis.Exact), d, analysis.Exact))
	e.add(fieldTitle, tokensOf(text, titleOf(passages), analysis.Exact))
	e.row.Length, e.row.TitleLength = e.lengths[fieldText], e.lengths[fieldTitle]
	if analysis.HasStemmer(d.Lang) {
		stem := func(dst []analysis.Token, s string, offset, pos int) ([]analysis.Token, int) {
			return analysis.Stemmed(dst, d.Lang, s, offset, pos)
		}
		body, title := stemField(fieldText, d.Lang), stemField(fieldTitle, d.Lang)
		e.add(body, withDate(tokensOf(text, passages, stem), d, stem))
		e.add(title, tokensOf(text, titleOf(passages), stem))
		e.row.StemLength, e.row.StemTitleLength = e.lengths[body], e.lengths[title]
	}
	return e, nil
}

// titleOf returns the title's passage alone.
func titleOf(passages []corpus.Passage) []corpus.Passage {
	if len(passages) > 0 && passages[0].Zone == corpus.ZoneTitle {
		return passages[:1]
	}
	return nil
}

// analyser is analysis.Exact, or analysis.Stemmed for a language.
type analyser func(dst []analysis.Token, text string, offset, pos int) ([]analysis.Token, int)

// withDate appends the document's date as people write it, for pages are
// searched by what stands above the text too. It does not count towards the
// length of the field.
func withDate(tokens []analysis.Token, d *corpus.Document, analyse analyser) []analysis.Token {
	pos := 0
	if len(tokens) > 0 {
		pos = tokens[len(tokens)-1].Pos
	}
	n := len(tokens)
	for _, text := range analysis.DateTexts(d.Published.Year, d.Published.Month, d.Published.Day, d.Lang) {
		tokens, pos = analyse(tokens, text, 0, pos+analysis.PassageGap)
	}
	for i := range tokens[n:] {
		tokens[n+i].Extra = true
	}
	return tokens
}

// tokensOf analyses the passages of a text one by one, with a gap in between.
func tokensOf(text string, passages []corpus.Passage, analyse analyser) []analysis.Token {
	var tokens []analysis.Token
	pos := 1
	for _, p := range passages {
		tokens, pos = analyse(tokens, text[p.Start:p.End], p.Start, pos)
		pos += analysis.PassageGap
	}
	return tokens
}

// add puts one field into the document and counts its length.
func (e *entry) add(field string, tokens []analysis.Token) {
	if len(tokens) == 0 {
		return
	}
	slab := make([]bleveanalysis.Token, len(tokens))
	stream := make(preanalysed, len(tokens))
	for i, t := range tokens {
		slab[i] = bleveanalysis.Token{Term: []byte(t.Term), Start: t.Start, End: t.End, Position: t.Pos}
		stream[i] = &slab[i]
		if !t.Extra {
			e.lengths[field]++
		}
		e.bytes += len(t.Term) + tokenBytes
	}
	e.doc.AddField(document.NewTextFieldCustom(field, nil, nil, indexOptions, stream))
}

// tokenBytes is about what Bleve holds in memory for a token of a batch,
// besides its term.
const tokenBytes = 200
