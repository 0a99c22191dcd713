package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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

// bombs is a small file of one page for each text, in a column. One for "" unfolds
// to n bytes.
func bombs(t *testing.T, n int, pages ...string) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	spaces := bytes.Repeat([]byte(" "), 1<<20)
	for range n >> 20 {
		if _, err := w.Write(spaces); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	body := fmt.Appendf(nil, "%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"+
		"3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n"+
		"4 0 obj\n<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n", packed.Len(), packed.Bytes())
	kids := ""
	for i, text := range pages {
		page, contents := 10+2*i, 4
		if text != "" {
			contents = page + 1
			draw := "BT /F 11 Tf 72 780 Td (" + text + ") Tj ET"
			body = fmt.Appendf(body, "%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n", contents, len(draw), draw)
		}
		body = fmt.Appendf(body, "%d 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F 3 0 R >> >> >>\nendobj\n", page, contents)
		kids += fmt.Sprintf("%d 0 R ", page)
	}
	return fmt.Appendf(body, "2 0 obj\n<< /Type /Pages /Kids [%s] /Count %d >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n", kids, len(pages))
}

// own is a page that draws itself within itself many times over.
func own() []byte {
	draw := strings.Repeat("/X Do ", 16)
	return fmt.Appendf(nil, "%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"+
		"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /X 4 0 R >> >> >>\nendobj\n"+
		"4 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> /Length %d >>\nstream\n%s\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n", len(draw), draw)
}

// Small files that want all the memory there is get MaxMemory and no more, and
// leave no garbage of that size behind.
func TestBombs(t *testing.T) {
	const most = 32 << 20
	r := newReader(t, Options{MaxMemory: most})
	mustRead(t, r, report)
	for name, body := range map[string][]byte{"large page": bombs(t, 96<<20, ""), "a page of itself": own()} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := r.Read(t.Context(), body)
		runtime.ReadMemStats(&after)
		if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "more than 32 MiB of memory") {
			t.Errorf("%s: %v", name, err)
		}
		if n := after.TotalAlloc - before.TotalAlloc; reserves(t) && n > most/2 {
			t.Errorf("%s: it takes %d MiB besides the memory of PDFium", name, n>>20)
		}
	}
	mustRead(t, r, report)
}

// reserves reports whether this system reserves memory.
func reserves(t *testing.T) bool {
	t.Helper()
	room, err := reserve(1 << 20)
	if err != nil {
		return false
	}
	unreserve(room)
	return true
}

// What cannot be read of a file is said, and the rest is read.
func TestUnread(t *testing.T) {
	r := newReader(t, Options{MaxMemory: 32 << 20})
	d, err := r.Read(t.Context(), bombs(t, 96<<20, "The first page.", "Another follows.", "", "A fourth one goes on.", "Here it ends."))
	if err != nil || len(d.Unread) != 1 || d.Unread[0].Page != 3 || !errors.Is(d.Unread[0].Why, ErrTooLarge) {
		t.Errorf("%v: %+v", err, d)
	}
	var read []int
	for _, s := range d.Sections {
		read = append(read, s.Page)
	}
	if diff := cmp.Diff([]int{1, 2, 4, 5}, read); diff != "" {
		t.Errorf("pages with text (-want +got):\n%s", diff)
	}
	lost := bytes.Replace(report.Bytes(), []byte("/Type /Page "), []byte("/Type /Pane "), 1)
	if d, err := r.Read(t.Context(), lost); err != nil || len(d.Unread) != 1 || d.Unread[0].Page != 1 || !errors.Is(d.Unread[0].Why, ErrBroken) || len(d.Sections) != 1 {
		t.Errorf("%v, %+v", err, d)
	}
	for _, c := range []struct {
		want  error
		says  string
		pages []string
	}{
		{ErrTooLarge, "no page can be read: page 1 is larger than is read", []string{"", ""}},
		{ErrTooLarge, "1 of 2 pages cannot be read, and the others have no text: page 2 is larger", []string{" ", ""}},
		{ErrNoText, "scanned", []string{" ", " "}},
	} {
		if _, err := r.Read(t.Context(), bombs(t, 96<<20, c.pages...)); !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v", c.pages, err)
		}
	}
}
