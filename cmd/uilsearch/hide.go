package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/hidden"
)

// hiddenLockWait is how long hide waits for another hide to end.
const hiddenLockWait = 5 * time.Second

// hiddenLock returns the lock file of the list: not that of runs, so that a page
// can be hidden while one is under way.
func hiddenLock(data string) string {
	return runFile(data, "hidden.lock")
}

// hideOptions are the flags of hide.
type hideOptions struct {
	remove, list, json bool
}

// hiddenPage is what hide says of one address.
type hiddenPage struct {
	URL string `json:"url"`
	// Changed says that the list has changed: the address was put into it or
	// taken out of it.
	Changed bool `json:"changed"`
	// Pages is how many pages of the live generation the address stands for.
	Pages int `json:"pages"`
}

func (a *app) newHide() *cobra.Command {
	var o hideOptions
	c := &cobra.Command{
		Use:   "hide URL…",
		Short: "Take pages out of all answers at once, before any new index",
		Long: `Take pages out of all answers at once: servers leave them out within a second. The list is the file hidden.txt in the
data directory; it outlives every new index until the address is taken out of it again with --remove. An address stands
for the page in all its spellings, and under all its addresses. It may be used while reindex runs.`,
		Args: func(c *cobra.Command, args []string) error {
			switch {
			case o.list && (o.remove || len(args) > 0):
				return errors.New("hide: --list stands alone")
			case !o.list && len(args) == 0:
				return errors.New("hide: say which address, or --list")
			}
			return nil
		},
		RunE: a.configured(func(ctx context.Context, urls []string) error {
			return a.hide(ctx, urls, o)
		}),
	}
	c.Flags().BoolVar(&o.remove, "remove", false, "show the pages again")
	c.Flags().BoolVar(&o.list, "list", false, "print the addresses that are hidden")
	c.Flags().BoolVar(&o.json, "json", false, "write JSON, with how many pages each address stands for")
	return c
}

func (a *app) hide(ctx context.Context, urls []string, o hideOptions) error {
	for _, u := range urls {
		if err := hidden.Check(u); err != nil {
			return &exitError{exitUsage, fmt.Errorf("hide: %w", err)}
		}
	}
	if err := a.checkData("hide"); err != nil {
		return err
	}
	if _, err := hidden.Load(a.config.Data); err != nil {
		return &exitError{exitConfig, err} // people may edit the file
	}
	pages, err := a.changeHidden(ctx, urls, o)
	if err != nil {
		return err
	}
	if o.list && !o.json {
		return a.writeHidden(pages, o, false)
	}
	// The list is what counts, and it is written. What follows only tells.
	counts, err := a.countPages(pages)
	if err != nil {
		a.log.Warn("which pages of the live generation these are is not known", "reason", err)
	}
	for i := range pages {
		pages[i].Pages = counts[corpus.AddressKey(pages[i].URL)]
	}
	return a.writeHidden(pages, o, err == nil)
}

// changeHidden changes the list, or reads it, and returns the addresses.
func (a *app) changeHidden(ctx context.Context, urls []string, o hideOptions) (pages []hiddenPage, err error) {
	pages = []hiddenPage{}
	if o.list {
		l, err := hidden.Load(a.config.Data)
		for _, u := range l.URLs() {
			pages = append(pages, hiddenPage{URL: u})
		}
		return pages, err
	}
	unlock, err := publish.LockWait(ctx, hiddenLock(a.config.Data), hiddenLockWait, a.log)
	if err != nil {
		return nil, ofData(err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	change := hidden.Add
	if o.remove {
		change = hidden.Remove
	}
	for _, u := range urls {
		changed, err := change(a.config.Data, u)
		if err != nil {
			return nil, err
		}
		pages = append(pages, hiddenPage{URL: u, Changed: changed})
	}
	if err := generation.RemoveTemporary(a.config.Data); err != nil {
		a.log.Warn("what a killed process left of the list was not removed", "error", err)
	}
	return pages, nil
}

// countPages counts the pages of the live generation under each of the
// addresses, by what their spellings share.
func (a *app) countPages(of []hiddenPage) (map[string]int, error) {
	counts := map[string]int{}
	for _, p := range of {
		counts[corpus.AddressKey(p.URL)] = 0
	}
	store := generation.NewStore(a.config.Data)
	live, err := store.Current()
	if err != nil {
		return counts, err
	}
	for e, err := range generation.Catalog(store.Path(live)) {
		if err != nil {
			return counts, err
		}
		found := map[string]bool{}
		for _, u := range e.Addresses() {
			key := corpus.AddressKey(u)
			if _, wanted := counts[key]; wanted && !found[key] {
				found[key] = true
				counts[key]++
			}
		}
	}
	return counts, nil
}

// writeHidden says what was done. Addresses that stand for no page are pointed
// out, for they may be misspelt.
func (a *app) writeHidden(pages []hiddenPage, o hideOptions, counted bool) error {
	for _, p := range pages {
		if counted && p.Pages == 0 && !o.list && !o.remove {
			a.log.Warn("no page of the live generation has this address: it hides nothing now", "url", p.URL)
		}
	}
	if o.json {
		return writeJSON(a.stdout, pages)
	}
	for _, p := range pages {
		if _, err := fmt.Fprintln(a.stdout, p.line(o, counted)); err != nil {
			return err
		}
	}
	return nil
}

// line says in words what became of an address.
func (p hiddenPage) line(o hideOptions, counted bool) string {
	if o.list {
		return p.URL
	}
	became := map[[2]bool]string{
		{false, true}: "is hidden", {false, false}: "was hidden already",
		{true, true}: "is hidden no longer", {true, false}: "was not hidden",
	}[[2]bool{o.remove, p.Changed}]
	switch {
	case !counted:
		return p.URL + " " + became
	case p.Pages == 1:
		return p.URL + " " + became + ": 1 page"
	}
	return fmt.Sprintf("%s %s: %d pages", p.URL, became, p.Pages)
}
