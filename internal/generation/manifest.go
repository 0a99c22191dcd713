package generation

import "time"

// Format is the version of the layout of a generation's directory. A binary
// serves only generations of its own format.
const Format = 3

// ManifestName is the file that makes a directory a generation. It is written
// last, so a directory without it is half-built and never served.
const ManifestName = "manifest.json"

// TaxonomyDir holds the generation's own copy of the taxonomy, below its
// directory; EngineDir holds what the engine's Build wrote.
const (
	TaxonomyDir = "taxonomy"
	EngineDir   = "engine"
)

// Manifest describes one generation completely.
type Manifest struct {
	Format     int       `json:"format"`
	Generation string    `json:"generation"`
	BuiltAt    time.Time `json:"built_at"`
	// Analysis is analysis.Version of the binary that built it.
	Analysis int `json:"analysis"`
	Built
	// Config and Taxonomy are SHA-256 hashes of what went in.
	Config   string `json:"config_hash"`
	Taxonomy string `json:"taxonomy_hash"`
	// Digest is one root over a digest of each document, in order of ID. It is
	// equal for equal content, whatever bytes the engine's files have.
	Digest string `json:"digest"`
	// Source is a hash over the pages that went in, and Text how many bytes of
	// text the documents have in all.
	Source string `json:"source_hash"`
	Text   int64  `json:"text"`
	// Pages counts the pages that were read for it, Rejected those of them that
	// gave no document.
	Pages    int `json:"pages,omitempty"`
	Rejected int `json:"rejected,omitempty"`
	// Forced are the reasons in spite of which it was published.
	Forced []string `json:"forced,omitempty"`
	Files  []File   `json:"files"`
}

// File is one file of a generation.
type File struct {
	// Name is the slash-separated path below the generation's directory.
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Built is what an engine says of the files it built.
type Built struct {
	// Engine is its name, Versions those of the libraries that wrote the files.
	Engine   string            `json:"engine"`
	Versions map[string]string `json:"versions"`
	// Mapping is a hash over the fields and how they are written.
	Mapping   string `json:"mapping_hash"`
	Documents int    `json:"documents"`
	// Fields holds the statistics that BM25 needs, by field name.
	Fields map[string]FieldStats `json:"fields"`
}

// FieldStats sums up one field over a generation.
type FieldStats struct {
	// Documents is how many documents have the field, Tokens how many tokens
	// it has in all; their quotient is the average length.
	Documents int   `json:"documents"`
	Tokens    int64 `json:"tokens"`
}

// AverageLength returns the mean number of tokens of the documents that have
// the field, or 1 where none has it.
func (s FieldStats) AverageLength() float64 {
	if s.Documents == 0 || s.Tokens == 0 {
		return 1
	}
	return float64(s.Tokens) / float64(s.Documents)
}
