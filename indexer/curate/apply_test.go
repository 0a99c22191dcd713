package curate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
)

// document returns a page of these paragraphs with tags written as
// "city:cork about by name+title (Cork)"; the evidence is every place where one
// of the words in brackets stands.
func document(t testing.TB, title string, paragraphs []string, tags ...string) corpus.Document {
	t.Helper()
	d := corpus.Document{
		ID: corpus.NewID(pageA), URL: pageA, OtherURLs: []string{"https://uil.example/node/7"}, Title: title, Lang: "en", Type: corpus.News,
		Sections: []corpus.Section{{Paragraphs: paragraphs}},
	}
	d.ContentHash = corpus.HashContent(&d)
	for _, line := range tags {
		var tag corpus.Tag
		what, words, _ := strings.Cut(strings.TrimSuffix(line, ")"), " (")
		name, rule, _ := strings.Cut(what, " by ")
		name, role, _ := strings.Cut(name, " ")
		facet, value, _ := strings.Cut(name, ":")
		tag = corpus.Tag{Facet: corpus.TagFacet(facet), Value: value, Role: corpus.Role(role), Rule: rule, Confidence: .8}
		for _, word := range strings.Split(words, ", ") {
			tag.Evidence = append(tag.Evidence, everywhere(d, word)...)
		}
		sortSpans(tag.Evidence)
		d.Tags = append(d.Tags, tag)
	}
	if err := d.Validate(); err != nil {
		t.Fatal(err)
	}
	return d
}

// everywhere returns every place of a word.
func everywhere(d corpus.Document, word string) (out []corpus.Span) {
	text := d.Text()
	for _, p := range d.Passages() {
		for at := p.Start; ; {
			i := strings.Index(text[at:p.End], word)
			if i < 0 {
				break
			}
			out = append(out, corpus.Span{Zone: p.Zone, Start: at + i, End: at + i + len(word), Surface: word})
			at += i + len(word)
		}
	}
	return out
}

// shown returns tags as facet:value role by rule, with the words of evidence.
func shown(d corpus.Document) []string {
	var out []string
	for _, t := range d.Tags {
		var words []string
		for _, s := range t.Evidence {
			words = append(words, s.Surface)
		}
		out = append(out, fmt.Sprintf("%s:%s %s by %s (%s)", t.Facet, t.Value, t.Role, t.Rule, strings.Join(words, ", ")))
	}
	return out
}

func applied(t *testing.T, d corpus.Document, lines ...string) (corpus.Document, []Result) {
	t.Helper()
	results := curator(t, d, lines...).Apply(pageA, &d)
	if err := d.Validate(); err != nil {
		t.Error(err)
	}
	return d, results
}

func statuses(results []Result) (out []Status) {
	for _, r := range results {
		out = append(out, r.Status)
	}
	return out
}

// The pages of TestApplyTags.
const (
	market   = "The learning city of Cork in Ireland lends books between the stalls of its market."
	limerick = "The learning city of Limerick reads as well."

	cork       = "city:cork about by name+title (Cork)"
	ireland    = "country:ie about by city (Cork, Ireland)"
	europe     = "region:europe-north-america about by country (Cork, Ireland)"
	bothLands  = "country:ie about by city (Cork, Ireland, Limerick)"
	bothEurope = "region:europe-north-america about by country (Cork, Ireland, Limerick)"

	del = pageA + "|HASH|remove|"
	add = pageA + "|HASH|add|"
)

