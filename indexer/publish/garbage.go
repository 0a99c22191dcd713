package publish

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"time"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// quarantineTime is how long what was set aside as damaged is kept for people
// to look at.
const quarantineTime = 30 * 24 * time.Hour

// GarbageOptions say what may go.
type GarbageOptions struct {
	// Store is where generations are. The caller holds the Lock of its data
	// directory, which a dry run can do without.
	Store generation.Store
	// Keep is how many generations stay, the live one among them: at least 1.
	Keep int
	// Analysis is analysis.Version.
	Analysis int
	// DryRun changes nothing, and tells the same.
	DryRun bool
	// Now tells what is old; the zero time is taken for the present.
	Now time.Time
	// Log takes what is worth knowing but no reason to fail; nil for none.
	Log *slog.Logger
}

// Garbage is what was removed or set aside.
type Garbage struct {
	DryRun bool `json:"dry_run"`
	// Leftovers are what killed runs left behind, Expired what was set aside
	// as damaged over 30 days ago, Removed generations that were too many.
	Leftovers []GarbageItem `json:"leftovers"`
	Expired   []GarbageItem `json:"expired"`
	Removed   []GarbageItem `json:"removed"`
	// Quarantined are damaged generations that were set aside.
	Quarantined []GarbageItem `json:"quarantined"`
	// Freed is how many bytes the first three had in all.
	Freed int64 `json:"freed"`
}

// GarbageItem is one thing below the index directory.
type GarbageItem struct {
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"`
	// Reason says what is wrong with a damaged generation.
	Reason string `json:"reason,omitempty"`
}

// CollectGarbage removes what killed runs left behind, sets damaged generations
// aside, the live one too, and removes those beyond Keep. The live generation is
// never removed, nor the last good one; damaged ones do not count. After an error
// it tells what was done before.
func CollectGarbage(ctx context.Context, o GarbageOptions) (Garbage, error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	o.Log = logger(o.Log)
	g := Garbage{DryRun: o.DryRun}
	err := o.leftovers(&g)
	if err == nil {
		err = o.expired(&g)
	}
	var s shelf
	if err == nil {
		s, err = o.sort(ctx, &g)
	}
	if err == nil {
		err = o.surplus(&g, s)
	}
	if err != nil {
		return g, fmt.Errorf("gc: %w", cmp.Or(ctx.Err(), err))
	}
	return g, nil
}

func (o GarbageOptions) leftovers(g *Garbage) error {
	names, err := o.Store.Leftovers()
	if err != nil {
		return err
	}
	for _, name := range names {
		item, err := o.item(name, nil)
		if o.vanished(err) {
			continue
		}
		if err != nil {
			return err
		}
		g.Leftovers, g.Freed = append(g.Leftovers, item), g.Freed+item.Bytes
	}
	if o.DryRun {
		return nil
	}
	_, err = o.Store.Sweep()
	return err
}

func (o GarbageOptions) expired(g *Garbage) error {
	names, err := o.Store.Quarantined(o.Now.Add(-quarantineTime))
	if err != nil {
		return err
	}
	for _, name := range names {
		item, err := o.item(name, o.Store.RemoveQuarantined)
		if o.vanished(err) {
			continue
		}
		if err != nil {
			return err
		}
		g.Expired, g.Freed = append(g.Expired, item), g.Freed+item.Bytes
	}
	return nil
}

// sort verifies all generations, and sets aside those that are damaged. One
// that another version of the program wrote is not damaged.
func (o GarbageOptions) sort(ctx context.Context, g *Garbage) (shelf, error) {
	s, damaged, err := newShelf(o.Store, o.Log, "", func(name string) error {
		_, err := o.Store.Verify(ctx, name, o.Analysis)
		return err
	})
	if err != nil {
		return s, err
	}
	for _, d := range damaged {
		item, err := o.item(d.Generation, func(name string) error {
			_, err := o.Store.Quarantine(name)
			return err
		})
		if o.vanished(err) {
			continue
		}
		if err != nil {
			return s, err
		}
		item.Reason = d.Error()
		g.Quarantined = append(g.Quarantined, item)
	}
	return s, nil
}

func (o GarbageOptions) surplus(g *Garbage, s shelf) error {
	for _, name := range s.surplus(o.Keep) {
		item, err := o.item(name, o.Store.Remove)
		if o.vanished(err) {
			continue
		}
		if err != nil {
			return err
		}
		g.Removed, g.Freed = append(g.Removed, item), g.Freed+item.Bytes
	}
	return nil
}

// item measures a thing and does something to it, unless the run is dry.
func (o GarbageOptions) item(name string, do func(string) error) (GarbageItem, error) {
	size, err := o.Store.Size(name)
	if err == nil && do != nil && !o.DryRun {
		err = do(name)
	}
	return GarbageItem{Name: name, Bytes: size}, err
}

// vanished reports whether a dry run, which holds no lock, came to what another
// process has removed meanwhile.
func (o GarbageOptions) vanished(err error) bool { return o.DryRun && errors.Is(err, fs.ErrNotExist) }

// shelf holds the generations that are not damaged, in the order in which they
// are worth keeping, each once.
type shelf struct {
	order []string
	// good holds those that can be served.
	good map[string]bool
}

// newShelf asks verify of each generation, and gives back the damaged ones
// apart. Worth most is the live one, and then the one named before, which may
// be empty. Next come the newest, those that were rolled back, and those that
// another version of the program wrote.
func newShelf(store generation.Store, log *slog.Logger, before string, verify func(name string) error) (s shelf, damaged []*generation.Damage, err error) {
	names, err := store.List()
	if err != nil {
		return s, nil, err
	}
	live, err := store.Current()
	if err != nil {
		live = ""
	}
	past := rolledBackOf(store, log)
	s.good = map[string]bool{}
	ranks := map[string]int{}
	for _, name := range names {
		var d *generation.Damage
		err := verify(name)
		outdated := errors.As(err, &d) && d.Outdated
		switch {
		case err != nil && d == nil:
			return s, nil, err
		case err != nil && !outdated:
			damaged = append(damaged, d)
			continue
		}
		s.order = append(s.order, name)
		s.good[name] = !outdated
		ranks[name] = worth(name == live, name == before, outdated, past.has(name))
	}
	slices.SortStableFunc(s.order, func(a, b string) int { return cmp.Compare(ranks[a], ranks[b]) })
	return s, damaged, nil
}

// worth returns how soon a generation goes: the greater, the sooner.
func worth(live, before, outdated, rolledBack bool) int {
	switch {
	case live:
		return 0
	case outdated:
		return 4
	case rolledBack:
		return 3
	case before:
		return 1
	}
	return 2
}

// surplus returns what is to go if a number is kept. The best of the good ones
// stays at any rate.
func (s shelf) surplus(keep int) []string {
	keep = min(max(keep, 1), len(s.order))
	if slices.ContainsFunc(s.order[:keep], func(name string) bool { return s.good[name] }) {
		return s.order[keep:]
	}
	rest := slices.Clone(s.order[keep:])
	if i := slices.IndexFunc(rest, func(name string) bool { return s.good[name] }); i >= 0 {
		rest = slices.Delete(rest, i, i+1)
	}
	return rest
}
