package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// otherFormat makes a generation one that another version of the program wrote.
func otherFormat(t *testing.T, s generation.Store, name string) {
	t.Helper()
	path := filepath.Join(s.Path(name), generation.ManifestName)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const ending = ",\n  \"sha256\": \""
	body := bytes.Replace(b[:bytes.LastIndex(b, []byte(ending))], fmt.Appendf(nil, `"format": %d`, generation.Format), []byte(`"format": 1`), 1)
	sum := sha256.Sum256(body)
	b = append(body, ending+hex.EncodeToString(sum[:])+"\"\n}\n"...)
	if err := errors.Join(os.Remove(path), os.WriteFile(path, b, 0o444)); err != nil {
		t.Fatal(err)
	}
	var d *generation.Damage
	if _, err := s.Verify(t.Context(), name, 1); !errors.As(err, &d) || !d.Outdated {
		t.Fatalf("got %v", err)
	}
}

// TestCountsStandIn compares with the counts of what was published last, where
// no generation can be read.
func TestCountsStandIn(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(t *testing.T, s generation.Store, name string)
		why   string
	}{
		{"damaged", func(t *testing.T, s generation.Store, name string) { damage(t, s, name) }, "engine/text is not as it was written"},
		{"another format", otherFormat, fmt.Sprintf("has format 1, this binary reads %d", generation.Format)},
		{"gone", func(_ *testing.T, s generation.Store, name string) { os.RemoveAll(s.Path(name)) }, "is not there"},
		{"all gone", func(_ *testing.T, s generation.Store, _ string) { os.RemoveAll(s.Dir()) }, "there is no generation yet"},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := t.TempDir()
			s := generation.NewStore(data)
			name := mustRun(t, nightly(data, library(40), 1))
			test.spoil(t, s, name)
			refused := mustRefuse(t, nightly(data, library(20), 2), "the documents fell from 40 ", "the text fell from 1080 ",
				"the city cork fell from 24 documents to 12, 50% fewer", "the theme health fell from 12 documents to 6")
			want := "pages were not compared, but only the counts of " + name + ": "
			if len(refused.Skipped) == 0 || !strings.HasPrefix(refused.Skipped[0], want) || !strings.Contains(refused.Skipped[0], test.why) || refused.Diff != nil {
				t.Errorf("skipped %q, diff %+v", refused.Skipped, refused.Diff)
			}
			mustRun(t, nightly(data, library(38), 3))
		})
	}
}

// TestPublicationIsNoted notes what is live after each change of that.
func TestPublicationIsNoted(t *testing.T) {
	data := t.TempDir()
	s := generation.NewStore(data)
	check := func(name string, documents, cork int, forced []string) {
		t.Helper()
		var p publication
		err := loadJSON(data, publishedName, &p)
		want := publication{Generation: name, Forced: forced, tally: tally{Documents: documents, Text: int64(27 * documents), Cities: map[string]int{"cork": cork}, Themes: map[string]int{"health": cork / 2}}}
		if diff := cmp.Diff(want, p, cmp.AllowUnexported(publication{})); diff != "" || err != nil {
			t.Error(diff, err)
		}
	}
	first := mustRun(t, nightly(data, library(20), 1))
	check(first, 20, 12, nil)
	o := nightly(data, library(10), 2)
	o.Force = true
	out, err := Run(t.Context(), o)
	if err != nil || len(out.Forced) != 4 {
		t.Fatalf("got %+v, %v", out, err)
	}
	check(out.Manifest.Generation, 10, 6, out.Forced)
	rollback(t, s, first)
	check(first, 20, 12, nil)

	path := runPath(data, publishedName)
	unchanged := func(source string, dry bool) {
		t.Helper()
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		o := nightly(data, library(20), 3)
		o.Source, o.DryRun = source, dry
		if out, err := Run(t.Context(), o); err != nil || !out.Unchanged {
			t.Fatalf("got %+v, %v", out, err)
		}
	}
	unchanged("1", true)
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a dry run notes what is live: %v", err)
	}
	unchanged("1", false)
	check(first, 20, 12, nil)
	unchanged("1", false) // this one does not build
	check(first, 20, 12, nil)
}

// TestPublicationIsLost publishes where what was noted cannot be read.
func TestPublicationIsLost(t *testing.T) {
	data := t.TempDir()
	name := mustRun(t, nightly(data, library(20), 1))
	otherFormat(t, generation.NewStore(data), name)
	if err := os.WriteFile(runPath(data, publishedName), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := Run(t.Context(), nightly(data, library(10), 2))
	if err != nil || !out.Published || !strings.HasPrefix(out.Skipped[0], "nothing was compared: ") {
		t.Errorf("got %+v, %v", out, err)
	}
}

// TestForcedIsTheMeasure takes what was forced for the measure, even if its
// manifest cannot be read any more.
func TestForcedIsTheMeasure(t *testing.T) {
	data := t.TempDir()
	mustRun(t, nightly(data, library(40), 1))
	o := nightly(data, library(20), 2)
	o.Force = true
	forced := mustRun(t, o)
	if err := os.Remove(filepath.Join(o.Store.Path(forced), generation.ManifestName)); err != nil {
		t.Fatal(err)
	}
	most, err := o.complete().peak()
	if want := (peak{20, forced, 540, forced}); err != nil || most != want {
		t.Errorf("got %+v, %v", most, err)
	}
}

// TestWhatCannotBeReadEndsTheRun builds nothing where it is not known what is
// live.
func TestWhatCannotBeReadEndsTheRun(t *testing.T) {
	data := t.TempDir()
	o := nightly(data, library(20), 1)
	mustRun(t, o)
	pointer := filepath.Join(o.Store.Dir(), "current")
	if err := errors.Join(os.Remove(pointer), os.Mkdir(pointer, 0o755)); err != nil {
		t.Fatal(err)
	}
	o.Build = func(context.Context, string, func(Documents) Documents) (generation.Built, error) {
		t.Error("it builds")
		return generation.Built{}, errors.New("built")
	}
	if _, err := Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "read pointer") {
		t.Errorf("got %v", err)
	}
}

// TestCountsOfPages keeps in the manifest what was read and rejected.
func TestCountsOfPages(t *testing.T) {
	data := t.TempDir()
	o := nightly(data, library(20), 1)
	o.Source, o.Counts = "1", func() (int, int) { return 22, 2 }
	mustRun(t, o)
	o.Counts = nil
	out, err := Run(t.Context(), o)
	if err != nil || !out.Unchanged || out.Manifest.Pages != 22 || out.Manifest.Rejected != 2 {
		t.Errorf("got %+v, %v", out, err)
	}
}
