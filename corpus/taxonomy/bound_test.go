package taxonomy

import (
	"runtime"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

// settledBytes returns the bytes that are allocated while a page is settled,
// the least of three runs, since other goroutines allocate too.
func settledBytes(tax *Taxonomy, p Page) uint64 {
	least := ^uint64(0)
	for range 3 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		tax.Settle(p)
		runtime.ReadMemStats(&after)
		least = min(least, after.TotalAlloc-before.TotalAlloc)
	}
	return least
}

// The work for a page grows as its text does: what is made of a page that is
// eight times as long may be twice that, not eight times.
func TestWorkIsLinear(t *testing.T) {
	const short, times = 2000, 8
	tax := loaded(t)
	for _, sentence := range []string{
		"Santiago ", "Santiago, León, ", "Cork Ireland Sur Kenya Lira Tak ", "Hamburg, Canada, ", "Wolverhamptun Namyangjo ",
		"上海江西安全漢堡", "莱昂尼加拉瓜苏尔", "오산전주에서", "cork dublin lira ", "Корк Ирландия ", "صور عمان ",
	} {
		for _, cut := range []string{"one passage", "a passage each"} {
			page := func(n int) Page {
				text := strings.Repeat(sentence, n/len(sentence))
				p := Page{Text: text, Lang: "en"}
				for at := 0; cut != "one passage" && at < len(text); at += len(sentence) {
					p.Passages = append(p.Passages, corpus.Passage{Zone: corpus.ZoneHeading, Start: at, End: at + len(sentence)})
				}
				return p
			}
			one, many := settledBytes(tax, page(short)), settledBytes(tax, page(short*times))
			if many > 2*times*one {
				t.Errorf("%q, %s: %d bytes make %d, %d bytes %d", sentence, cut, short, one, short*times, many)
			}
		}
	}
}

// A passage that is longer than any name is not folded to see whether it is
// one.
func TestLongPassageIsNoName(t *testing.T) {
	tax := loaded(t)
	for text, want := range map[string]string{
		" Hamburg\n": "hamburg", "": "", "Hamburg Hamburg": "", "ha\u0302mburg": "hamburg",
		strings.Repeat(" ", 1000) + "Hamburg": "hamburg", "Hamburg" + strings.Repeat("-", 1000): "",
	} {
		if got := tax.cityNamed(text); got != want {
			t.Errorf("%.20q: %q; want %q", text, got, want)
		}
	}
}
