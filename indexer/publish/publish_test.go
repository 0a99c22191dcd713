package publish

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// options returns the options of a run whose engine writes the text to a
// file, one document to a line.
func options(data, text string, minute int) Options {
	lines := strings.Fields(text)
	return Options{
		Store:    generation.NewStore(data),
		Keep:     3,
		Analysis: 1,
		Config:   "config",
		Taxonomy: map[string][]byte{"cities.tsv": []byte("cork"), "themes/en.tsv": []byte("health")},
		Now:      time.Date(2026, 11, 22, 3, minute, 0, 0, time.UTC),
		Build: func(_ context.Context, dir string) (generation.Built, *generation.Digest, error) {
			var digest generation.Digest
			for _, l := range lines {
				digest.Add(l, nil)
			}
			built := generation.Built{Engine: "lines", Versions: map[string]string{"lines": "1"}, Documents: len(lines)}
			return built, &digest, os.WriteFile(filepath.Join(dir, "text"), []byte(text), 0o600)
		},
	}
}

// snapshot returns every file below the data directory with its content.
func snapshot(t testing.TB, data string) map[string]string {
	t.Helper()
	got := map[string]string{}
	err := filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			got[path] = "directory"
			return nil
		}
		b, err := os.ReadFile(path)
		got[path] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestRunPublishes(t *testing.T) {
	data := t.TempDir()
	o := options(data, "a b", 1)
	checked := ""
	o.Checks = append(o.Checks, func(_ context.Context, dir string, m generation.Manifest) error {
		b, err := os.ReadFile(filepath.Join(dir, generation.EngineDir, "text"))
		checked = string(b)
		if m.Documents != 2 || len(m.Files) != 3 {
			t.Errorf("the check sees %+v", m)
		}
		return err
	})
	out, err := Run(t.Context(), o)
	if err != nil || !out.Published || checked != "a b" {
		t.Fatalf("got %+v, %v; checked %q", out, err, checked)
	}
	current, err := o.Store.Current()
	if err != nil || current != out.Manifest.Generation {
		t.Fatalf("live is %q, %v, not %s", current, err, out.Manifest.Generation)
	}
	m, err := o.Store.Verify(t.Context(), current, 1)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(out.Manifest, m); diff != "" {
		t.Error(diff)
	}
	if m.Config != "config" || m.Taxonomy != generation.HashFiles(o.Taxonomy) || !m.BuiltAt.Equal(o.Now) {
		t.Errorf("got %+v", m)
	}
	b, err := os.ReadFile(filepath.Join(o.Store.Path(current), "taxonomy", "themes", "en.tsv"))
	if err != nil || string(b) != "health" {
		t.Errorf("taxonomy: %q, %v", b, err)
	}
}

func TestNothingHasChanged(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Options)
		want   bool
	}{
		{"nothing", func(*Options) {}, false},
		{"the order of documents", func(o *Options) { o.Build = options("", "b a", 0).Build }, false},
		{"a document", func(o *Options) { o.Build = options("", "a c", 0).Build }, true},
		{"the settings", func(o *Options) { o.Config = "other" }, true},
		{"the taxonomy", func(o *Options) { o.Taxonomy = map[string][]byte{"cities.tsv": []byte("derby")} }, true},
		{"the analysis", func(o *Options) { o.Analysis = 2 }, true},
		{"the engine's libraries", func(o *Options) { o.Build = withVersion(o.Build, "2") }, true},
		{"the live one is damaged", func(o *Options) {
			name, _ := o.Store.Current()
			os.Remove(filepath.Join(o.Store.Path(name), "engine", "text"))
		}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := t.TempDir()
			first, err := Run(t.Context(), options(data, "a b", 1))
			if err != nil {
				t.Fatal(err)
			}
			o := options(data, "a b", 2)
			test.change(&o)
			out, err := Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			current, _ := o.Store.Current()
			names, _ := o.Store.List()
			wantNames := 1
			if test.want {
				wantNames = 2
			}
			if out.Published != test.want || current != out.Manifest.Generation || (current != first.Manifest.Generation) != test.want || len(names) != wantNames {
				t.Errorf("published %v, live %s of %v", out.Published, current, names)
			}
		})
	}
}

// withVersion returns a Build that says it used other libraries.
func withVersion(build func(context.Context, string) (generation.Built, *generation.Digest, error), v string) func(context.Context, string) (generation.Built, *generation.Digest, error) {
	return func(ctx context.Context, dir string) (generation.Built, *generation.Digest, error) {
		built, digest, err := build(ctx, dir)
		built.Versions = map[string]string{"lines": v}
		return built, digest, err
	}
}

