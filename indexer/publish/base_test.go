package publish

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// TestSkip makes a run with the source of the live generation, and looks
// whether it builds.
func TestSkip(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name          string
		change        func(o *Options)
		built, result bool
	}{
		{"nothing", func(*Options) {}, false, false},
		{"forced", func(o *Options) { o.Force = true }, false, false},
		{"another source", func(o *Options) { o.Source = "2" }, true, false},
		{"no source", func(o *Options) { o.Source = "" }, true, false},
		{"another engine", func(o *Options) { o.Identity.Versions = map[string]string{"lines": "2"} }, true, false},
		{"another mapping", func(o *Options) { o.Identity.Mapping = "x" }, true, false},
		{"other settings", func(o *Options) { o.Config = "x" }, true, true},
		{"another taxonomy", func(o *Options) { o.Taxonomy = nil }, true, true},
		{"another analysis", func(o *Options) { o.Analysis = 2 }, true, true},
		{"a damaged live one", func(o *Options) { damageOf(o) }, true, true},
		{"no live one", func(o *Options) { os.Remove(filepath.Join(o.Store.Dir(), "current")) }, true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := t.TempDir()
			o := options(data, "a b", 1)
			o.Source = "1"
			first := mustRun(t, o)
			built := false
			o.Build = afterBuild(o.Build, func(string) error { built = true; return nil })
			test.change(&o)
			out, err := Run(t.Context(), o)
			if err != nil || built != test.built || out.Published != test.result || out.Unchanged == test.result {
				t.Fatalf("built %v, got %+v, %v", built, out, err)
			}
			if !test.result && (out.Manifest.Generation != first || out.Manifest.Documents != 2) {
				t.Errorf("got %+v", out.Manifest)
			}
		})
	}
}

// damageOf alters the live generation.
func damageOf(o *Options) {
	path := filepath.Join(o.Store.Path(live(o.Store)), generation.EngineDir, "text")
	if err := errors.Join(os.Remove(path), os.WriteFile(path, []byte("B\nc\n"), 0o644)); err != nil {
		panic(err)
	}
}

// TestSkipRemembers builds once from a source that gives nothing new, and no
// second time.
func TestSkipRemembers(t *testing.T) {
	data := t.TempDir()
	o := options(data, "a b", 1)
	o.Source = "1"
	mustRun(t, o)
	built := false
	o.Build = afterBuild(o.Build, func(string) error { built = true; return nil })
	unchanged := func(source string, want bool) {
		t.Helper()
		o.Source, built = source, false
		if out, err := Run(t.Context(), o); err != nil || !out.Unchanged || built != want {
			t.Errorf("source %s: built %v, %+v, %v", source, built, out, err)
		}
	}
	o.DryRun = true
	unchanged("2", true)
	o.DryRun = false
	unchanged("2", true)
	unchanged("2", false)
	unchanged("1", false)
	unchanged("3", true)
	unchanged("2", true)

	other := options(data, "a b c", 2)
	other.Source = "4"
	mustRun(t, other)
	o.Source = "2" // gave what was live before, but not what is now
	if out, err := Run(t.Context(), o); err != nil || !out.Published {
		t.Errorf("got %+v, %v", out, err)
	}
	unchanged("2", false)
	unchanged("5", true)
	writeFiles(filepath.Join(data, runDir), map[string][]byte{sourceName: []byte("{")})
	unchanged("5", true)
	unchanged("5", false)
}

func TestManifestOfSource(t *testing.T) {
	o := options(t.TempDir(), "a b", 1)
	o.Source = "1"
	out, err := Run(t.Context(), o)
	if m := out.Manifest; err != nil || m.Source != "1" || m.Text != int64(2*len("a\n\ntext of a")) {
		t.Errorf("got %+v, %v", m, err)
	}
}

