package indexer

import (
	"errors"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

// What Curate does comes after linking, counts in the report, and is not kept.
func TestCurate(t *testing.T) {
	p, out, _ := pipeline("A|a", "A|b", "B|c")
	var pages []string
	p.Curate = func(page string, d *corpus.Document) error {
		if len(d.OtherURLs) != 1 {
			t.Errorf("%s: not linked yet", page)
		}
		pages = append(pages, page)
		d.Type = corpus.Event
		return nil
	}
	report, err := p.Run(t.Context(), t.TempDir())
	if err != nil || len(pages) != 2 || !strings.HasPrefix(pages[0], "https://u.example/") || report.Types[corpus.Event] != 2 || out.docs[0].Type != corpus.Event {
		t.Errorf("%v: %v, %+v", err, pages, report)
	}
	for _, d := range p.Spool.(*spool).docs {
		if d.Type != corpus.News {
			t.Errorf("%s is kept as %s", d.URL, d.Type)
		}
	}
	wrong := errors.New("wrong")
	p.Linker, p.Sink, p.Curate = newLinker(), &sink{}, func(string, *corpus.Document) error { return wrong }
	if _, err := p.Run(t.Context(), t.TempDir()); !errors.Is(err, wrong) {
		t.Errorf("got %v", err)
	}
}
