package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/internal/api"
	"github.com/uilsearch/uilsearch/internal/generation"
)

func TestSearchCommand(t *testing.T) {
	data := sampleData(t)
	got := uilsearch(t, "search", "--data", data, "--json", "--city", "namyangju", `"`+phrase+`"`)
	var a api.Answer
	if err := json.Unmarshal([]byte(got.stdout), &a); err != nil || got.code != exitOK || a.Total != 2 {
		t.Errorf("%v: %+v", err, got)
	}
	if got := uilsearch(t, "search", "--data", data, "--explain", phrase); got.code != exitOK || !strings.Contains(got.stdout, "side by side") {
		t.Errorf("explain: %+v", got)
	}
	if got := uilsearch(t, "search", "--data", data, strings.Repeat("word ", 17)); got.code != exitUsage || !strings.Contains(got.stderr, "16") {
		t.Errorf("over a cap: %+v", got)
	}
	if got := uilsearch(t, "search", "--data", data, "-Cork"); got.code != exitUsage || !strings.Contains(got.stderr, "put --") {
		t.Errorf("a query like a flag: %+v", got)
	}
	if got := uilsearch(t, "search", "--data", data, "--not-city", "Namyangju", "--from", "2015", "--to", "2016", "--", "-Cork"); got.code != exitOK {
		t.Errorf("all flags: %+v", got)
	}
	for _, bad := range [][]string{{"--city", "Atlantis"}, {"--from", "soon"}, {"caf\xe9"}, {"--page", "0"}, {"--cursor", "x"}} {
		if got := uilsearch(t, append([]string{"search", "--data", data}, bad...)...); got.code != exitUsage || got.stderr == "" {
			t.Errorf("%q: %+v", bad, got)
		}
	}
	t.Run("damaged", func(t *testing.T) {
		store := generation.NewStore(data)
		name, err := store.Current()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(store.Path(name), generation.ManifestName)); err != nil {
			t.Fatal(err)
		}
		if got := uilsearch(t, "search", "--data", data, "x"); got.code != exitDamaged || !strings.Contains(got.stderr, generation.ManifestName) {
			t.Errorf("%+v", got)
		}
	})
	if got := uilsearch(t, "search", "--data", t.TempDir(), "x"); got.code != exitEmpty {
		t.Errorf("nothing published: %+v", got)
	}
}
