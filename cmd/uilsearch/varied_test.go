package main

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus/sample"
)

var (
	paragraph = regexp.MustCompile(`<p>([^<]+)</p>`)
	canonical = regexp.MustCompile(`<link rel="canonical" href="[^"]+">`)
	headline  = regexp.MustCompile(`<h1([^>]*)>([^<]+)</h1>`)
	sentence  = regexp.MustCompile(`[^.!?؟。！？]+[.!?؟。！？]+[”»"」]?\s*`)
)

// varied makes as many pages as wanted of those of the sample: page i has the
// markup of one of them, its paragraphs are of sentences of all pages in its
// language, as long as they were, and it has an address and a headline of its
// own. The same number is the same page.
type varied struct {
	templates []string
	langs     []string
	// sentences are those of each language.
	sentences map[string][]string
}

func newVaried(t testing.TB) *varied {
	t.Helper()
	files, err := fs.Glob(sample.FS, "pages/*.html")
	if err != nil {
		t.Fatal(err)
	}
	v := &varied{sentences: map[string][]string{}}
	for _, name := range files {
		content, err := fs.ReadFile(sample.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		page, lang := string(content), langOf(path.Base(name))
		v.templates, v.langs = append(v.templates, page), append(v.langs, lang)
		for _, p := range paragraph.FindAllStringSubmatch(page, -1) {
			v.sentences[lang] = append(v.sentences[lang], sentence.FindAllString(p[1], -1)...)
		}
	}
	return v
}

// langOf returns the language that the name of a sample page says.
func langOf(name string) string {
	if lang, _, _ := strings.Cut(name, "-"); slices.Contains([]string{"ar", "de", "es", "fr", "ko", "pt", "ru", "zh"}, lang) {
		return lang
	}
	return "en"
}

// page returns page i, with links to others behind its text.
func (v *varied) page(i int, links ...string) string {
	random := rand.New(rand.NewPCG(1, uint64(i)))
	template, pool := v.templates[i%len(v.templates)], v.sentences[v.langs[i%len(v.templates)]]
	out := paragraph.ReplaceAllStringFunc(template, func(old string) string {
		var b strings.Builder
		for b.Len() < len(old)-len("<p></p>") {
			b.WriteString(strings.TrimSpace(pool[random.IntN(len(pool))]) + " ")
		}
		return "<p>" + strings.TrimSpace(b.String()) + "</p>"
	})
	out = canonical.ReplaceAllLiteralString(out, "")
	out = headline.ReplaceAllString(out, fmt.Sprintf("<h1$1>$2, %d</h1>", i+1))
	var nav strings.Builder
	for _, link := range links {
		fmt.Fprintf(&nav, `<a href="%s">%[1]s</a> `, link)
	}
	return strings.Replace(out, "</body>", "<nav>"+nav.String()+"</nav></body>", 1)
}

// write writes the first n pages into a folder and returns how many bytes
// they have.
func (v *varied) write(t testing.TB, dir string, n int) int64 {
	t.Helper()
	size := int64(0)
	for i := range n {
		content := v.page(i)
		size += int64(len(content))
		writeFile(t, filepath.Join(dir, fmt.Sprint(i/1000), fmt.Sprintf("page-%d.html", i)), content)
	}
	return size
}
