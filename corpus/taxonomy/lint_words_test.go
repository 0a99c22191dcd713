package taxonomy

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// lint returns the problems of a taxonomy with these files, one to a line.
func lint(t *testing.T, files map[string]string) string {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, content := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	x, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range x.Lint() {
		line := p.String()
		if p.BuiltIn {
			line = "built-in " + line
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

func TestLintWords(t *testing.T) {
	const (
		cities  = cityHeader + "bookville\tBookville\tie\teurope-north-america\t\t\t\t\t\nharbour\tHarbour\tie\teurope-north-america\t\t\t\t\t\n"
		aliases = "city\talias\tkind\nbookville\tLéctura\thand\nbookville\tمكتبة\thand\nbookville\tБиблиотека\thand\nbookville\t도서관\thand\nbookville\tBuchstadt\thand\nbookville\tWith\thand\nbookville\tThe Book Town\thand\n"
	)
	got := lint(t, map[string]string{"cities.tsv": cities, "aliases.tsv": aliases})
	for _, want := range []string{
		`cities.tsv:3: "Harbour" is a common word too (en); add the form to unsafe.tsv as word`,
		`aliases.tsv:2: "Léctura" is a common word too (es)`, `aliases.tsv:3: "مكتبة" is a common word too (ar)`,
		`aliases.tsv:4: "Библиотека" is a common word too (ru)`, `aliases.tsv:5: "도서관" is a common word too (ko)`, `aliases.tsv:7: "With" is a common word too (en)`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "\n") + 1; n != 6 {
		t.Errorf("%d problems; want 6:\n%s", n, got)
	}
	unsafe := string(loaded(t).Files()["unsafe.tsv"])
	if got := lint(t, map[string]string{"cities.tsv": cities, "unsafe.tsv": strings.TrimRight(unsafe, "\n") + "\nHarbour\tword\ta port\n"}); got != "" {
		t.Errorf("with the form in unsafe.tsv: %s", got)
	}
	// The list is worth something: it finds most of the hazards that were found
	// by hand.
	got = lint(t, map[string]string{"unsafe.tsv": "form\tkind\twhy\n"})
	for _, name := range []string{"Cork", "Sur", "Derby", "Lira"} {
		if !strings.Contains(got, "built-in ") || name != "Lira" && !strings.Contains(got, `"`+name+`" is a common word`) {
			t.Errorf("without unsafe.tsv, no %s in\n%s", name, got)
		}
	}
}

func TestCommonWords(t *testing.T) {
	count := map[string]int{}
	for word, lang := range commonWords() {
		if word != analysis.Fold(word) || strings.Contains(word, " ") {
			t.Errorf("%s: %q is not one folded word", lang, word)
		}
		count[lang]++
	}
	if len(count) != 9 {
		t.Errorf("words of %d languages: %v", len(count), count)
	}
	for lang, n := range count {
		if n < 120 {
			t.Errorf("%s has only %d words of its own", lang, n)
		}
	}
}

// A file of a deployment that leaves something out is no fault of the built-in
// files that speak of it; one that a built-in file needs is.
func TestLintOfOneFile(t *testing.T) {
	one := cityHeader + "namyangju\tNamyangju\tkr\tasia-pacific\t2015\t\t\t\t\n"
	if got := lint(t, map[string]string{"cities.tsv": one}); got != "" {
		t.Errorf("one city: %s", got)
	}
	files := loaded(t).Files()
	if got := lint(t, map[string]string{"countries.tsv": string(files["countries.tsv"][:strings.Index(string(files["countries.tsv"]), "\nkr\t")+1])}); !strings.Contains(got, `built-in cities.tsv:`) || !strings.Contains(got, `unknown country "kr"`) {
		t.Errorf("without a country: %.300s", got)
	}
}
