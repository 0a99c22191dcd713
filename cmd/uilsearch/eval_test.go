package main

import (
	"encoding/json"
	"strings"
	"testing"
)

const articles = "../../indexer/extract/testdata/evaluate"

func TestEvalExtract(t *testing.T) {
	r := uilsearch(t, "eval", "extract", articles)
	for _, line := range []string{"pages      4, of which 1 gave no document\n", "precision  0.810\n", "recall     0.643\n", "F1         0.717\n"} {
		if r.code != exitOK || !strings.Contains(r.stdout, line) {
			t.Errorf("no line %q: %d\n%s%s", line, r.code, r.stdout, r.stderr)
		}
	}
	r = uilsearch(t, "eval", "extract", "--json", articles)
	var got extractScores
	if err := json.Unmarshal([]byte(r.stdout), &got); err != nil || got.Count != 4 || got.Failed != 1 || len(got.Pages) != 4 || got.Milliseconds <= 0 {
		t.Errorf("%v: %s%s", err, r.stdout, r.stderr)
	}
}

func TestEvalExtractRefuses(t *testing.T) {
	if r := uilsearch(t, "eval", "extract"); r.code != exitUsage {
		t.Errorf("no directory: %+v", r)
	}
	if r := uilsearch(t, "eval", "extract", t.TempDir()); r.code != exitUsage || !strings.Contains(r.stderr, "ground-truth.json") {
		t.Errorf("no set: %+v", r)
	}
	if r := uilsearch(t, "eval", "extract", "nowhere"); r.code != exitUsage || !strings.Contains(r.stderr, "nowhere") {
		t.Errorf("no such directory: %+v", r)
	}
}
