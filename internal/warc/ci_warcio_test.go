//go:build ci

package warc

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// python runs Python where it has warcio. Where it has not, the test is skipped,
// or fails where CI promises it.
func python(t *testing.T, args ...string) string {
	t.Helper()
	if out, err := exec.Command("python3", "-c", "import warcio").CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no warcio: %v\n%s", err, out)
		}
		t.Skip("python3 has no warcio")
	}
	out, err := exec.CommandContext(t.Context(), "python3", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

// row is what both sides say of a record.
type row struct {
	Type        string `json:"type"`
	URI         string `json:"uri"`
	Date        string `json:"date"`
	Status      string `json:"status"`
	ContentType string `json:"content_type"`
	SHA256      string `json:"sha256"`
}

// rowOf returns what we say of a record.
func rowOf(t *testing.T, r Record) row {
	t.Helper()
	out := row{Type: r.Type(), URI: r.URI(), Date: r.Header.Get(fieldDate), ContentType: r.ContentType()}
	body := r.Block
	if strings.HasPrefix(r.ContentType(), "application/http; msgtype=response") && len(r.Block) > 0 {
		h, err := r.HTTP(1 << 20)
		if err != nil {
			t.Fatalf("%s: %v", r.URI(), err)
		}
		out.Status, out.ContentType, body = strconv.Itoa(h.Status), h.Header.Get("Content-Type"), h.Body
	}
	if r.Type() == Request {
		// warcio takes the request line and the headers off.
		out.ContentType, body = "", nil
	}
	sum := sha256.Sum256(body)
	out.SHA256 = hex.EncodeToString(sum[:])
	return out
}

func pythonRows(t *testing.T, file string) []row {
	t.Helper()
	var out []row
	for line := range strings.Lines(python(t, "testdata/read.py", file)) {
		var r row
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		out = append(out, r)
	}
	return out
}

func ourRows(t *testing.T, file string) []row {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []row
	for r, err := range Read(f, DefaultLimits(1<<20)) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, rowOf(t, r))
	}
	return out
}

// TestWarcioReadsOurs writes files of every kind, and has warcio check their
// digests and say the same of them as we do.
func TestWarcioReadsOurs(t *testing.T) {
	for _, compress := range []bool{false, true} {
		file := filepath.Join(t.TempDir(), "ours.warc")
		var b bytes.Buffer
		w := NewWriter(&b, compress)
		records := []Record{
			NewInfo(noon, Field{"software", "uilsearch"}),
			NewResponse("https://uil.example/old", noon, 301, map[string]string{"Location": "https://uil.example/"}, nil),
			NewResponse("https://uil.example/", noon, 200, map[string]string{"Content-Type": "text/html; charset=utf-8"}, []byte("<p>길\r\n\r\nWARC/1.0\r\n")),
			NewResource("file:///a%20b.pdf", noon, "application/pdf", []byte("%PDF\x00\xff")),
			NewRevisit("file:///a%20b.pdf", noon.Add(1e9), noon, []byte("%PDF\x00\xff")),
			NewMetadata("file:///a%20b.pdf", noon.Add(2e9), Field{"uilsearch-gone", "길: no longer in the folder"}),
			NewResponse("https://uil.example/odd", noon, 203, map[string]string{"Content-Type": "x"}, []byte("text")).WithIdentified(`text/plain; charset=""`),
			NewResponse("https://uil.example/empty", noon.Truncate(1e9), 200, map[string]string{"Content-Type": "text/plain"}, nil),
		}
		for _, r := range records {
			if err := w.Write(r); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		checked := python(t, "-c", "from warcio.cli import main; main()", "check", "-v", file)
		// A revisit holds nothing whose digest could be compared.
		if n := strings.Count(checked, "digest pass"); n != len(records)-1 || strings.Count(checked, "not checked (revisit)") != 1 {
			t.Errorf("compressed %v: %d digests pass:\n%s", compress, n, checked)
		}
		got := pythonRows(t, file)
		if diff := cmp.Diff(ourRows(t, file), got); diff != "" || len(got) != len(records) {
			t.Errorf("compressed %v: we (-), warcio (+):\n%s", compress, diff)
		}
	}
}

// TestWeReadWarcios has warcio write files of both versions, and says the same of
// them as it does.
func TestWeReadWarcios(t *testing.T) {
	for _, args := range [][]string{{"1.0"}, {"1.0", "gz"}, {"1.1"}, {"1.1", "gz"}} {
		file := filepath.Join(t.TempDir(), "theirs.warc")
		python(t, append([]string{"testdata/write.py", file}, args...)...)
		want := pythonRows(t, file)
		if diff := cmp.Diff(want, ourRows(t, file)); diff != "" || len(want) != 10 {
			t.Errorf("%v: warcio (-), we (+):\n%s", args, diff)
		}
		pages := map[string]bool{}
		for _, r := range want {
			if r.Type == Response && r.Status == "200" {
				pages[r.SHA256] = true
			}
		}
		if len(pages) != 1 {
			t.Error(fmt.Sprint(args, ": the same page in each coding has digests ", pages))
		}
	}
}
