package publish

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// namesOf returns the names of items, and checks that each has a size.
func namesOf(t *testing.T, items []GarbageItem) (names []string) {
	t.Helper()
	for _, item := range items {
		if item.Bytes <= 0 {
			t.Errorf("%s has %d bytes", item.Name, item.Bytes)
		}
		names = append(names, item.Name)
	}
	return names
}

// clutter fills a store: five generations, of which the second is damaged, the
// third was written for another analysis, and the fourth is live; leftovers;
// and what was set aside, long ago and lately.
func clutter(t *testing.T) (s generation.Store, names []string) {
	t.Helper()
	data := t.TempDir()
	s = generation.NewStore(data)
	for i, words := range []string{"a", "a b", "a b c", "a b c d", "a b c d e", "x", "y"} {
		o := options(data, words, i)
		o.Keep = 9
		if i == 2 {
			o.Analysis = 2
		}
		names = append(names, mustRun(t, o))
	}
	damage(t, s, names[1])
	old, err := s.Quarantine(names[5])
	if err != nil {
		t.Fatal(err)
	}
	past := begun.Add(-31 * 24 * time.Hour)
	if err := os.Chtimes(s.Path(old), past, past); err != nil {
		t.Fatal(err)
	}
	late, err := s.Quarantine(names[6])
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.SetCurrent(names[3]),
		writeFiles(s.Dir(), map[string][]byte{".building-x/half": []byte("half"), ".tmp-1": []byte("half")})); err != nil {
		t.Fatal(err)
	}
	return s, append(names[:5], old, late)
}

