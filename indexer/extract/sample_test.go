package extract

import (
	"encoding/csv"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/sample"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func newExtractor(t testing.TB) *Extractor {
	t.Helper()
	e, err := New(DefaultProfile())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// sampleTruth returns the rows of the table that describes the sample pages.
func sampleTruth(t *testing.T) []map[string]string {
	t.Helper()
	f, err := os.Open("../../corpus/sample/expected.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out
}

// leaks must not stand in the text of any sample page.
var leaks = []string{"Sample page", "UIL sample", "›", "emoji_events", "\ngroups ", "\nperson ", ".jpg", "©", "Read more", "Lire la suite", "Related", "Publications"}

func TestSamplePages(t *testing.T) {
	e := newExtractor(t)
	for _, row := range sampleTruth(t) {
		t.Run(row["file"], func(t *testing.T) {
			body, err := fs.ReadFile(sample.FS, "pages/"+row["file"])
			if err != nil {
				t.Fatal(err)
			}
			d, err := e.Document(corpus.Page{URL: "file:///" + row["file"], MediaType: corpus.HTML, Body: body, Captured: noon})
			if err != nil {
				t.Fatal(err)
			}
			if d.URL != row["url"] || string(d.Type) != row["type"] || d.Published.String() != row["published"] {
				t.Errorf("url %s, type %s, published %s; want %s, %s, %s", d.URL, d.Type, d.Published, row["url"], row["type"], row["published"])
			}
			if d.Lang != row["lang"] && !strings.Contains(row["file"], "lying-lang") {
				t.Errorf("language %s, want %s", d.Lang, row["lang"])
			}
			text := d.Text()
			for _, leak := range leaks {
				if strings.Contains(text, leak) {
					t.Errorf("%q leaks into the text:\n%s", leak, text)
				}
			}
			if strings.Count(text, d.Title) != 1 && len(d.Title) > 30 {
				t.Errorf("the title %q is repeated in the text", d.Title)
			}
			d.Lang = "und"
			if err := d.Validate(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSeedPage(t *testing.T) {
	body, err := os.ReadFile("../../../shared/seed/eight-korean-cities.txt")
	if err != nil {
		t.Skip("the seed page stands outside the repository: ", err)
	}
	d, err := newExtractor(t).Document(corpus.Page{URL: "file:///eight-korean-cities.txt", MediaType: corpus.Text, Body: body, Captured: noon})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(d.Title, "Learning cities in the Republic of Korea: Eight") || d.Type != corpus.News {
		t.Errorf("title %q, type %s", d.Title, d.Type)
	}
	if d.Published.String() != "2016-07-14" || d.Published.Precision() != corpus.Day || d.Published.Source != "text" {
		t.Errorf("published %v by %s", d.Published, d.Published.Source)
	}
	if len(d.Sections) != 1 || len(d.Sections[0].Paragraphs) != 10 || strings.Contains(d.Text(), "14 July 2016") {
		t.Errorf("text:\n%s", d.Text())
	}
}
