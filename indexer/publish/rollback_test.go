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

	"github.com/uilsearch/uilsearch/internal/generation"
)

// threeRuns publishes a, a b and a b c.
func threeRuns(t *testing.T) (s generation.Store, names []string) {
	t.Helper()
	data := t.TempDir()
	for i, words := range []string{"a", "a b", "a b c"} {
		names = append(names, mustRun(t, options(data, words, i)))
	}
	return generation.NewStore(data), names
}

func TestRollback(t *testing.T) {
	for _, test := range []struct {
		name string
		// change is done to three generations before.
		change func(t *testing.T, s generation.Store, names []string)
		// to is the number of the generation that is asked for, -1 for none, 9
		// for one that is not there; want that of the one that is live then.
		to, want int
		err      string
	}{
		{"to the one before", nil, -1, 1, ""},
		{"to a named one", nil, 0, 0, ""},
		{"over a damaged one", func(t *testing.T, s generation.Store, names []string) { damage(t, s, names[1]) }, -1, 0, ""},
		{"from a damaged one", func(t *testing.T, s generation.Store, names []string) { damage(t, s, names[2]) }, -1, 1, ""},
		{"from one that is gone", func(t *testing.T, s generation.Store, names []string) { os.RemoveAll(s.Path(names[2])) }, -1, 1, ""},
		{"forward", func(t *testing.T, s generation.Store, names []string) { s.SetCurrent(names[0]) }, 2, 2, ""},
		{"to the live one", nil, 2, 2, "is the live generation"},
		{"to one that is not there", nil, 9, 2, "is not there; there are: NAME2, NAME1, NAME0"},
		{"to a damaged one", func(t *testing.T, s generation.Store, names []string) { damage(t, s, names[0]) }, 0, 2, "engine/text is not as it was written"},
		{"none older", func(t *testing.T, s generation.Store, names []string) { s.SetCurrent(names[0]) }, -1, 0, "no good generation is older"},
		{"none older that is good", func(t *testing.T, s generation.Store, names []string) {
			damage(t, s, names[0])
			damage(t, s, names[1])
		}, -1, 2, "no good generation is older than the live one (generation NAME1: engine/text"},
		{"pointer lost", func(t *testing.T, s generation.Store, names []string) { os.Remove(filepath.Join(s.Dir(), "current")) }, 1, 1, ""},
		{"pointer lost, none named", func(t *testing.T, s generation.Store, names []string) { os.Remove(filepath.Join(s.Dir(), "current")) }, -1, -1, "name the generation"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, names := threeRuns(t)
			if test.change != nil {
				test.change(t, s, names)
			}
			was, before := live(s), snapshot(t, s.Data())
			o := RollbackOptions{Store: s, Analysis: 1, Now: begun}
			switch test.to {
			case -1:
			case 9:
				o.To = "20261122T000000Z-00000000"
			default:
				o.To = names[test.to]
			}
			from, to, err := Rollback(t.Context(), o)
			if test.want >= 0 && live(s) != names[test.want] {
				t.Errorf("live is %s of %v", live(s), names)
			}
			if test.err == "" {
				if err != nil || from != was || to != live(s) {
					t.Errorf("from %s to %s, %v", from, to, err)
				}
				return
			}
			want := strings.NewReplacer("NAME0", names[0], "NAME1", names[1], "NAME2", names[2]).Replace(test.err)
			if err == nil || !strings.Contains(err.Error(), want) || to != "" {
				t.Errorf("got %v, want %q", err, want)
			}
			if diff := cmp.Diff(before, snapshot(t, s.Data())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRollbackErrors(t *testing.T) {
	s, names := threeRuns(t)
	s.SetCurrent(names[0])
	if _, _, err := Rollback(t.Context(), RollbackOptions{Store: s, Analysis: 1}); !errors.Is(err, ErrNoOlder) {
		t.Errorf("got %v", err)
	}
	s.SetCurrent(names[2])
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Rollback(ctx, RollbackOptions{Store: s, Analysis: 1}); !errors.Is(err, context.Canceled) || live(s) != names[2] {
		t.Errorf("got %v", err)
	}
	var d *generation.Damage
	if _, _, err := Rollback(t.Context(), RollbackOptions{Store: s, Analysis: 2, To: names[1]}); !errors.As(err, &d) || !d.Outdated {
		t.Errorf("got %v", err)
	}
}

// TestRolledBackIsNotPublishedAgain refuses what was rolled back until
// something else is published.
func TestRolledBackIsNotPublishedAgain(t *testing.T) {
	s, names := threeRuns(t)
	run := func(words string, force bool) (Outcome, error) {
		o := options(s.Data(), words, 9)
		o.Force, o.Keep = force, 9
		return Run(t.Context(), o)
	}
	refused := func(words, name string) {
		t.Helper()
		var r *RefusedError
		if _, err := run(words, false); !errors.As(err, &r) || len(r.Reasons) != 1 ||
			!strings.Contains(r.Reasons[0], "its documents and settings are those of "+name+", which was rolled back on 2026-11-22") {
			t.Errorf("%q: got %v", words, err)
		}
	}
	back := func(to string) {
		t.Helper()
		if _, _, err := Rollback(t.Context(), RollbackOptions{Store: s, To: to, Analysis: 1, Now: begun}); err != nil {
			t.Fatal(err)
		}
	}
	back("")
	refused("a b c", names[2])
	back("")
	refused("a b c", names[2])
	refused("a b", names[1])
	back(names[2]) // forward: it is wanted after all
	if out, err := run("a b c", false); err != nil || !out.Unchanged {
		t.Errorf("got %+v, %v", out, err)
	}
	for _, words := range []string{"a b c", "a"} { // neither is left behind
		o := options(s.Data(), words, 9)
		o.Config, o.DryRun = "other", true
		if _, err := Run(t.Context(), o); err != nil {
			t.Errorf("%q: %v", words, err)
		}
	}
	refused("a b", names[1])
	back(names[0])
	if out, err := run("a b c", true); err != nil || !out.Published || len(out.Forced) != 1 {
		t.Errorf("forced: got %+v, %v", out, err)
	}
	if out, err := run("a b", false); err != nil || !out.Published {
		t.Errorf("published since, and still remembered: %+v, %v", out, err)
	}
}

// TestRolledBackWithOtherInputs publishes the documents that were rolled back
// again once what they are tagged with, or any other input, is corrected.
func TestRolledBackWithOtherInputs(t *testing.T) {
	for name, test := range map[string]struct {
		change  func(o *Options)
		refused bool
	}{
		"nothing":          {func(*Options) {}, true},
		"another source":   {func(o *Options) { o.Source = "2" }, true},
		"another taxonomy": {func(o *Options) { o.Taxonomy = map[string][]byte{"cities.tsv": []byte("derby")} }, false},
		"other settings":   {func(o *Options) { o.Config = "other" }, false},
		"another engine":   {func(o *Options) { o.Build = withVersion(o.Build, "2") }, false},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := threeRuns(t)
			if _, _, err := Rollback(t.Context(), RollbackOptions{Store: s, Analysis: 1, Now: begun}); err != nil {
				t.Fatal(err)
			}
			o := options(s.Data(), "a b c", 9)
			test.change(&o)
			var refused *RefusedError
			if out, err := Run(t.Context(), o); errors.As(err, &refused) != test.refused || out.Published == test.refused {
				t.Errorf("got %+v, %v", out, err)
			}
		})
	}
}

// TestRollbackMemoryIsLost goes on where the file cannot be read.
func TestRollbackMemoryIsLost(t *testing.T) {
	s, names := threeRuns(t)
	path := runPath(s.Data(), rolledBackName)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("["), 0o644)); err != nil {
		t.Fatal(err)
	}
	if _, to, err := Rollback(t.Context(), RollbackOptions{Store: s, Analysis: 1}); err != nil || to != names[1] {
		t.Errorf("got %s, %v", to, err)
	}
}

