package corpus

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	for _, c := range []struct {
		in, first, last string
		precision       Precision
	}{
		{"2016-07-14", "2016-07-14", "2016-07-14", Day},
		{"2016-07", "2016-07-01", "2016-07-31", Month},
		{"2016-02", "2016-02-01", "2016-02-29", Month},
		{"2016", "2016-01-01", "2016-12-31", Year},
	} {
		d, err := ParseDate(c.in)
		if err != nil {
			t.Fatal(err)
		}
		first, last := d.First().Format(time.DateOnly), d.Last().Format(time.DateOnly)
		if d.String() != c.in || first != c.first || last != c.last || d.Precision() != c.precision {
			t.Errorf("%s: %s from %s to %s, precision %s", c.in, d, first, last, d.Precision())
		}
	}
	for _, bad := range []string{"", "2016-02-30", "2016-13", "0000", "16", "14 July 2016", "2016-07-14T00:00:00Z"} {
		if d, err := ParseDate(bad); err == nil || !strings.Contains(err.Error(), "2016-07-14") {
			t.Errorf("%q is read as %s, error %v", bad, d, err)
		}
	}
}

func TestDateJSON(t *testing.T) {
	for _, text := range []string{"2016-07-14", "2016-07", "2016", ""} {
		var d, back Date
		if text != "" {
			d, _ = ParseDate(text)
			d.Source = "meta"
		}
		raw, err := json.Marshal(d)
		if err == nil {
			err = json.Unmarshal(raw, &back)
		}
		if err != nil || back != d {
			t.Errorf("%q: %s, then %+v, %v", text, raw, back, err)
		}
	}
	var d Date
	if err := json.Unmarshal([]byte(`{"date":"soon"}`), &d); err == nil {
		t.Error("a wrong date is read")
	}
}

func TestNewID(t *testing.T) {
	a, b := NewID("https://uil.example/a"), NewID("https://uil.example/b")
	if a == b || a != NewID("https://uil.example/a") || !regexp.MustCompile(`^[a-z2-7]{12}$`).MatchString(string(a)) {
		t.Errorf("IDs %q and %q", a, b)
	}
}

// sound returns a document that Validate accepts.
func sound() Document {
	d := Document{
		ID: NewID("https://uil.example/a"), URL: "https://uil.example/a", Title: "Suwon", Lang: "en", Type: News,
		Sections: []Section{{Paragraphs: []string{"Suwon reads.", "And learns."}}, {Heading: "More", Paragraphs: []string{"Books."}}},
	}
	d.ContentHash = HashContent(&d)
	d.Tags = []Tag{{Facet: City, Value: "suwon", Role: About, Rule: "name", Confidence: 1, Evidence: []Span{{ZoneTitle, 0, 5, "Suwon"}}}}
	return d
}

func TestText(t *testing.T) {
	d := sound()
	if want := "Suwon\n\nSuwon reads.\n\nAnd learns.\n\nMore\n\nBooks."; d.Text() != want {
		t.Errorf("text %q", d.Text())
	}
	var got []string
	for _, p := range d.Passages() {
		got = append(got, string(p.Zone)+" "+d.Text()[p.Start:p.End])
	}
	want := "title Suwon|lead Suwon reads.|body And learns.|heading More|body Books."
	if strings.Join(got, "|") != want {
		t.Errorf("passages %q", got)
	}
}

// TestPassagesCoverText checks on any document that the passages are the text
// without the breaks between them.
func TestPassagesCoverText(t *testing.T) {
	words := rapid.StringMatching(`[a-zé남 ]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		d := Document{Title: words.Draw(t, "title")}
		for range rapid.IntRange(0, 4).Draw(t, "sections") {
			d.Sections = append(d.Sections, Section{Heading: words.Draw(t, "heading"), Paragraphs: rapid.SliceOfN(words, 0, 3).Draw(t, "paragraphs")})
		}
		text, at := d.Text(), 0
		for i, p := range d.Passages() {
			if i > 0 {
				if !strings.HasPrefix(text[at:], passageBreak) {
					t.Fatalf("no break at %d of %q", at, text)
				}
				at += len(passageBreak)
			}
			if p.Start != at || p.End < p.Start {
				t.Fatalf("passage %+v begins not at %d of %q", p, at, text)
			}
			at = p.End
		}
		if at != len(text) && len(d.Passages()) > 0 {
			t.Fatalf("passages end at %d of %d", at, len(text))
		}
	})
}

func TestValidate(t *testing.T) {
	d := sound()
	if err := d.Validate(); err != nil {
		t.Fatal(err)
	}
	for what, spoil := range map[string]func(*Document){
		"no address":       func(d *Document) { d.URL = "" },
		"is not that of":   func(d *Document) { d.ID = "aaaaaaaaaaaa" },
		"no title":         func(d *Document) { d.Title = " " },
		"or no text":       func(d *Document) { d.Sections = nil },
		"not UTF-8":        func(d *Document) { d.Title = "\xff"; d.ContentHash = HashContent(d) },
		"content hash":     func(d *Document) { d.Title = "Other" },
		"unknown type":     func(d *Document) { d.Type = "blog" },
		"no language":      func(d *Document) { d.Lang = "" },
		"has no evidence":  func(d *Document) { d.Tags[0].Evidence = nil },
		"has confidence":   func(d *Document) { d.Tags[0].Confidence = 1.1 },
		"has role":         func(d *Document) { d.Tags[0].Role = "star" },
		"is not at 1 to 6": func(d *Document) { d.Tags[0].Evidence[0] = Span{ZoneTitle, 1, 6, "Suwon"} },
		"is not at 0 to 9": func(d *Document) { d.Tags[0].Evidence[0].End = 9 },
	} {
		d := sound()
		spoil(&d)
		if err := d.Validate(); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("want %q, got %v", what, err)
		}
	}
	empty := sound()
	empty.Sections = nil
	if err := empty.Validate(); !errors.Is(err, ErrIncomplete) {
		t.Errorf("no text: %v", err)
	}
}

// Passages know the pages of the sections that they are from.
func TestPassagesHavePages(t *testing.T) {
	d := Document{Title: "A report", Sections: []Section{{Page: 1, Paragraphs: []string{"One.", "Two."}}, {Page: 14, Heading: "The end", Paragraphs: []string{"Three."}}}}
	var got []int
	for _, p := range d.Passages() {
		got = append(got, p.Page)
	}
	if want := []int{0, 1, 1, 14, 14}; !slices.Equal(got, want) {
		t.Errorf("pages %v, want %v", got, want)
	}
}