func TestFailureLeavesEverythingAsItWas(t *testing.T) {
	broken := errors.New("broken")
	for _, test := range []struct {
		name    string
		change  func(*Options, context.CancelFunc)
		want    error
		refused bool
	}{
		{name: "build fails", want: broken, change: func(o *Options, _ context.CancelFunc) {
			o.Build = afterBuild(o.Build, func(string) error { return broken })
		}},
		{name: "build is cancelled", want: context.Canceled, change: func(o *Options, cancel context.CancelFunc) {
			o.Build = afterBuild(o.Build, func(string) error { cancel(); return nil })
		}},
		{name: "no documents", want: ErrEmpty, change: func(o *Options, _ context.CancelFunc) { o.Build = options("", "", 0).Build }},
		{name: "documents lost", refused: true, change: func(o *Options, _ context.CancelFunc) {
			build := o.Build
			o.Build = func(ctx context.Context, dir string) (generation.Built, *generation.Digest, error) {
				built, digest, err := build(ctx, dir)
				built.Documents--
				return built, digest, err
			}
		}},
		{name: "check refuses", refused: true, want: broken, change: func(o *Options, _ context.CancelFunc) {
			o.Checks = append(o.Checks, func(context.Context, string, generation.Manifest) error { return broken })
		}},
		{name: "check is cancelled", want: context.Canceled, change: func(o *Options, cancel context.CancelFunc) {
			o.Checks = append(o.Checks, func(context.Context, string, generation.Manifest) error { cancel(); return broken })
		}},
		{name: "check writes to the generation", refused: true, change: func(o *Options, _ context.CancelFunc) {
			o.Checks = append(o.Checks, func(_ context.Context, dir string, _ generation.Manifest) error {
				return os.WriteFile(filepath.Join(dir, "engine", "more"), nil, 0o644)
			})
		}},
		{name: "a symbolic link was built", change: func(o *Options, _ context.CancelFunc) {
			o.Build = afterBuild(o.Build, func(dir string) error { return os.Symlink("text", filepath.Join(dir, "link")) })
		}},
		{name: "taxonomy outside", change: func(o *Options, _ context.CancelFunc) {
			o.Taxonomy = map[string][]byte{"../../current": []byte("x")}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := t.TempDir()
			if _, err := Run(t.Context(), options(data, "a b", 1)); err != nil {
				t.Fatal(err)
			}
			before := snapshot(t, data)
			o := options(data, "a b c", 2)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			test.change(&o, cancel)
			_, err := Run(ctx, o)
			var refused *RefusedError
			if err == nil || test.want != nil && !errors.Is(err, test.want) || errors.As(err, &refused) != test.refused {
				t.Errorf("got %v", err)
			}
			if diff := cmp.Diff(before, snapshot(t, data)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// afterBuild returns a Build that does one thing more at its end.
func afterBuild(build func(context.Context, string) (generation.Built, *generation.Digest, error), do func(dir string) error) func(context.Context, string) (generation.Built, *generation.Digest, error) {
	return func(ctx context.Context, dir string) (generation.Built, *generation.Digest, error) {
		built, digest, err := build(ctx, dir)
		return built, digest, errors.Join(err, do(dir))
	}
}

func TestPointerCannotBeSet(t *testing.T) {
	data := t.TempDir()
	o := options(data, "a", 1)
	if err := os.MkdirAll(filepath.Join(o.Store.Dir(), "current", "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, data)
	if _, err := Run(t.Context(), o); err == nil {
		t.Fatal("published through a directory")
	}
	if diff := cmp.Diff(before, snapshot(t, data)); diff != "" {
		t.Error(diff)
	}
}

func TestLeftoversAreRemoved(t *testing.T) {
	data := t.TempDir()
	o := options(data, "a", 1)
	if _, err := o.Store.Create("20261122T000000Z-00000000"); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	for path := range snapshot(t, data) {
		if strings.Contains(path, ".building-") {
			t.Errorf("%s is still there", path)
		}
	}
}

// TestKeep publishes and rolls back at random: the live generation is always
// there, and no more than Keep are.
func TestKeep(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		data, err := os.MkdirTemp(t.TempDir(), "keep")
		if err != nil {
			r.Fatal(err)
		}
		store := generation.NewStore(data)
		var names []string
		for i := range rapid.IntRange(1, 6).Draw(r, "runs") {
			o := options(data, strings.Repeat("x ", i+1), i)
			o.Keep = rapid.IntRange(1, 4).Draw(r, "keep")
			out, err := Run(context.Background(), o)
			if err != nil {
				r.Fatal(err)
			}
			want := min(o.Keep, len(names)+1)
			names, err = store.List()
			if err != nil || len(names) != want || !slices.Contains(names, out.Manifest.Generation) || names[0] != out.Manifest.Generation {
				r.Fatalf("keep %d: %v, %v after %s", o.Keep, names, err, out.Manifest.Generation)
			}
			back := rapid.SampledFrom(names).Draw(r, "back")
			if err := store.SetCurrent(back); err != nil {
				r.Fatal(err)
			}
		}
	})
}
