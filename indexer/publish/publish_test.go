package publish

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

func TestRunPublishes(t *testing.T) {
	data := t.TempDir()
	o := options(data, "a b", 1)
	checked := ""
	o.Checks = append(o.Checks, func(_ context.Context, dir string, m generation.Manifest) error {
		b, err := os.ReadFile(filepath.Join(dir, generation.EngineDir, "text"))
		checked = string(b)
		if m.Documents != 2 || len(m.Files) != 4 {
			t.Errorf("the check sees %+v", m)
		}
		return err
	})
	out, err := Run(t.Context(), o)
	if err != nil || !out.Published || checked != "a\nb\n" {
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
		{"when pages were crawled", func(o *Options) {
			docs := pages("a b")
			docs[0].Crawled = begun
			o.Build = lines(docs)
		}, false},
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
			if out.Published != test.want || out.Unchanged == test.want || current != out.Manifest.Generation || (current != first.Manifest.Generation) != test.want || len(names) != wantNames {
				t.Errorf("published %v, live %s of %v", out.Published, current, names)
			}
		})
	}
}

// build is the type of Options.Build.
type build = func(context.Context, string, func(Documents) Documents) (generation.Built, error)

// withVersion returns a Build that says it used other libraries.
func withVersion(do build, v string) build {
	return func(ctx context.Context, dir string, record func(Documents) Documents) (generation.Built, error) {
		built, err := do(ctx, dir, record)
		built.Versions = map[string]string{"lines": v}
		return built, err
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
			o.Build = func(ctx context.Context, dir string, record func(Documents) Documents) (generation.Built, error) {
				built, err := build(ctx, dir, record)
				built.Documents--
				return built, err
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
		{name: "documents out of order", change: func(o *Options, _ context.CancelFunc) {
			o.Build = func(_ context.Context, _ string, record func(Documents) Documents) (generation.Built, error) {
				for _, err := range record(func(yield func(corpus.Document, error) bool) {
					_ = yield(page("b", "x"), nil) && yield(page("a", "x"), nil)
				}) {
					if err != nil {
						return generation.Built{}, err
					}
				}
				return identity(2), nil
			}
		}},
		{name: "judged queries cannot be asked", want: broken, change: func(o *Options, _ context.CancelFunc) {
			o.Rank = func(context.Context, string, generation.Manifest) ([]Ranking, error) { return nil, broken }
		}},
		{name: "cancelled while queries are asked", want: context.Canceled, change: func(o *Options, cancel context.CancelFunc) {
			o.Rank = func(context.Context, string, generation.Manifest) ([]Ranking, error) { cancel(); return nil, broken }
		}},
		{name: "a gate refuses", refused: true, change: func(o *Options, _ context.CancelFunc) {
			o.Build, o.Gate = lines(pages("a")), Gate{}
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
func afterBuild(do build, then func(dir string) error) build {
	return func(ctx context.Context, dir string, record func(Documents) Documents) (generation.Built, error) {
		built, err := do(ctx, dir, record)
		return built, errors.Join(err, then(dir))
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

// TestKeep publishes and moves the pointer at random: the live generation is
// always there, and no more than Keep are. Runs are too slow for rapid.
func TestKeep(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 0))
		data := t.TempDir()
		store := generation.NewStore(data)
		var names []string
		for i := range 6 {
			o := options(data, "a b c d e f"[:2*i+1], i)
			o.Keep = 1 + random.IntN(4)
			name := mustRun(t, o)
			want := min(o.Keep, len(names)+1)
			var err error
			if names, err = store.List(); err != nil || len(names) != want || names[0] != name {
				t.Fatalf("keep %d: %v, %v after %s", o.Keep, names, err, name)
			}
			if err := store.SetCurrent(names[random.IntN(len(names))]); err != nil {
				t.Fatal(err)
			}
		}
	}
}
