package ingest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ErrStream says that a stream holds nothing that Stream reads.
var ErrStream = errors.New("neither WARC nor NDJSON")

// Stream ingests what a stream holds, which is WARC or NDJSON, either of them
// plain or as gzip: what it is shows in its first bytes. The name stands for it
// where something in it cannot be read. An empty stream gives no page. The error
// wraps ErrStream, and nothing is changed, if it holds something else, such as a
// zip. An end of ctx ends the run between two records.
func (in *Ingester) Stream(ctx context.Context, name string, src io.Reader) (Summary, error) {
	buffered := bufio.NewReaderSize(src, sniffed)
	kind, packed, err := sniff(buffered)
	if err == nil {
		err = in.keep(ctx, func(yield func(found) bool) {
			(&reader{now: in.Now, yield: yield}).streamOf(ctx, kind, packed, buffered, name)
		})
	}
	return in.summary, err
}

// Of a stream is looked at, in bytes: sniffed at most, and unpacked at most
// sniffedText. shownText is how much of it an error shows.
const (
	sniffed     = 64 << 10
	sniffedText = 4 << 10
	shownText   = 40
)

// sniff returns what a stream holds, and whether it is compressed as a whole,
// without reading on. It waits for no more than it needs.
func sniff(src *bufio.Reader) (kind container, packed bool, err error) {
	var z gzip.Reader
	for n := len(gzipMagic); ; n++ {
		// As much as there is: an error shows again when it is read.
		begin, err := src.Peek(n)
		if err == nil {
			begin, _ = src.Peek(src.Buffered())
		}
		n = len(begin)
		last := err != nil || n == sniffed
		switch {
		case n == 0 && err == io.EOF:
			return ndjsonFile, false, nil
		case n == 0:
			return "", false, err
		case bytes.HasPrefix(begin, []byte("PK")):
			return "", false, fmt.Errorf("it is a zip, and %w: a zip is read from its end, so write it to a file first", ErrStream)
		}
		text, packed, err := unpackBegin(&z, begin)
		if err != nil && (last || !cutOff(err)) {
			return "", false, fmt.Errorf("it begins as gzip does (%w), and is %w", err, ErrStream)
		}
		kind, err := kindOf(text, last || len(text) == sniffedText && packed)
		if kind != noContainer || err != nil {
			return kind, packed, err
		}
	}
}

// gzipMagic begins every stream that is gzip.
const gzipMagic = "\x1f\x8b"

// unpackBegin returns the beginning of a stream, unpacked if it is packed. It
// may come with an error: cutOff says of it that more is to come.
func unpackBegin(z *gzip.Reader, begin []byte) (text []byte, packed bool, err error) {
	if !bytes.HasPrefix(begin, []byte(gzipMagic)) {
		return begin, false, nil
	}
	if err := z.Reset(bytes.NewReader(begin)); err != nil {
		return nil, true, err
	}
	text = make([]byte, sniffedText)
	n, _ := io.ReadFull(z, text) // what is wrong shows again when it is read
	return text[:n], true, nil
}

// cutOff reports whether gzip ended before its header did.
func cutOff(err error) bool { return err == io.EOF || err == io.ErrUnexpectedEOF }

// kindOf returns what a stream holds that begins with a text, or noContainer where
// more of it is needed. Last says that there is no more.
func kindOf(text []byte, last bool) (container, error) {
	const bom, record = "\uFEFF", "WARC/"
	if strings.HasPrefix(bom, string(text)) && !last {
		return noContainer, nil
	}
	text = bytes.TrimLeft(bytes.TrimPrefix(text, []byte(bom)), " \t\r\n")
	switch {
	case bytes.HasPrefix(text, []byte(record)):
		return warcFile, nil
	case bytes.HasPrefix(text, []byte("{")):
		return ndjsonFile, nil
	case !last && (strings.HasPrefix(record, string(text)) || len(text) < shownText && !bytes.Contains(text, []byte("\n"))):
		return noContainer, nil // at least the rest of a line, to show it
	}
	line, _, _ := bytes.Cut(text[:min(len(text), shownText)], []byte("\n"))
	return noContainer, fmt.Errorf("it begins with %q, and is %w", line, ErrStream)
}