func TestApplyTags(t *testing.T) {
	for _, test := range []struct {
		name       string
		paragraphs []string
		tags       []string
		lines      []string
		want       []string
		status     []Status
	}{
		{
			"a removed city leaves the country that the text names",
			[]string{market}, []string{cork, ireland, europe}, []string{del + "city|cork"},
			[]string{"country:ie mention by name (Ireland)", "region:europe-north-america mention by country (Ireland)"}, []Status{Applied},
		},
		{
			"a removed city takes along what followed from it",
			[]string{"Cork lends books."}, []string{cork, "country:ie about by city (Cork)", "region:europe-north-america about by country (Cork)"}, []string{del + "city|cork"},
			nil, []Status{Applied},
		},
		{
			"a country with a rule of its own keeps that and its role",
			[]string{market}, []string{cork, "country:ie about by city, name+section (Cork, Ireland)", europe}, []string{del + "city|cork"},
			[]string{"country:ie about by name+section (Ireland)", "region:europe-north-america about by country (Ireland)"}, []Status{Applied},
		},
		{
			"another city of the country keeps it",
			[]string{market, limerick}, []string{cork, "city:limerick mention by name (Limerick)", bothLands, bothEurope}, []string{del + "city|cork"},
			[]string{"city:limerick mention by name (Limerick)", "country:ie mention by city, name (Ireland, Limerick)", "region:europe-north-america mention by country (Ireland, Limerick)"}, []Status{Applied},
		},
		{
			"a removed country takes its region along, and leaves its city",
			[]string{market}, []string{cork, ireland, europe}, []string{del + "country|ie"},
			[]string{"city:cork about by name+title (Cork, Cork)"}, []Status{Applied},
		},
		{
			"an added city adds its country and region",
			[]string{"In the town of LISBÖN, people read to each other."}, nil, []string{add + "city|lisbon||Lisbon"},
			[]string{"city:lisbon about by curator (LISBÖN)", "country:pt about by city (LISBÖN)", "region:europe-north-america about by country (LISBÖN)"}, []Status{Applied},
		},
		{
			"an added mention does not change what the page is about",
			[]string{market, limerick}, []string{cork, ireland, europe}, []string{add + "city|limerick|mention|Limerick"},
			[]string{
				"city:cork about by name+title (Cork, Cork)", "city:limerick mention by curator (Limerick)",
				"country:ie about by city (Cork, Cork, Ireland, Limerick)", "region:europe-north-america about by country (Cork, Cork, Ireland, Limerick)",
			}, []Status{Applied},
		},
		{
			"a tag that is there takes the other role",
			[]string{market}, []string{cork, "country:ie about by city (Cork)", "region:europe-north-america about by country (Cork)"}, []string{add + "city|cork|mention|stalls of its market"},
			[]string{
				"city:cork mention by curator (Cork, Cork, stalls of its market)",
				"country:ie mention by city (Cork, Cork, stalls of its market)", "region:europe-north-america mention by country (Cork, Cork, stalls of its market)",
			}, []Status{Applied},
		},
		{
			"countries of other cities stay as they are",
			[]string{market, "Lisbon, too."}, []string{"city:lisbon about by name (Lisbon)", cork, "country:pt about by odd (Lisbon)", ireland, "region:europe-north-america about by odd (Cork)"}, []string{del + "city|cork"},
			[]string{"city:lisbon about by name (Lisbon)", "country:pt about by odd (Lisbon)", "country:ie mention by name (Ireland)", "region:europe-north-america about by country, odd (Cork, Cork, Ireland, Lisbon)"}, []Status{Applied},
		},
		{
			"the text may differ in accents, capitals and points; themes that are sure come first",
			[]string{"They read aloud: “lire, c’est vivre”."}, []string{"theme:equity-inclusion about by triggers (aloud)"}, []string{add + "theme|esd||LIRE c'est vivre"},
			[]string{"theme:esd about by curator (lire, c’est vivre)", "theme:equity-inclusion about by triggers (aloud)"}, []Status{Applied},
		},
		{
			"Korean words within longer ones",
			[]string{"오늘은 남양주시에서는 책을 읽었다고 한다."}, nil, []string{add + "theme|esd||남양주", add + "region|africa||책을 읽", add + "region|asia-pacific||양주시"},
			[]string{"region:africa about by curator (책을 읽)", "region:asia-pacific about by curator (양주시)", "theme:esd about by curator (남양주)"}, []Status{Applied, Applied, Applied},
		},
		{
			"what is not so",
			[]string{market, limerick}, []string{cork}, []string{
				del + "city|limerick", add + "city|cork||its market The learning city", add + "country|ie||Irelan",
				strings.ReplaceAll(add, "HASH", someHash) + "city|derry||Cork",
			},
			[]string{"city:cork about by name+title (Cork, Cork)"}, []Status{Idle, Unsupported, Unsupported, Stale},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			was := document(t, "Cork reads", test.paragraphs, test.tags...)
			before := shown(was)
			d, results := applied(t, was, test.lines...)
			if diff := cmp.Diff(test.want, shown(d)); diff != "" || !slices.Equal(statuses(results), test.status) {
				t.Errorf("got %v (-want +got)\n%s", statuses(results), diff)
			}
			if diff := cmp.Diff(before, shown(was)); diff != "" {
				t.Errorf("the document was written to:\n%s", diff)
			}
		})
	}
}

