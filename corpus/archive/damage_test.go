package archive

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
)

// whole returns the file of an archive with something of every kind in it, and a
// line for each capture.
func whole(t *testing.T) ([]byte, []string) {
	t.Helper()
	a, path := open(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	r, err := a.Begin(t.Context(), "r1")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 30 {
		url := fmt.Sprint("https://uil.example/", i)
		for v := range 1 + i%3 {
			body := make([]byte, rnd.IntN(9000)) // it cannot be compressed
			for j := range body {
				body[j] = byte(rnd.Uint32())
			}
			p := page(url, string(body))
			p.Captured = noon.Add(time.Duration(v) * time.Hour)
			p.Header, p.Aliases = map[string]string{"Etag": url}, []string{url + "/alias"}
			if _, err := r.PutFrom(t.Context(), Origin{Status: 200}, p); err != nil {
				t.Fatal(err)
			}
		}
		err := r.Record(t.Context(), Outcome{URL: url, Result: Ingested, Time: noon})
		if i%7 == 0 {
			err = errors.Join(err, r.Gone(t.Context(), url, "404", noon.Add(9*time.Hour)))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range 30 {
		url := fmt.Sprint("https://uil.example/", i)
		if err := a.PutDocument(t.Context(), url, "k", corpus.Document{URL: url, Title: url}); err != nil {
			t.Fatal(err)
		}
	}
	lines := told(t, a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return file, lines
}

// told returns a line for each capture: address, body, and whether it is gone.
func told(t *testing.T, a *Archive) []string {
	t.Helper()
	var out []string
	for c, err := range a.Captures(t.Context(), true) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprint(c.URL, " ", c.Digest(), " ", !c.Gone.IsZero()))
	}
	return out
}

// damaged returns a file with one of several kinds of damage, and which that is.
func damaged(rnd *rand.Rand, file []byte) ([]byte, string) {
	out := append([]byte(nil), file...)
	at := rnd.IntN(len(out))
	flip := func(at int) { out[at] ^= 1 << rnd.IntN(8) }
	switch rnd.IntN(6) {
	case 0:
		flip(at)
		return out, fmt.Sprintf("a bit at byte %d", at)
	case 1:
		at %= 4096 // where the file says what it is
		flip(at)
		return out, fmt.Sprintf("a bit at byte %d", at)
	case 2:
		for range 20 {
			flip(rnd.IntN(len(out)))
		}
		return out, "20 bits"
	case 3:
		return out[:at], fmt.Sprintf("cut off at byte %d of %d", at, len(out))
	case 4:
		at -= at % 4096
		clear(out[at:min(len(out), at+4096)])
		return out, fmt.Sprintf("4096 zeros at byte %d", at)
	default:
		other := rnd.IntN(len(out)/4096) * 4096
		at -= at % 4096
		copy(out[at:], out[other:min(len(out), other+4096)])
		return out, fmt.Sprintf("what was at byte %d stands at %d too", other, at)
	}
}

// TestDamage harms an archive in many ways: it is found and said where, or no page
// is harmed, and to look at it changes nothing.
func TestDamage(t *testing.T) {
	file, want := whole(t)
	found := 0
	for seed := range uint64(60) {
		content, how := damaged(rand.New(rand.NewPCG(seed, seed)), file)
		path := filepath.Join(t.TempDir(), FileName)
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		err := CheckFile(t.Context(), path)
		if after, read := os.ReadFile(path); read != nil || string(after) != string(content) {
			t.Errorf("seed %d, %s: the file was changed, %v", seed, how, read)
		}
		if err != nil {
			found++
			if !strings.Contains(err.Error(), path) {
				t.Errorf("seed %d, %s: it is not said where: %v", seed, how, err)
			}
			continue
		}
		a, err := OpenReadOnly(t.Context(), path)
		if err != nil {
			t.Errorf("seed %d, %s: sound, but %v", seed, how, err)
			continue
		}
		if diff := cmp.Diff(want, told(t, a)); diff != "" {
			t.Errorf("seed %d, %s: not found (-want +got):\n%s", seed, how, diff)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
	if found < 40 {
		t.Errorf("%d damages were found", found)
	}
}

// A document that is damaged is none: it is made again.
func TestDamagedDocument(t *testing.T) {
	a, _ := open(t)
	if err := a.PutDocument(t.Context(), "u", "k", corpus.Document{URL: "u"}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.db.ExecContext(t.Context(), `UPDATE documents SET document = substr(document, 1, length(document) - 6)`); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := a.Document(t.Context(), "u", "k"); ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
}
