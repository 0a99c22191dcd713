package warc

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// date returns a time as WARC 1.1 has it, with as many digits as it needs.
func date(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// fieldsType is the type of a block that is lines as a header has them.
const fieldsType = "application/warc-fields"

// block returns fields as lines. What would break a line is a space.
func block(fields []Field) []byte {
	var b bytes.Buffer
	line := strings.NewReplacer("\r", " ", "\n", " ")
	for _, f := range fields {
		b.WriteString(f.Name + ": " + line.Replace(f.Value) + "\r\n")
	}
	return b.Bytes()
}

// NewInfo returns the record that begins a file and says where it is from.
func NewInfo(at time.Time, fields ...Field) Record {
	return Record{
		Header: Header{{fieldType, Info}, {fieldDate, date(at)}, {fieldContentType, fieldsType}},
		Block:  block(fields),
	}
}

// NewMetadata returns a record that says something of an address.
func NewMetadata(uri string, at time.Time, fields ...Field) Record {
	return Record{
		Header: Header{{fieldType, Metadata}, {fieldURI, uri}, {fieldDate, date(at)}, {fieldContentType, fieldsType}},
		Block:  block(fields),
	}
}

// sameProfile says of a revisit that the body was the same.
const sameProfile = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"

// NewRevisit returns a record that says that an address still had the body of an
// earlier record.
func NewRevisit(uri string, at, earlier time.Time, body []byte) Record {
	return Record{Header: Header{
		{fieldType, Revisit}, {fieldURI, uri}, {fieldDate, date(at)}, {fieldProfile, sameProfile},
		{fieldRefersTo, uri}, {fieldRefersToDate, date(earlier)}, {fieldPayloadDigest, digest(body)},
	}}
}

// WithIdentified returns the record with what its payload was found to be, where
// its server said something else.
func (r Record) WithIdentified(contentType string) Record {
	r.Header = append(slices.Clip(r.Header), Field{fieldIdentified, contentType})
	return r
}

// framing are the headers that say how a body was sent.
var framing = map[string]bool{fieldLength: true, "Content-Encoding": true, "Transfer-Encoding": true}

// ResponseHeader returns what NewResponse writes of a header, by name. Each line of
// a value is a field of its own, without the spaces around it. Fields that say how
// the body was sent and those that no header can hold are left out.
func ResponseHeader(header map[string]string) Header {
	var h Header
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for value := range strings.SplitSeq(header[name], "\n") {
			value = strings.TrimSpace(value)
			if validName(name) && validValue(value) && !framing[http.CanonicalHeaderKey(name)] {
				h = append(h, Field{name, value})
			}
		}
	}
	return h
}

// NewResponse returns the record of a response over HTTP with the given body,
// which is not coded, and with what ResponseHeader makes of the header.
// Content-Length is added.
func NewResponse(uri string, at time.Time, status int, header map[string]string, body []byte) Record {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", status, http.StatusText(status))
	for _, f := range ResponseHeader(header) {
		b.WriteString(f.Name + ": " + f.Value + "\r\n")
	}
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n", len(body))
	b.Write(body)
	return Record{
		Header: Header{
			{fieldType, Response}, {fieldURI, uri}, {fieldDate, date(at)},
			{fieldContentType, "application/http; msgtype=response"}, {fieldPayloadDigest, digest(body)},
		},
		Block: b.Bytes(),
	}
}

// NewResource returns the record of content that came from elsewhere than the
// web, such as a file.
func NewResource(uri string, at time.Time, contentType string, body []byte) Record {
	return Record{
		Header: Header{
			{fieldType, Resource}, {fieldURI, uri}, {fieldDate, date(at)},
			{fieldContentType, contentType}, {fieldPayloadDigest, digest(body)},
		},
		Block: body,
	}
}
