package live

import (
	"context"
	"maps"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/hidden"
	"github.com/uilsearch/uilsearch/search"
)

// view is what answers at one moment: an open generation without what is hidden
// in it. It is never changed, so that an answer is all of one edition; another
// list makes another view of the same handle.
type view struct {
	*handle
	list    hidden.List
	hidden  map[corpus.ID]bool
	without []corpus.ID // hidden, in order
	// status has everything but the problem.
	status search.Status
	// shownListings is how many listing pages are not hidden.
	shownListings int
}

func newView(h *handle, list hidden.List) *view {
	v := &view{handle: h, list: list, hidden: map[corpus.ID]bool{}, shownListings: len(h.listings)}
	for key := range list.Keys() {
		for _, id := range h.addresses[key] {
			if !v.hidden[id] && h.listings[id] {
				v.shownListings--
			}
			v.hidden[id] = true
		}
	}
	v.without = slices.Sorted(maps.Keys(v.hidden))
	m := h.manifest
	v.status = search.Status{
		Generation: m.Generation, BuiltAt: m.BuiltAt, Edition: m.Generation, Engine: m.Engine,
		Documents: m.Documents - len(v.hidden), Hidden: len(v.hidden),
	}
	if d := list.Digest(); d != "" {
		v.status.Edition += "-" + d
	}
	return v
}

// ask puts a question to the engine about what is not hidden. Every question to
// it goes this way.
func (v *view) ask(ctx context.Context, q search.Query) (result search.Result, err error) {
	q.Without = v.without
	err = v.call(func() (err error) {
		result, err = v.engine.Search(ctx, q)
		return err
	})
	return result, err
}

// document returns a document that is not hidden, without links to those that
// are, or search.ErrNotFound.
func (v *view) document(ctx context.Context, id corpus.ID) (d corpus.Document, err error) {
	if v.hidden[id] {
		return corpus.Document{}, search.ErrNotFound
	}
	err = v.call(func() (err error) {
		d, err = v.engine.Document(ctx, id)
		return err
	})
	d.Translations, d.NearDuplicates = v.shown(d.Translations), v.shown(d.NearDuplicates)
	return d, err
}

// shown returns the links that do not lead to what is hidden. The engine keeps
// its own, so they are not changed.
func (v *view) shown(links []corpus.Link) []corpus.Link {
	if v.list.Len() == 0 || !slices.ContainsFunc(links, v.hides) {
		return links
	}
	return slices.DeleteFunc(slices.Clone(links), v.hides)
}

// hides reports whether a link leads to what is hidden, by the document or by
// any of its addresses.
func (v *view) hides(l corpus.Link) bool {
	isHidden := func(id corpus.ID) bool { return v.hidden[id] }
	return isHidden(l.ID) || v.list.Has(l.URL) || slices.ContainsFunc(v.addresses[corpus.AddressKey(l.URL)], isHidden)
}
