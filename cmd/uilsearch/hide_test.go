package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/hidden"
)

// canonicalPage is a page that says what its address is.
const canonicalPage = `<!DOCTYPE html><html lang="en"><head><title>Cork</title><link rel="canonical" href="https://uil.example/city/cork"></head>
<body><main><h1>Cork</h1><p>The city runs courses for adults in its libraries, and everybody is welcome to take part.</p></main></body></html>`

// withCork returns a data directory whose live generation has a page with the
// address https://uil.example/city/cork.
func withCork(t *testing.T) string {
	t.Helper()
	data, pages := archived(t)
	writeFile(t, filepath.Join(pages, "cork.html"), canonicalPage)
	mustIngest(t, data, pages)
	reindexJSON(t, data, exitOK)
	return data
}

func TestHide(t *testing.T) {
	data := withCork(t)
	const cork, other = "http://www.uil.example/city/cork/", "https://uil.example/nowhere"
	for _, test := range []struct {
		name, args, stdout, stderr string
	}{
		{"in another spelling", "hide " + cork, cork + " is hidden: 1 page\n", ""},
		{"again", "hide https://uil.example/city/cork", "https://uil.example/city/cork was hidden already: 1 page\n", ""},
		{"no such page", "hide " + other, other + " is hidden: 0 pages\n", "hides nothing now"},
		{"list", "hide --list", cork + "\n" + other + "\n", ""},
		{"remove", "hide --remove https://uil.example/city/cork", "https://uil.example/city/cork is hidden no longer: 1 page\n", ""},
		{"remove again", "hide --remove " + cork, cork + " was not hidden: 1 page\n", ""},
		{"rest", "hide --list", other + "\n", ""},
	} {
		got := uilsearch(t, append(strings.Fields(test.args), "--data", data)...)
		if got.code != exitOK || got.stdout != test.stdout || !strings.Contains(got.stderr, test.stderr) || (test.stderr == "") != (got.stderr == "") {
			t.Errorf("%s: %+v", test.name, got)
		}
	}
	got := uilsearch(t, "hide", "--json", "--data", data, cork, other)
	var pages []hiddenPage
	if err := json.Unmarshal([]byte(got.stdout), &pages); err != nil || got.code != exitOK {
		t.Fatalf("%+v: %v", got, err)
	}
	if diff := cmp.Diff([]hiddenPage{{cork, true, 1}, {other, false, 0}}, pages); diff != "" {
		t.Error(diff)
	}
}

// TestHideAtAnyTime hides while a run holds its lock, and where nothing is
// published yet.
func TestHideAtAnyTime(t *testing.T) {
	data := t.TempDir()
	unlock, err := publish.Lock(publish.LockPath(data))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	got := uilsearch(t, "hide", "--data", data, "https://uil.example/a")
	if got.code != exitOK || got.stdout != "https://uil.example/a is hidden\n" || !strings.Contains(got.stderr, "not known") {
		t.Errorf("got %+v", got)
	}
	if l, err := hidden.Load(data); err != nil || !l.Has("https://uil.example/a") {
		t.Errorf("the list is %v, %v", l.URLs(), err)
	}
}

// What lies about in the data directory does not keep a page from being hidden.
func TestHideCleansUpAfterwards(t *testing.T) {
	data := withCork(t)
	writeFile(t, filepath.Join(data, ".tmp-directory", "a"), "")
	writeFile(t, filepath.Join(data, ".tmp-file"), "")
	if got := uilsearch(t, "hide", "--data", data, "https://uil.example/city/cork"); got.code != exitOK || got.stderr != "" {
		t.Errorf("got %+v", got)
	}
	if left, err := filepath.Glob(filepath.Join(data, ".tmp-*")); err != nil || len(left) != 1 || filepath.Base(left[0]) != ".tmp-directory" {
		t.Errorf("left are %v, %v", left, err)
	}
	// The list needs nothing but itself.
	if err := os.RemoveAll(filepath.Join(data, "index")); err != nil {
		t.Fatal(err)
	}
	if got := uilsearch(t, "hide", "--list", "--data", data); got.code != exitOK || got.stdout != "https://uil.example/city/cork\n" || got.stderr != "" {
		t.Errorf("--list: %+v", got)
	}
}

func TestHideRefuses(t *testing.T) {
	data := t.TempDir()
	for _, args := range []string{"hide", "hide --remove", "hide --list https://uil.example/a", "hide --list --remove",
		"hide uil.example/a", "hide https://uil.example/a /b"} {
		if got := uilsearch(t, append(strings.Fields(args), "--data", data)...); got.code != exitUsage || got.stdout != "" {
			t.Errorf("%s: %+v", args, got)
		}
	}
	if entries, err := os.ReadDir(data); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	if got := uilsearch(t, "hide", "--data", filepath.Join(data, "nowhere"), "https://uil.example/a"); got.code != exitEmpty || !strings.Contains(got.stderr, "nowhere") {
		t.Errorf("no data directory: %+v", got)
	}
	writeFile(t, filepath.Join(data, hidden.FileName), "# a comment\nnonsense\n")
	got := uilsearch(t, "hide", "--data", data, "https://uil.example/a")
	if want := fmt.Sprintf("%s:2: ", filepath.Join(data, hidden.FileName)); got.code != exitConfig || !strings.Contains(got.stderr, want) {
		t.Errorf("a list with nonsense in it: %+v", got)
	}
}
