package publish

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// publishedName is the file that holds what was published last.
const publishedName = "published.json"

// publication is what is remembered of the generation that was made the live
// one last. Unlike that it can be read by every version of the program, and is
// there when no generation can be read.
type publication struct {
	Generation string `json:"generation"`
	// Forced are the reasons in spite of which it was published.
	Forced []string `json:"forced,omitempty"`
	tally
}

// lastPublication returns what is remembered, and whether anything is.
func (o Options) lastPublication() (publication, bool) {
	var p publication
	err := loadJSON(o.Store.Data(), publishedName, &p)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		o.Log.Warn("what was published last is not known", "error", err)
	}
	return p, err == nil && p.Documents > 0
}

// remembered makes sure that the live generation is remembered: by an earlier
// program it was not, nor by a run that was killed after publishing it.
func (o Options) remembered(ctx context.Context, m generation.Manifest) {
	if p, ok := o.lastPublication(); o.DryRun || ok && p.Generation == m.Generation {
		return
	}
	if err := rememberPublication(ctx, o.Store, m); err != nil {
		o.Log.Warn("what is published was not noted", "error", err)
	}
}

// rememberPublication counts what is in a generation, and notes it.
func rememberPublication(ctx context.Context, s generation.Store, m generation.Manifest) error {
	t := newTally()
	for e, err := range generation.Catalog(s.Path(m.Generation)) {
		if err := cmp.Or(ctx.Err(), err); err != nil {
			return fmt.Errorf("%s: %w", m.Generation, err)
		}
		t.add(e)
	}
	return savePublication(s, m, t)
}

func savePublication(s generation.Store, m generation.Manifest, t tally) error {
	return saveJSON(s.Data(), publishedName, publication{Generation: m.Generation, Forced: m.Forced, tally: t})
}

// peak is the most that the generations that are kept have of documents and
// text, and which ones those are.
type peak struct {
	documents   int
	documentsIn string
	text        int64
	textIn      string
}

func (p *peak) take(name string, documents int, text int64) {
	if documents > p.documents {
		p.documents, p.documentsIn = documents, name
	}
	if text > p.text {
		p.text, p.textIn = text, name
	}
}

// peak looks at the generations that were published since one was forced, that
// one included: what was lost in spite of the gate is meant to be lost. Those
// that were rolled back say nothing.
func (o Options) peak() (p peak, err error) {
	names, err := o.Store.List()
	if err != nil {
		return p, err
	}
	live, err := o.Store.Current()
	if err != nil {
		live = ""
	}
	past := rolledBackOf(o.Store, o.Log)
	last, _ := o.lastPublication()
	for _, name := range names {
		if name != live && past.has(name) {
			continue
		}
		m, err := o.Store.Glance(name, generation.AnyAnalysis)
		var d *generation.Damage
		switch {
		case errors.As(err, &d) && name == last.Generation:
			m = generation.Manifest{Built: generation.Built{Documents: last.Documents}, Text: last.Text, Forced: last.Forced}
		case d != nil:
			continue
		case err != nil:
			return p, err
		}
		p.take(name, m.Documents, m.Text)
		if len(m.Forced) > 0 {
			return p, nil
		}
	}
	return p, nil
}
