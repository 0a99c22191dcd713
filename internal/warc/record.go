// Package warc reads and writes web archive files, WARC 1.0 and 1.1, plain or
// with one gzip member for each record. It reads what other programs got wrong
// as far as that is safe, and names the place of what it cannot read.
package warc

import (
	"fmt"
	"strings"
	"time"
)

// The types of record, as Record.Type returns them.
const (
	Info     = "warcinfo"
	Response = "response"
	Resource = "resource"
	Request  = "request"
	Metadata = "metadata"
	Revisit  = "revisit"
)

// The names of header fields.
const (
	fieldType          = "WARC-Type"
	fieldID            = "WARC-Record-ID"
	fieldDate          = "WARC-Date"
	fieldURI           = "WARC-Target-URI"
	fieldBlockDigest   = "WARC-Block-Digest"
	fieldPayloadDigest = "WARC-Payload-Digest"
	fieldTruncated     = "WARC-Truncated"
	fieldRefersTo      = "WARC-Refers-To-Target-URI"
	fieldRefersToDate  = "WARC-Refers-To-Date"
	fieldProfile       = "WARC-Profile"
	fieldIdentified    = "WARC-Identified-Payload-Type"
	fieldContentType   = "Content-Type"
	fieldLength        = "Content-Length"
)

// Field is one line of a header.
type Field struct{ Name, Value string }

// Header is the header of a record, in the order of the file.
type Header []Field

// Get returns the value of the first field of a name in any case, or "".
func (h Header) Get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// Record is one record of a file.
type Record struct {
	Header Header
	// Block is the content, as it stands in the file.
	Block []byte
	// Offset is where in the file the record begins, in bytes; in a compressed
	// file, where its gzip member begins.
	Offset int64
}

// Type returns the type of the record in lower case, as Response.
func (r Record) Type() string { return strings.ToLower(r.Header.Get(fieldType)) }

// URI returns the address that the record is about, or "".
func (r Record) URI() string {
	// Some writers put it into angle brackets.
	return strings.TrimSuffix(strings.TrimPrefix(r.Header.Get(fieldURI), "<"), ">")
}

// RefersTo returns the address of the record that a revisit repeats, or "".
func (r Record) RefersTo() string {
	return strings.TrimSuffix(strings.TrimPrefix(r.Header.Get(fieldRefersTo), "<"), ">")
}

// Repeats reports whether a record says that its address had this body again.
func (r Record) Repeats(body []byte) bool {
	return r.Type() == Revisit && (r.RefersTo() == "" || r.RefersTo() == r.URI()) && r.Header.Get(fieldPayloadDigest) == digest(body)
}

// Identified returns what the payload was found to be, whatever its server said,
// or "".
func (r Record) Identified() string { return r.Header.Get(fieldIdentified) }

// ContentType returns what the block is, as the record says, or "".
func (r Record) ContentType() string { return r.Header.Get(fieldContentType) }

// dateLayouts are the precisions that WARC 1.1 allows, and one that old files
// have.
var dateLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04Z", "2006-01-02", "2006-01", "2006", "20060102150405",
}

// Date returns when the content was captured, in UTC. What is not said, such as
// the day, is the first there is.
func (r Record) Date() (time.Time, error) {
	text := r.Header.Get(fieldDate)
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, text); err == nil && t.Year() > 0 {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%s %.40q is no date", fieldDate, text)
}

// Limits bound what is held in memory and what is expanded.
type Limits struct {
	// Block is the largest block that is read, and Header the largest header, in
	// bytes. Blocks above it are passed over.
	Block, Header int64
	// Free is how many bytes a gzip member may expand to whatever its own size,
	// and Ratio how many times its size beyond that. The same bounds the sum of
	// all members that were read so far.
	Free, Ratio int64
	// Spend is told of bytes as they expand, and reports whether there may be
	// more of them. It may be nil.
	Spend func(n int64) bool
}

// DefaultLimits fit pages of up to so many bytes, and the headers that come with
// them.
func DefaultLimits(page int64) Limits {
	return Limits{Block: page + 1<<20, Header: 64 << 10, Free: 2 * (page + 1<<20), Ratio: 250}
}

// Damage says why one record, or what stands in its place, cannot be used. The
// records after it are still read.
type Damage struct {
	// Offset is where it begins; see Record.Offset.
	Offset int64
	// Reason is one phrase for people.
	Reason string
	// TooLarge says that it is over a limit, and need not be damaged at all.
	TooLarge bool
}

// Error returns the offset and the reason.
func (d *Damage) Error() string { return fmt.Sprintf("at byte %d: %s", d.Offset, d.Reason) }
