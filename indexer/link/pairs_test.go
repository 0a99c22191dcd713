package link

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

// story is what a file of testdata/pairs holds: the sentences of two pages of one
// language, and what an editor might change in the first.
type story map[string][]string

func readStory(t *testing.T, file string) story {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := story{}
	for line := range strings.Lines(string(content)) {
		key, text, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			t.Fatalf("%s: %q has no colon", file, line)
		}
		s[key] = append(s[key], text)
	}
	return s
}

// text joins the sentences of some keys.
func (s story) text(keys ...string) string {
	var all []string
	for _, k := range keys {
		all = append(all, s[k]...)
	}
	return strings.Join(all, " ")
}

// edited returns the first page with one change.
func (s story) edited(t *testing.T, key string) string {
	t.Helper()
	from, to, ok := strings.Cut(s[key][0], " => ")
	page := s.text("opening", "body")
	if !ok || !strings.Contains(page, from) {
		t.Fatalf("%q changes nothing in %q", s[key][0], page)
	}
	return strings.Replace(page, from, to, 1)
}

// inSentence returns the first page with another second sentence.
func (s story) inSentence() string {
	body := slices.Clone(s["body"])
	body[1] = s["sentence"][0]
	return s.text("opening") + " " + strings.Join(body, " ")
}

// areNear reports whether the Linker calls two texts near-duplicates. The pages
// have titles and addresses of their own.
func areNear(a, b string) bool {
	docs := apply(doc("https://uil.example/a", "A", a), doc("https://uil.example/b", "B", b))
	return len(docs) == 2 && len(docs[0].NearDuplicates) == 1 && len(docs[1].NearDuplicates) == 1
}

// An edited page is a near-duplicate in every language; another page is not,
// whatever of the page around the text is the same.
func TestPairs(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "pairs", "*.txt"))
	if err != nil || len(files) != 9 {
		t.Fatalf("%d languages, %v; want 9", len(files), err)
	}
	var pages []string
	for _, file := range files {
		s := readStory(t, file)
		page := s.text("opening", "body")
		for _, c := range []struct {
			name string
			a, b string
			near bool
		}{
			{"equal", page, page, true},
			{"other capitals and stops", page, strings.ToUpper(strings.ReplaceAll(page, ",", " —")), true},
			{"another date", page, s.edited(t, "date"), true},
			{"another number", page, s.edited(t, "number"), true},
			{"another sentence", page, s.inSentence(), true},
			{"a footer more", page, s.text("opening", "body", "footer"), true},
			{"another page", page, s.text("other"), false},
			{"the same opening", page, s.text("opening", "other"), false},
			{"the same footer", s.text("body", "footer"), s.text("other", "footer"), false},
			{"the same opening and footer", s.text("opening", "body", "footer"), s.text("opening", "other", "footer"), false},
			{"the opening alone", page, s.text("opening"), false},
		} {
			if got := areNear(c.a, c.b); got != c.near {
				t.Errorf("%s: %s: near is %v; want %v", file, c.name, got, c.near)
			}
		}
		pages = append(pages, page)
	}
	var docs []corpus.Document
	for i, p := range pages {
		docs = append(docs, doc("https://uil.example/"+filepath.Base(files[i]), "Festival", p))
	}
	for _, d := range apply(docs...) {
		if len(d.NearDuplicates) > 0 {
			t.Errorf("%s is near %+v, which is another language", d.URL, d.NearDuplicates)
		}
	}
}
