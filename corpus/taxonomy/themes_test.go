package taxonomy

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const (
	themeHeader   = "id\tname\tname_fr\tname_es\tname_pt\tname_de\tname_ru\tname_ar\tname_zh\tname_ko\tkind\tsdg\tthreshold\n"
	triggerHeader = "theme\tlang\tweight\tforms\n"
)

func TestThemes(t *testing.T) {
	x, err := Load(fstest.MapFS{
		"themes.tsv":   {Data: []byte(themeHeader + "tea\tTea\tThé\t\t\tTee\t\t\t\t\tdrink\t3|4\t1.5\n")},
		"triggers.tsv": {Data: []byte(triggerHeader + "tea\ten\tstrong\tgreen tea|tea*\ntea\ten\tnot\ttea rose\ntea\t*\tweak\tCHA\n*\ten\tnot\tTea Institute\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	tea, ok := x.Theme("tea")
	if !ok || tea.Threshold != 1.5 || len(tea.SDG) != 2 || x.Label("theme", "tea", "de") != "Tee" || x.Label("theme", "tea", "zh") != "Tea" {
		t.Errorf("%+v, %v", tea, ok)
	}
	for what, c := range map[string]struct {
		got  []Trigger
		want string
	}{
		"English":             {tea.Triggers("en"), "green tea strong, tea* strong, tea rose not, CHA weak"},
		"Korean":              {tea.Triggers("ko"), "CHA weak"},
		"English boilerplate": {x.Boilerplate("en"), "Tea Institute not"},
		"French boilerplate":  {x.Boilerplate("fr"), ""},
		"an unknown language": {tea.Triggers("sw"), "CHA weak"},
	} {
		var said []string
		for _, tr := range c.got {
			said = append(said, tr.Text+" "+string(tr.Weight))
		}
		if got := strings.Join(said, ", "); got != c.want {
			t.Errorf("%s: %s; want %s", what, got, c.want)
		}
	}
}

func TestThemeErrors(t *testing.T) {
	theme := func(threshold string) string {
		return themeHeader + "tea\tTea\t\t\t\t\t\t\t\t\tdrink\t\t" + threshold + "\n"
	}
	for _, c := range []struct{ file, content, want string }{
		{"themes.tsv", theme("high"), `themes.tsv:2: threshold is "high"; write a number above 0 and up to 20`},
		{"themes.tsv", theme("0"), `themes.tsv:2: threshold is "0"`},
		{"themes.tsv", theme("NaN"), `themes.tsv:2: threshold is "NaN"`},
		{"themes.tsv", theme("21"), `themes.tsv:2: threshold is "21"`},
		{"themes.tsv", "id\tname\ttriggers_en\n", `themes.tsv:1: there is no column "name_fr"`},
		{"triggers.tsv", triggerHeader + "esd\tsw\tstrong\tx\n", `triggers.tsv:2: lang is "sw"; write en, fr`},
		{"triggers.tsv", triggerHeader + "esd\ten\theavy\tx\n", `triggers.tsv:2: weight is "heavy"; write strong, normal, weak or not`},
		{"triggers.tsv", triggerHeader + "*\ten\tstrong\tx\n", `triggers.tsv:2: theme is "*", which only negative cues`},
		{"triggers.tsv", triggerHeader + "*\t*\tnot\tx\n", `triggers.tsv:2: theme is "*", which only negative cues of one language`},
		{"triggers.tsv", triggerHeader + "esd\ten\tweak\tgreen|--\n", `triggers.tsv:2: the trigger "--" has no letters`},
		{"triggers.tsv", triggerHeader + "esd\ten\tweak\tgr*en\n", `triggers.tsv:2: the trigger "gr*en" has an asterisk inside a word`},
		{"triggers.tsv", triggerHeader + "esd\ten\tweak\tgreen *\n", `triggers.tsv:2: the trigger "green *" has an asterisk without a word`},
		{"triggers.tsv", triggerHeader + "esd\ten\tweak\tgr*\n", `triggers.tsv:2: the trigger "gr*" has an asterisk at a part that is too short`},
		{"triggers.tsv", triggerHeader + "esd\ten\tweak\teco-city*\n", `triggers.tsv:2: the trigger "eco-city*" has an asterisk at a part that is too short or is not one word`},
	} {
		_, err := Load(fstest.MapFS{c.file: {Data: []byte(c.content)}})
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("Load with %s %q: %v; want %q", c.file, c.content, err, c.want)
		}
	}
}

func TestLintThemes(t *testing.T) {
	x, err := Load(fstest.MapFS{"triggers.tsv": {Data: []byte(triggerHeader +
		"tee\ten\tstrong\tgreen tea\nesd\ten\tstrong\tclimate|Climate\nesd\ten\tweak\tclimate\nesd\ten\tnot\tclimate\nesd\tfr\tweak\tclimate\n")}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range x.Lint() {
		got = append(got, p.String())
	}
	slices.Sort(got)
	want := []string{
		`triggers.tsv:2: unknown theme "tee"; add it to themes.tsv or correct it`,
		`triggers.tsv:3: "Climate" stands already among the triggers of esd in en; delete one of the two`,
		`triggers.tsv:4: "climate" stands already among the triggers of esd in en; delete one of the two`,
		`triggers.tsv:5: "climate" stands already among the triggers of esd in en; delete one of the two`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Lint (-want +got):\n%s", diff)
	}
}

// Every theme has a name in all languages, strong triggers and negative cues.
func TestThemesAreComplete(t *testing.T) {
	for _, theme := range loaded(t).Themes() {
		for _, lang := range ThemeLanguages() {
			if lang != "en" && theme.labels[lang] == "" {
				t.Errorf("%s has no name in %s", theme.ID, lang)
			}
			weights := map[Weight]int{}
			for _, tr := range theme.Triggers(lang) {
				weights[tr.Weight]++
			}
			if weights[Strong] == 0 || weights[Not] == 0 {
				t.Errorf("%s in %s has triggers of the weights %v; want strong ones and negative cues", theme.ID, lang, weights)
			}
		}
	}
}
