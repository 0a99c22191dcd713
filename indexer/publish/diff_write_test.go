package publish

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sampleDiff has something in each list.
func sampleDiff() *Diff {
	d := &Diff{From: "old", To: "new", DocumentsBefore: 425, DocumentsAfter: 420, TextBefore: 90_000, TextAfter: 89_000, TextChanged: 1}
	d.Added.add(PageChange{ID: "a", URL: "https://uil.example/a", Title: "A"})
	d.Removed.add(PageChange{ID: "b", URL: "https://uil.example/b", Title: "B"})
	d.Removed.add(PageChange{ID: "c", URL: "https://uil.example/c", Title: "C", Into: "https://uil.example/a"})
	d.Changed.add(PageChange{ID: "d", URL: "https://uil.example/d", Title: "D", Text: true, Gained: []string{"city:cork"}, Lost: []string{"city:tunis", "theme:esd"}})
	d.Collapsed.add(Collapse{Title: "Sorry\x1b[2J\n", URL: "https://uil.example/d", Before: 2})
	d.Retitled.add(Collapse{Title: "Busy", URL: "https://uil.example/d", Before: 3})
	d.Cities.add(ValueChange{Value: "tunis", Before: 9, After: 8, Lost: 1})
	d.Themes.add(ValueChange{Value: "esd", Before: 5, After: 5, Lost: 1, Gained: 1})
	d.Ranks.add(RankChange{Query: "learning city", URL: "https://uil.example/d", Before: 1})
	return d
}

func TestDiffWrite(t *testing.T) {
	var b strings.Builder
	if err := sampleDiff().Write(&b); err != nil {
		t.Fatal(err)
	}
	want := `compared with old: 1 pages added, 2 removed, 1 changed (1 in their text)
documents 425 → 420, text 90000 → 89000 bytes
removed:
  https://uil.example/b
  https://uil.example/c → https://uil.example/a
added:
  https://uil.example/a
changed:
  https://uil.example/d +city:cork -city:tunis -theme:esd
one text in the place of several:
  https://uil.example/d (Sorry [2J ) in the place of 2
one title in the place of several:
  https://uil.example/d (Busy) in the place of 3
cities:
  tunis 9 → 8 (+0 -1)
themes:
  esd 5 → 5 (+1 -1)
judged queries:
  learning city: https://uil.example/d not among the first 100, before at place 1
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

// TestDiffWriteIsShort writes of a long list what people read.
func TestDiffWriteIsShort(t *testing.T) {
	d := &Diff{}
	for i := range 2 * listLimit {
		d.Added.add(PageChange{URL: fmt.Sprintf("u%d", i)})
	}
	var b strings.Builder
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(b.String(), "\n"); lines != 2+1+writeLimit+1 || !strings.Contains(b.String(), "and 19990 more") {
		t.Errorf("%d lines:\n%s", lines, b.String())
	}
	if err := d.Write(fullDisk{}); err == nil {
		t.Error("an error of the writer is lost")
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestDiffSave(t *testing.T) {
	data := t.TempDir()
	want := sampleDiff()
	for i := range 30 {
		want.Added.add(PageChange{URL: fmt.Sprint(i)})
	}
	if err := want.Save(data); err != nil {
		t.Fatal(err)
	}
	var got Diff
	if err := loadJSON(data, diffName, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, &got); diff != "" {
		t.Error(diff)
	}
	short := got.Short()
	if len(short.Added.First) != shortLimit || short.Added.Count != 31 || len(got.Added.First) != 31 || len(short.Removed.First) != 2 {
		t.Errorf("short: %+v", short)
	}
	if (*Diff)(nil).Short() != nil {
		t.Error("nothing made short is something")
	}
}