// TestRollbackAndRunAtRandom publishes and rolls back at random: the live
// generation is good whenever Rollback says so, and nothing that was rolled back
// since the last publishing comes back by itself. Runs are too slow for rapid.
func TestRollbackAndRunAtRandom(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 0))
		data := t.TempDir()
		gone := map[string]bool{} // digests that were rolled back
		for step := range 8 {
			if random.IntN(2) == 0 {
				rollbackAtRandom(t, generation.NewStore(data), gone)
			} else {
				runAtRandom(t, options(data, []string{"a", "a b", "a b c"}[random.IntN(3)], step), gone)
			}
		}
	}
}

func rollbackAtRandom(t *testing.T, s generation.Store, gone map[string]bool) {
	t.Helper()
	before := live(s)
	m, _ := s.Glance(before, 1)
	_, to, err := Rollback(t.Context(), RollbackOptions{Store: s, Analysis: 1})
	if err != nil {
		if live(s) != before {
			t.Errorf("failed, and moved: %v", err)
		}
		return
	}
	back, err := s.Verify(t.Context(), to, 1)
	if err != nil || to >= before || live(s) != to {
		t.Errorf("from %s to %s, live %s, %v", before, to, live(s), err)
	}
	gone[m.Digest] = true
	delete(gone, back.Digest)
}

func runAtRandom(t *testing.T, o Options, gone map[string]bool) {
	t.Helper()
	before := live(o.Store)
	out, err := Run(t.Context(), o)
	var refused *RefusedError
	switch {
	case errors.As(err, &refused):
		if len(gone) == 0 || live(o.Store) != before {
			t.Errorf("refused for nothing: %v", err)
		}
	case err != nil:
		t.Error(err)
	case out.Published && gone[out.Manifest.Digest]:
		t.Error("published what was rolled back")
	case out.Published:
		clear(gone)
	}
}
