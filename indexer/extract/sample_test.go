package extract

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/sample"
	"github.com/uilsearch/uilsearch/internal/labelled"
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

// sampleTruth returns what is known of the sample pages.
func sampleTruth(t *testing.T) []labelled.Page {
	t.Helper()
	f, err := os.Open("../../corpus/sample/expected.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := labelled.Read(f, "expected.tsv")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// leaks must not stand in the text of any sample page.
var leaks = []string{"Sample page", "UIL sample", "›", "emoji_events", "\ngroups ", "\nperson ", ".jpg", "©", "Read more", "Lire la suite", "Related", "Publications"}

func TestSamplePages(t *testing.T) {
	e := newExtractor(t)
	for _, row := range sampleTruth(t) {
		t.Run(row.File, func(t *testing.T) {
			body, err := fs.ReadFile(sample.FS, "pages/"+row.File)
			if err != nil {
				t.Fatal(err)
			}
			d, err := e.Document(corpus.Page{URL: row.Address(), MediaType: corpus.HTML, Body: body, Captured: noon})
			if err != nil {
				t.Fatal(err)
			}
			kind, published := row.Type.First(), row.Published.First()
			if d.URL != row.URL || string(d.Type) != kind || d.Published.String() != published {
				t.Errorf("url %s, type %s, published %s; want %s, %s, %s", d.URL, d.Type, d.Published, row.URL, kind, published)
			}
			if lang := row.Lang.First(); d.Lang != lang && !strings.Contains(row.File, "lying-lang") {
				t.Errorf("language %s, want %s", d.Lang, lang)
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
