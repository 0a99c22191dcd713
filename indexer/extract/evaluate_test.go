package extract

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// The set in testdata was made up so that its scores can be worked out by hand:
//
//	all    the text as it is                   1 of 1 found, 1 of 1 wanted
//	less   7 words of 10, 4 shingles of 7      4 of 4 found, 4 of 7 wanted
//	more   10 words for 6, 7 shingles for 3    3 of 7 found, 3 of 3 wanted
//	none   a page without text                 no precision, 0 wanted
func TestEvaluate(t *testing.T) {
	got, err := Evaluate(t.Context(), os.DirFS("testdata/evaluate"), newExtractor(t).Document)
	if err != nil {
		t.Fatal(err)
	}
	precision, recall := (1+1+3./7)/3, (1+4./7+1+0)/4
	want := Evaluation{
		Scores: Scores{precision, recall, 2 * precision * recall / (precision + recall)},
		Failed: 1,
		Pages: []Evaluated{
			{ID: "all", URL: "https://uil.example/all", Overlap: Overlap{1, 0, 0}},
			{ID: "less", URL: "https://uil.example/less", Overlap: Overlap{4. / 7, 0, 3. / 7}},
			{ID: "more", URL: "https://uil.example/more", Overlap: Overlap{3. / 7, 4. / 7, 0}},
			{ID: "none", URL: "https://uil.example/none", Overlap: Overlap{0, 0, 1}, Error: "extract https://uil.example/none: no title or no text"},
		},
	}
	if diff := cmp.Diff(want, got, near, cmpopts.IgnoreFields(Evaluation{}, "Time")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got.Time <= 0 {
		t.Error("it took no time")
	}
}

func TestEvaluateRefuses(t *testing.T) {
	e := newExtractor(t)
	for _, c := range []struct{ name, truth, page, says string }{
		{"no truth", "", "", "ground-truth.json"},
		{"broken truth", "{", "", "ground-truth.json"},
		{"no pages", "{}", "", "no page"},
		{"a page that is not there", `{"b":{}}`, "x", `page "b"`},
		{"a page that is not packed", `{"a":{}}`, "<p>A page that is long enough.", `page "a": gzip`},
		{"a page elsewhere", `{"../../a":{}}`, "x", `page "../../a"`},
	} {
		set := fstest.MapFS{"html/a.html.gz": {Data: []byte(c.page)}}
		if c.truth != "" {
			set["ground-truth.json"] = &fstest.MapFile{Data: []byte(c.truth)}
		}
		if _, err := Evaluate(t.Context(), set, e.Document); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Evaluate(ctx, os.DirFS("testdata/evaluate"), e.Document); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
