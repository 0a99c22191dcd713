package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/indexer/pdf/pdftest"
	"github.com/uilsearch/uilsearch/internal/api"
)

// A PDF is found with the page that its words are on; one that cannot be read
// is named with the reason, and the compiled reader is kept.
func TestPDF(t *testing.T) {
	data, files := t.TempDir(), t.TempDir()
	writeFile(t, filepath.Join(files, "report.pdf"), string(pdftest.File{Title: "Reading in the market", Created: "D:20160714", Pages: []pdftest.Page{
		pdftest.Column("The first page says nothing of note."), pdftest.Column("The city of Cork lends books between the stalls."),
	}}.Bytes()))
	writeFile(t, filepath.Join(files, "secret.pdf"), string(pdftest.File{Encrypted: true, Pages: []pdftest.Page{pdftest.Column("Nobody reads this.")}}.Bytes()))
	if got := uilsearch(t, "ingest", "--data", data, files); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	if got := uilsearch(t, "reindex", "--data", data); got.code != exitRejects || !strings.Contains(got.stderr, "secret.pdf") || !strings.Contains(got.stderr, "password") {
		t.Errorf("%+v", got)
	}
	if kept, err := os.ReadDir(filepath.Join(data, "cache", "pdf")); err != nil || len(kept) == 0 {
		t.Errorf("nothing is kept: %v", err)
	}
	got := uilsearch(t, "search", "--data", data, "--json", "stalls")
	var a api.Answer
	if err := json.Unmarshal([]byte(got.stdout), &a); err != nil || a.Total != 1 {
		t.Fatalf("%v: %+v", err, got)
	}
	if hit := a.Hits[0]; hit.Title.Text != "Reading in the market" || hit.Published.String() != "2016-07-14" || len(hit.Snippets) != 1 || hit.Snippets[0].Page != 2 {
		t.Errorf("%+v", hit)
	}
	if got := uilsearch(t, "search", "--data", data, "stalls"); !strings.Contains(got.stdout, "[stalls]. (p. 2)") {
		t.Errorf("%s", got.stdout)
	}
}
