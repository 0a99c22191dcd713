package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// record reads one record, whose first line is next in the stream.
func (f *file) record(s *stream) (Record, *Damage) {
	r := Record{Offset: s.offset()}
	fail := func(format string, args ...any) (Record, *Damage) {
		return r, &Damage{Offset: r.Offset, Reason: fmt.Sprintf(format, args...)}
	}
	var err error
	if r.Header, err = f.header(s); err != nil {
		return fail("header: %v%s", err, because(s.fault()))
	}
	text := r.Header.Get(fieldLength)
	if text == "" {
		return fail("no %s", fieldLength)
	}
	size, err := strconv.ParseInt(text, 10, 64)
	if err != nil || size < 0 {
		return fail("%s %.40q is no length", fieldLength, text)
	}
	if size > f.max.Block {
		n, _ := io.CopyN(io.Discard, s.Reader, size)
		if n < size {
			return fail("ends after %d of %d bytes%s", n, size, because(s.fault()))
		}
		return r, &Damage{Offset: r.Offset, Reason: fmt.Sprintf("%d bytes are more than the %d that are read", size, f.max.Block), TooLarge: true}
	}
	// Grows as it is read, because the length may be a lie.
	var block bytes.Buffer
	if n, _ := io.CopyN(&block, s.Reader, size); n < size {
		return fail("ends after %d of %d bytes%s", n, size, because(s.fault()))
	}
	r.Block = block.Bytes()
	if r.Header.Get(fieldTruncated) == "" {
		if err := verify(r.Header.Get(fieldBlockDigest), r.Block); err != nil {
			return fail("%s: %v", fieldBlockDigest, err)
		}
		// The payload of a resource is its block; see Record.HTTP for responses.
		if err := verify(r.Header.Get(fieldPayloadDigest), r.Block); err != nil && r.Type() == Resource {
			return fail("%s: %v", fieldPayloadDigest, err)
		}
	}
	return r, nil
}

// header reads the lines of a header to the empty line behind it. It leaves
// the first line of another record in the stream.
func (f *file) header(s *stream) (Header, error) {
	left := f.max.Header
	if _, err := readLine(s, &left); err != nil {
		return nil, err
	}
	var h Header
	for {
		if begin, _ := s.Peek(versionSize); isVersion(begin) {
			return h, errors.New("another record begins in it")
		}
		line, err := readLine(s, &left)
		if err != nil {
			return h, err
		}
		if line == "" {
			return h, nil
		}
		if line[0] == ' ' || line[0] == '\t' {
			if len(h) > 0 {
				last := &h[len(h)-1]
				last.Value = strings.TrimSpace(last.Value + " " + strings.TrimSpace(line))
			}
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if ok {
			h = append(h, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
		}
	}
}

// readLine returns the next line without its end, which is "\r\n" or "\n".
func readLine(s *stream, left *int64) (string, error) {
	var line []byte
	for {
		part, err := s.ReadSlice('\n')
		if *left -= int64(len(part)); *left < 0 {
			return "", errors.New("too long")
		}
		line = append(line, part...)
		switch err {
		case nil:
			return string(bytes.TrimSuffix(line[:len(line)-1], []byte("\r"))), nil
		case bufio.ErrBufferFull:
		default:
			return "", errors.New("cut off")
		}
	}
}

// Fields returns what a record of type application/warc-fields holds, as warcinfo
// and most metadata are; of other records nothing.
func (r Record) Fields() Header {
	kind, _, _ := strings.Cut(r.ContentType(), ";")
	if !strings.EqualFold(strings.TrimSpace(kind), fieldsType) {
		return nil
	}
	var h Header
	for line := range strings.SplitSeq(string(r.Block), "\n") {
		if name, value, ok := strings.Cut(line, ":"); ok {
			h = append(h, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
		}
	}
	return h
}
