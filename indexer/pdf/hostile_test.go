package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"
)

// Broken files give a document or one of our errors, and never an end of the
// process; the reader goes on.
func TestCorrupted(t *testing.T) {
	r := newReader(t, Options{MaxTime: 20 * time.Second})
	whole := report.Bytes()
	random := rand.New(rand.NewPCG(1, 2))
	count := 100
	if os.Getenv("TORTURE") != "" {
		count = 10_000
	}
	read := 0
	for i := range count {
		body := corrupted(random, whole)
		_, err := r.Read(t.Context(), body)
		switch {
		case err == nil:
			read++
		case !errors.Is(err, ErrBroken) && !errors.Is(err, ErrNoText) && !errors.Is(err, ErrNoPages) &&
			!errors.Is(err, ErrEncrypted) && !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrTooSlow):
			t.Errorf("%d: %v", i, err)
		}
	}
	t.Logf("%d of %d could be read", read, count)
	mustRead(t, r, report)
}

func corrupted(random *rand.Rand, whole []byte) []byte {
	body := bytes.Clone(whole)
	switch random.IntN(4) {
	case 0: // cut off
		return body[:random.IntN(len(body))]
	case 1: // a piece lost
		at := random.IntN(len(body))
		return append(body[:at], body[min(len(body), at+1+random.IntN(300)):]...)
	case 2: // a piece twice
		at := random.IntN(len(body))
		return append(body[:at:at], body[max(0, at-random.IntN(400)):]...)
	}
	for range 1 + random.IntN(40) {
		body[random.IntN(len(body))] = byte(random.UintN(256))
	}
	return body
}

// endless is a page that draws itself again and again.
func endless() []byte {
	const draw = "q /X Do Q "
	return []byte("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n" +
		"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n" +
		"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>\nendobj\n" +
		fmt.Sprintf("4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n", 400*len(draw), strings.Repeat(draw, 400)) +
		form(5) + form(6) + form(7) + form(8) + "trailer\n<< /Root 1 0 R >>\n")
}

// form is an object that draws the next one 400 times.
func form(n int) string {
	const draw = "q /X Do Q "
	return fmt.Sprintf("%d 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >> /Length %d >>\nstream\n%s\nendstream\nendobj\n",
		n, n+1, 400*len(draw), strings.Repeat(draw, 400))
}

func TestTooSlow(t *testing.T) {
	r := newReader(t, Options{MaxTime: 300 * time.Millisecond})
	mustRead(t, r, report)
	if _, err := r.Read(t.Context(), endless()); !errors.Is(err, ErrTooSlow) {
		t.Errorf("%v", err)
	}
	mustRead(t, r, report) // a worker in its place
}

// bomb is a small file whose page unfolds to n bytes.
func bomb(t *testing.T, n int) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	zeros := bytes.Repeat([]byte(" "), 1<<20)
	for range n >> 20 {
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return fmt.Appendf(nil, "%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"+
		"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n"+
		"4 0 obj\n<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n", packed.Len(), packed.Bytes())
}

func TestBombs(t *testing.T) {
	r := newReader(t, Options{MaxMemory: 64 << 20})
	mustRead(t, r, report)
	_, err := r.Read(t.Context(), bomb(t, 256<<20))
	t.Log(err)
	if !errors.Is(err, ErrBroken) && !errors.Is(err, ErrNoText) && !errors.Is(err, ErrTooLarge) {
		t.Errorf("%v", err)
	}
	mustRead(t, r, report)
}