// TestBase looks for what a run compares with, where the live generation is not
// good.
func TestBase(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		// change comes after three runs, over a, over a b and over a b c.
		change func(t *testing.T, o *Options, names []string)
		// want is the number of the run that is compared with, -1 for none.
		want    int
		skipped []string
		ranked  bool
	}{
		{"the live one", func(*testing.T, *Options, []string) {}, 2, nil, true},
		{"rolled back", func(t *testing.T, o *Options, names []string) { point(t, o, names[0]) }, 0, nil, true},
		{"live one damaged", func(t *testing.T, o *Options, names []string) { damage(t, o.Store, names[2]) }, 1,
			[]string{"compared with NAME1, not with the live generation: generation NAME2: engine/text is not as it was written"}, true},
		{"older live one damaged", func(t *testing.T, o *Options, names []string) {
			point(t, o, names[0])
			damage(t, o.Store, names[0])
		}, 2, []string{"compared with NAME2, not with the live generation"}, true},
		{"pointer lost", func(t *testing.T, o *Options, _ []string) { os.Remove(filepath.Join(o.Store.Dir(), "current")) }, 2,
			[]string{"compared with NAME2, not with the live generation: the pointer is missing"}, true},
		{"live one gone", func(t *testing.T, o *Options, names []string) { os.RemoveAll(o.Store.Path(names[2])) }, 1,
			[]string{"compared with NAME1, not with the live generation: generation NAME2: is not there"}, true},
		{"all damaged", func(t *testing.T, o *Options, names []string) {
			for _, name := range names {
				damage(t, o.Store, name)
			}
		}, -1, []string{"pages were not compared, but only the counts of NAME2: generation NAME2: engine/text is not"}, false},
		{"all damaged, and nothing remembered", func(t *testing.T, o *Options, names []string) {
			os.Remove(runPath(o.Store.Data(), publishedName))
			for _, name := range names {
				damage(t, o.Store, name)
			}
		}, -1, []string{"nothing was compared: generation NAME2: engine/text is not"}, false},
		{"rolled back, live one damaged", func(t *testing.T, o *Options, names []string) {
			rollback(t, o.Store, names[1])
			damage(t, o.Store, names[1])
		}, 0, []string{"compared with NAME0, not with the live generation"}, true},
		{"rolled back, pointer lost", func(t *testing.T, o *Options, names []string) {
			rollback(t, o.Store, names[1])
			os.Remove(filepath.Join(o.Store.Dir(), "current"))
		}, 1, []string{"compared with NAME1, not with the live generation: the pointer is missing"}, true},
		{"another analysis", func(_ *testing.T, o *Options, _ []string) { o.Analysis = 2 }, 2,
			[]string{"places of judged pages were not compared with NAME2: another version of the program wrote it"}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := t.TempDir()
			var names []string
			for i, words := range []string{"a", "a b", "a b c"} {
				names = append(names, mustRun(t, options(data, words, i)))
			}
			o := options(data, "d", 9)
			asked := ""
			o.Rank = func(_ context.Context, dir string, _ generation.Manifest) ([]Ranking, error) {
				asked = filepath.Base(dir)
				return atPlace(0, 1), nil
			}
			test.change(t, &o, names)
			out, err := Run(t.Context(), o)
			if err != nil || !out.Published {
				t.Fatalf("got %+v, %v", out, err)
			}
			from := ""
			if test.want >= 0 {
				from = names[test.want]
			}
			if from != "" != (out.Diff != nil) || from != "" && (out.Diff.From != from || out.Diff.To != out.Manifest.Generation || out.Diff.DocumentsBefore != test.want+1) {
				t.Errorf("compared with %+v, want %s", out.Diff, from)
			}
			if test.ranked != (asked == from) {
				t.Errorf("judged queries were last asked of %s", asked)
			}
			if len(out.Skipped) != len(test.skipped) {
				t.Fatalf("skipped %q", out.Skipped)
			}
			for i, want := range test.skipped {
				want = strings.NewReplacer("NAME0", names[0], "NAME1", names[1], "NAME2", names[2]).Replace(want)
				if !strings.Contains(out.Skipped[i], want) {
					t.Errorf("skipped %q, want %q", out.Skipped, want)
				}
			}
		})
	}
}

func rollback(t *testing.T, s generation.Store, to string) {
	t.Helper()
	if _, _, err := Rollback(t.Context(), RollbackOptions{Store: s, To: to, Analysis: 1, Now: begun}); err != nil {
		t.Fatal(err)
	}
}

func point(t *testing.T, o *Options, name string) {
	t.Helper()
	if err := o.Store.SetCurrent(name); err != nil {
		t.Fatal(err)
	}
}

// TestRankChanges compares places, and publishes all the same where the older
// generation cannot be asked.
func TestRankChanges(t *testing.T) {
	data := t.TempDir()
	mustRun(t, options(data, "a", 1))
	o := options(data, "a b", 2)
	o.Rank = ranked(
		[]Ranking{{Query: "x", URL: "u", Place: 2}, {Query: "y", URL: "u", Place: 3}, {Query: "z", URL: "u"}},
		[]Ranking{{Query: "z", URL: "u", Place: 5}, {Query: "y", URL: "u", Place: 3}, {Query: "x", URL: "v", Place: 1}, {Query: "x", URL: "u", Place: 1}})
	o.DryRun = true
	out, err := Run(t.Context(), o)
	want := List[RankChange]{2, []RankChange{{"z", "u", 0, 5}, {"x", "u", 2, 1}}}
	if err != nil || out.Diff == nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, out.Diff.Ranks); diff != "" || len(out.Skipped) != 0 {
		t.Error(diff, out.Skipped)
	}
	o.DryRun = false
	o.Rank = func(_ context.Context, dir string, _ generation.Manifest) ([]Ranking, error) {
		if strings.Contains(dir, ".building-") {
			return atPlace(0, 1), nil
		}
		return nil, errors.New("does not open")
	}
	out, err = Run(t.Context(), o)
	if err != nil || !out.Published || len(out.Skipped) != 1 || !strings.Contains(out.Skipped[0], "does not open") {
		t.Errorf("got %+v, %v", out, err)
	}
}

// TestDryRun does everything but publish.
func TestDryRun(t *testing.T) {
	data := t.TempDir()
	first := mustRun(t, options(data, "a b", 1))
	before := snapshot(t, data)
	var stages []string
	o := options(data, "a c d", 2)
	o.DryRun, o.Progress = true, func(stage string) { stages = append(stages, stage) }
	out, err := Run(t.Context(), o)
	if err != nil || out.Published || out.Unchanged || out.Manifest.Documents != 3 || out.Diff.From != first || out.Diff.Added.Count != 2 {
		t.Errorf("got %+v, %v", out, err)
	}
	if diff := cmp.Diff([]string{"reading", "verifying", "comparing"}, stages); diff != "" {
		t.Error(diff)
	}
	o.Gate = Gate{}
	o.Build = lines(pages("a"))
	var refused *RefusedError
	if _, err := Run(t.Context(), o); !errors.As(err, &refused) || refused.Diff.Removed.Count != 1 {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff(before, snapshot(t, data)); diff != "" {
		t.Error(diff)
	}
	o.DryRun, o.Force, stages = false, true, nil
	if out, err := Run(t.Context(), o); err != nil || !out.Published {
		t.Errorf("got %+v, %v", out, err)
	}
	if diff := cmp.Diff([]string{"reading", "verifying", "comparing", "publishing"}, stages); diff != "" {
		t.Error(diff)
	}
}
