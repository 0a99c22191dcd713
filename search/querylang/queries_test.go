package querylang_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/search/querylang"
)

var update = flag.Bool("update", false, "write testdata/queries.txt")

func TestQueries(t *testing.T) {
	const name = "testdata/queries.txt"
	old, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for line := range strings.Lines(string(old)) {
		if strings.HasPrefix(line, "\t") {
			continue
		}
		out.WriteString(line)
		if query := strings.TrimSpace(line); query != "" && !strings.HasPrefix(line, "#") {
			out.WriteString(told(t, query))
		}
	}
	if *update {
		if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(old), out.String()); diff != "" {
		t.Errorf("readings differ (- want, + got):\n%s", diff)
	}
}

// told returns how a query is read, as the script has it.
func told(t *testing.T, query string) string {
	p := querylang.Parser{Gazetteer: places}
	r, err := p.Parse(query)
	if err != nil {
		t.Errorf("%s: %v", query, err)
		return ""
	}
	var b strings.Builder
	b.WriteString("\t→ " + r.String() + "\n")
	for _, n := range r.Notes {
		b.WriteString("\t  " + n.Kind + " | " + n.Text + " | " + n.Detail)
		if n.Undo != "" {
			b.WriteString(" | " + n.Undo)
		}
		b.WriteString("\n")
	}
	return b.String()
}
