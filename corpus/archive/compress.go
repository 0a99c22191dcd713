package archive

import (
	"bytes"
	"compress/gzip"
	"io"
	"sync"
)

// writers are used again, because a new one costs more than most pages.
var writers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// deflate returns b as gzip.
func deflate(b []byte) ([]byte, error) {
	var out bytes.Buffer
	w := writers.Get().(*gzip.Writer)
	defer writers.Put(w)
	w.Reset(&out)
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// inflate returns what deflate was given. Only what this room wrote is read
// here, so the result needs no cap.
func inflate(b []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
