package taxonomy

import (
	"strings"
	"testing"
)

func TestLintOtherNames(t *testing.T) {
	aliases := "city\talias\tkind\n"
	for _, row := range []string{
		"bookville|France", "bookville|Французский", "bookville|Arab States", "bookville|lifelong learning", "bookville|Lebenslanges Lernen",
		"bookville|التعليم", "bookville|مدرسة", "bookville|والمدرسة", "bookville|교육", "bookville|교육에서", "bookville|Bookville on the Hill",
	} {
		aliases += strings.Replace(row, "|", "\t", 1) + "\thand\n"
	}
	got := lint(t, map[string]string{"aliases.tsv": aliases, "cities.tsv": cityHeader + "bookville\tBookville\tie\teurope-north-america\t\t\t\t\t\n"})
	for _, want := range []string{
		`aliases.tsv:2: "France" is a name of the country France too; delete it, or add the form to unsafe.tsv`,
		`aliases.tsv:3: "Французский" is a name of the country France too`,
		`aliases.tsv:4: "Arab States" is the name of the region Arab States too`,
		`aliases.tsv:5: "lifelong learning" is a word for the theme `,
		`aliases.tsv:6: "Lebenslanges Lernen" is a word for the theme `,
		`aliases.tsv:7: "التعليم" is a common word too (ar)`,
		`aliases.tsv:8: "مدرسة" is a common word too (ar)`,
		`aliases.tsv:9: "والمدرسة" is a common word too (ar)`,
		`aliases.tsv:10: "교육" is a common word too (ko)`,
		`aliases.tsv:11: "교육에서" is a common word too (ko)`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "\n") + 1; n != 10 {
		t.Errorf("%d problems; want 10:\n%s", n, got)
	}
}

func TestLintUnsafe(t *testing.T) {
	got := lint(t, map[string]string{"unsafe.tsv": string(loaded(t).Files()["unsafe.tsv"]) + "# more\nBookville\tword\t\nbookville\tsafe\t\nCork\tsafe\t\nBöokville\tword\t\n"})
	for _, want := range []string{`"bookville" is safe here and word in line `, `"Cork" is safe here and word in line `} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "\n") + 1; n != 2 {
		t.Errorf("%d problems; want 2:\n%s", n, got)
	}
}