func TestApplyTypeAndDate(t *testing.T) {
	d := document(t, "Cork reads", []string{market})
	got, results := applied(t, d, pageA+"|HASH|set|type|case-study", pageA+"|HASH|set|date|2016-07|||as the town says")
	if got.Type != corpus.CaseStudy || got.Published != (corpus.Date{Year: 2016, Month: 7, Source: Rule}) || !slices.Equal(statuses(results), []Status{Applied, Applied}) {
		t.Errorf("got %s, %+v: %v", got.Type, got.Published, statuses(results))
	}
	if _, again := applied(t, got, pageA+"|HASH|set|type|case-study", pageA+"|HASH|set|date|2016-07"); !slices.Equal(statuses(again), []Status{Idle, Idle}) || again[0].Why == "" {
		t.Errorf("again: %v", again)
	}
	if got, _ := applied(t, got, pageA+"|HASH|remove|date|"); !got.Published.IsZero() {
		t.Errorf("got %+v", got.Published)
	}
	if d.Type != corpus.News || !d.Published.IsZero() {
		t.Errorf("the document was written to: %+v", d)
	}
}

// The address of a line may be any of the page, in any spelling.
func TestApplyAddresses(t *testing.T) {
	d := document(t, "Cork reads", []string{market})
	for address, want := range map[string]bool{
		pageA: true, "http://www.UIL.example/en/news/a/?utm_source=x#top": true, "https://uil.example/node/7": true, "file:///a.html": true,
		"https://uil.example/en/news/b": false, "file:///b.html": false,
	} {
		d := d
		results := curator(t, d, address+"|HASH|set|type|event").Apply("file:///a.html", &d)
		if (len(results) == 1) != want || (d.Type == corpus.Event) != want {
			t.Errorf("%s: %v, %s", address, results, d.Type)
		}
	}
}

// Whatever is added and removed, the document stays valid, is what the lines say,
// and stays so when they are applied again.
func TestApplyKeepsDocumentsValid(t *testing.T) {
	d := document(t, "Cork reads", []string{market, limerick, "Lisbon is in Portugal."}, cork, "city:limerick mention by name (Limerick)", "city:lisbon mention by name (Lisbon)",
		bothLands, "country:pt mention by city, name (Lisbon, Portugal)", bothEurope, "theme:esd mention by triggers (books)")
	values := map[string][]string{
		"city": {"cork", "limerick", "namyangju", "bucheon", "lisbon"}, "country": {"ie", "kr", "pt"}, "region": {"europe-north-america", "asia-pacific", "africa"}, "theme": {"esd", "equity-inclusion"},
	}
	rapid.Check(t, func(rt *rapid.T) {
		var lines []string
		want := map[string]bool{}
		for _, facet := range []string{"city", "country", "region", "theme"} {
			for _, v := range values[facet] {
				switch rapid.IntRange(0, 4).Draw(rt, facet+v) {
				case 0:
					lines = append(lines, pageA+"|HASH|remove|"+facet+"|"+v)
					want[facet+":"+v] = false
				case 1:
					lines = append(lines, pageA+"|HASH|add|"+facet+"|"+v+"|"+rapid.SampledFrom([]string{"about", "mention"}).Draw(rt, "role")+"|lends books")
					want[facet+":"+v] = true
				}
			}
		}
		c := curator(t, d, rapid.Permutation(lines).Draw(rt, "lines")...)
		got := d
		c.Apply(pageA, &got)
		if err := got.Validate(); err != nil {
			rt.Fatal(err)
		}
		seen := map[string]bool{}
		for _, tag := range got.Tags {
			name := string(tag.Facet) + ":" + tag.Value
			if seen[name] {
				rt.Fatalf("%s twice in %v", name, shown(got))
			}
			seen[name] = true
		}
		for name, there := range want {
			if seen[name] != there {
				rt.Fatalf("%s: %v in %v", name, there, shown(got))
			}
		}
		again := got
		c.Apply(pageA, &again)
		for _, facet := range []corpus.TagFacet{corpus.City, corpus.Theme} {
			if diff := cmp.Diff(got.TagsOf(facet), again.TagsOf(facet)); diff != "" {
				rt.Fatalf("applied again:\n%s", diff)
			}
		}
	})
}
