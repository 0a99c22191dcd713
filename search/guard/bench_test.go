package guard

import (
	"context"
	"testing"

	"github.com/uilsearch/uilsearch/search"
)

// fullIndex answers with a full page.
type fullIndex struct {
	fakeIndex
	answer search.Answer
}

func (x *fullIndex) Search(context.Context, search.Query) (search.Answer, error) {
	return x.answer, nil
}

// BenchmarkSearch is what a question costs besides the index itself: from
// memory, and with every guard in its way.
func BenchmarkSearch(b *testing.B) {
	for name, cache := range map[string]int64{"hit": 64 << 20, "miss": 0} {
		b.Run(name, func(b *testing.B) {
			x := &fullIndex{answer: fullAnswer(1)}
			x.edition = "a"
			g := New(x, Options{CacheBytes: cache})
			b.ReportAllocs()
			for b.Loop() {
				if _, err := g.Search(b.Context(), text("x")); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