func TestCollectGarbage(t *testing.T) {
	s, names := clutter(t)
	before := snapshot(t, s.Data())
	o := GarbageOptions{Store: s, Keep: 2, Analysis: 1, Now: begun, DryRun: true}
	dry, err := CollectGarbage(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, snapshot(t, s.Data())); diff != "" {
		t.Error(diff)
	}
	o.DryRun = false
	got, err := CollectGarbage(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(dry, got, cmpopts.IgnoreFields(Garbage{}, "DryRun")); diff != "" || !dry.DryRun || got.DryRun {
		t.Errorf("the dry run tells something else: %s", diff)
	}
	for _, list := range []struct {
		what      string
		got, want []string
	}{
		{"leftovers", namesOf(t, got.Leftovers), []string{".building-x", ".tmp-1"}},
		{"expired", namesOf(t, got.Expired), []string{names[5]}},
		{"quarantined", namesOf(t, got.Quarantined), []string{names[1]}},
		{"removed", namesOf(t, got.Removed), []string{names[0], names[2]}},
		{"left", directory(t, s.Dir()), []string{".bad-" + names[1], names[6], names[3], names[4], "current"}},
	} {
		if diff := cmp.Diff(list.want, list.got); diff != "" {
			t.Errorf("%s: %s", list.what, diff)
		}
	}
	freed := int64(0)
	for _, item := range slices.Concat(got.Leftovers, got.Expired, got.Removed) {
		freed += item.Bytes
	}
	if got.Freed != freed || !strings.Contains(got.Quarantined[0].Reason, "engine/text") {
		t.Errorf("freed %d of %d, quarantined %+v", got.Freed, freed, got.Quarantined)
	}
	if again, err := CollectGarbage(t.Context(), o); err != nil || !cmp.Equal(again, Garbage{}) {
		t.Errorf("the second time: %+v, %v", again, err)
	}
}

func directory(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestGarbageIsMeasured gives the sizes of files.
func TestGarbageIsMeasured(t *testing.T) {
	s := generation.NewStore(t.TempDir())
	if err := writeFiles(s.Dir(), map[string][]byte{".building-x/a": []byte("123"), ".building-x/b/c": []byte("45")}); err != nil {
		t.Fatal(err)
	}
	g, err := CollectGarbage(t.Context(), GarbageOptions{Store: s, Keep: 1})
	if err != nil || g.Freed != 5 || len(g.Leftovers) != 1 || g.Leftovers[0].Bytes != 5 {
		t.Errorf("got %+v, %v", g, err)
	}
}

func TestGarbageOfNothing(t *testing.T) {
	s := generation.NewStore(t.TempDir())
	if g, err := CollectGarbage(t.Context(), GarbageOptions{Store: s, Keep: 1}); err != nil || !cmp.Equal(g, Garbage{}) {
		t.Errorf("got %+v, %v", g, err)
	}
	s, names := threeRuns(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := CollectGarbage(ctx, GarbageOptions{Store: s, Keep: 1, Analysis: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if left, _ := s.List(); len(left) != len(names) {
		t.Errorf("left is %v", left)
	}
}

// templates builds generations that random tests copy: good ones, whose names
// it returns, and others of another analysis version. The n-th of both are
// equally old.
func templates(t *testing.T, n int) (names []string, dirs map[string][]string) {
	t.Helper()
	dirs = map[string][]string{}
	for _, kind := range []string{"good", "outdated"} {
		data := t.TempDir()
		s := generation.NewStore(data)
		for i := range n {
			o := options(data, "a b c d e f"[:2*i+1], i)
			o.Keep = 99
			if kind == "outdated" {
				o.Analysis = 2
			}
			name := mustRun(t, o)
			if kind == "good" {
				names = append(names, name)
			}
			dirs[kind] = append(dirs[kind], s.Path(name))
		}
	}
	return names, dirs
}

// TestGarbageAtRandom collects in random stores: the live generation stays
// unless it is damaged, and so does a good one, if there was any.
func TestGarbageAtRandom(t *testing.T) {
	t.Parallel()
	good, dirs := templates(t, 5)
	rapid.Check(t, func(r *rapid.T) {
		data, err := os.MkdirTemp(t.TempDir(), "random")
		if err != nil {
			r.Fatal(err)
		}
		s := generation.NewStore(data)
		state := map[string]string{}
		var names []string
		for i := range rapid.IntRange(1, 5).Draw(r, "generations") {
			kind := rapid.SampledFrom([]string{"good", "damaged", "outdated"}).Draw(r, "kind")
			from, name := dirs["good"][i], good[i]
			if kind == "outdated" {
				from = dirs["outdated"][i]
				name = filepath.Base(from)
			}
			if err := os.CopyFS(s.Path(name), os.DirFS(from)); err != nil {
				r.Fatal(err)
			}
			if kind == "damaged" {
				damage(t, s, name)
			}
			state[name], names = kind, append(names, name)
		}
		current := rapid.SampledFrom(names).Draw(r, "live")
		if err := s.SetCurrent(current); err != nil {
			r.Fatal(err)
		}
		keep := rapid.IntRange(1, 4).Draw(r, "keep")
		if _, err := CollectGarbage(context.Background(), GarbageOptions{Store: s, Keep: keep, Analysis: 1}); err != nil {
			r.Fatal(err)
		}
		left, err := s.List()
		if err != nil {
			r.Fatal(err)
		}
		checkLeft(r, left, state, current, keep)
	})
}

// checkLeft checks what is left of a store.
func checkLeft(r *rapid.T, left []string, state map[string]string, current string, keep int) {
	count := func(names []string, kind string) (n int) {
		for _, name := range names {
			if state[name] == kind {
				n++
			}
		}
		return n
	}
	var all []string
	for name := range state {
		all = append(all, name)
	}
	sound := count(all, "good") + count(all, "outdated")
	switch {
	case count(left, "damaged") > 0:
		r.Fatalf("damaged ones are left: %v of %v", left, state)
	case state[current] != "damaged" && !slices.Contains(left, current):
		r.Fatalf("the live one is gone: %v of %v", left, state)
	case count(all, "good") > 0 && count(left, "good") == 0:
		r.Fatalf("no good one is left: %v of %v", left, state)
	case len(left) < min(keep, sound) || len(left) > keep+1:
		r.Fatalf("%d are left, keep %d of %v", len(left), keep, state)
	case len(left) > keep && state[current] != "outdated":
		r.Fatalf("%d are left, keep %d of %v", len(left), keep, state)
	}
}

// TestPrune removes what is too old at the end of a run, but counts no damaged
// generation, and keeps the one that was live longer than one that was rolled
// back.
func TestPrune(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		keep   int
		change func(t *testing.T, s generation.Store, names []string)
		// removed are numbers of three runs before, newest first.
		removed []int
	}{
		{"all good", 3, nil, []int{0}},
		{"one only", 1, nil, []int{2, 1, 0}},
		{"live one damaged", 2, func(t *testing.T, s generation.Store, names []string) { damage(t, s, names[2]) }, []int{0}},
		{"a file missing", 3, func(t *testing.T, s generation.Store, names []string) {
			os.Remove(filepath.Join(s.Path(names[1]), generation.EngineDir, "text"))
		}, nil},
		{"no manifest", 2, func(t *testing.T, s generation.Store, names []string) {
			os.Remove(filepath.Join(s.Path(names[1]), generation.ManifestName))
		}, []int{0}},
		{"rolled back", 3, func(t *testing.T, s generation.Store, names []string) {
			Rollback(t.Context(), RollbackOptions{Store: s, Analysis: 1, To: names[0]})
		}, []int{2}},
		{"rolled back, keeping two", 2, func(t *testing.T, s generation.Store, names []string) {
			Rollback(t.Context(), RollbackOptions{Store: s, Analysis: 1, To: names[0]})
		}, []int{1, 2}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, names := threeRuns(t)
			if test.change != nil {
				test.change(t, s, names)
			}
			o := options(s.Data(), "x", 9)
			o.Keep = test.keep
			out, err := Run(t.Context(), o)
			var want []string
			for _, i := range test.removed {
				want = append(want, names[i])
			}
			if diff := cmp.Diff(want, out.Removed); diff != "" || err != nil {
				t.Error(diff, err)
			}
		})
	}
}
