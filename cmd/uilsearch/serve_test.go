package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/internal/api"
	"github.com/uilsearch/uilsearch/search"
)

// sampleData returns a data directory with the sample published.
func sampleData(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	if got := uilsearch(t, "ingest", "--data", data, "../../corpus/sample/pages"); got.code != exitOK {
		t.Fatalf("ingest: %+v", got)
	}
	if got := uilsearch(t, "reindex", "--data", data); got.code != exitOK {
		t.Fatalf("reindex: %+v", got)
	}
	return data
}

const phrase = "1-2-3 Lifelong Learning Infrastructure"

// TestSampleQueries asks the questions that the project exists for.
func TestSampleQueries(t *testing.T) {
	s := serving(t, sampleData(t))
	const study, news, profile = "/case-study/gnlc/namyangju", "/news/eight-cities-republic-korea-enter-network", "/ko/learning-cities/namyangju"
	for _, c := range []struct {
		query string
		first string // path of the first hit
		also  []string
		total int // -1 for any
	}{
		{`"` + phrase + `"`, study, []string{news}, 2},
		{`‘` + phrase + `’`, study, []string{news}, 2},
		{`“` + phrase + `”`, study, []string{news}, 2},
		{`«` + phrase + `»`, study, []string{news}, 2},
		{`« ` + phrase + ` »`, study, []string{news}, 2},
		{`"` + strings.ReplaceAll(phrase, "-", "–") + `"`, study, []string{news}, 2},
		{phrase, study, []string{news}, -1},
		{`1 2 3 lifelong learning infrastructure`, study, []string{news}, -1},
		{`"1-3-2 lifelong learning infrastructure"`, "", nil, 0},
		{`남양주`, profile, []string{study, news}, -1},
		{`Namyanju`, "", []string{profile, study, news}, -1},
		{`namyangju-si`, "", []string{profile, study, news}, -1},
		{`"Bucheon"`, "", []string{news}, -1},
		{`date:2016-07-14`, news, nil, 1},
		{`"14 July 2016"`, news, nil, 1},
		{`14 July 2016`, news, nil, 1},
		{`"23 août 2016"`, "", nil, 1},
	} {
		a := s.search(url.Values{"q": {c.query}, "per_page": {"50"}})
		var paths []string
		for _, h := range a.Hits {
			paths = append(paths, strings.TrimPrefix(h.URL, "https://uil.example"))
		}
		if c.total >= 0 && a.Total != c.total {
			t.Errorf("%s: %d hits %v, want %d", c.query, a.Total, paths, c.total)
		}
		if c.first != "" && (len(paths) == 0 || paths[0] != c.first) {
			t.Errorf("%s: first of %v, want %s", c.query, paths, c.first)
		}
		for _, p := range c.also {
			if !slices.Contains(paths, p) {
				t.Errorf("%s: %v lacks %s", c.query, paths, p)
			}
		}
	}
}

// TestPhraseIsOneMark looks at the marks of an exact phrase.
func TestPhraseIsOneMark(t *testing.T) {
	s := serving(t, sampleData(t))
	for _, h := range s.search(url.Values{"q": {`"` + phrase + `"`}}).Hits {
		var marked []string
		for _, f := range h.Snippets {
			for _, m := range f.Marks {
				marked = append(marked, strings.ReplaceAll(f.Text[m.Start:m.End], "–", "-"))
			}
		}
		if !slices.Equal(marked, []string{phrase}) {
			t.Errorf("%s has the marks %q", h.URL, marked)
		}
	}
}

// TestCountsAreTrue walks through random states of filters and clicks counts:
// with nothing selected in a facet, a value brings as many pages as it says.
func TestCountsAreTrue(t *testing.T) {
	s := serving(t, sampleData(t))
	g := rand.New(rand.NewPCG(3, 16))
	texts := []string{"", "learning", "city learning policy", `"learning city"`, "남양주", "literac*", "library OR museum"}
	for range 60 {
		state := url.Values{"q": {texts[g.IntN(len(texts))]}, "facet_size": {"200"}}
		if g.IntN(3) == 0 {
			state.Set("mentions", "true")
		}
		for range g.IntN(3) {
			facets := s.search(state).Facets
			name := search.Facets()[g.IntN(len(search.Facets()))]
			if values := facets[name]; len(values) > 0 {
				state.Add(name, values[g.IntN(len(values))].Value)
			}
		}
		a := s.search(state)
		for name, values := range a.Facets {
			if state.Has(name) || len(values) == 0 {
				continue
			}
			v := values[g.IntN(len(values))]
			clicked := url.Values{}
			for k, had := range state {
				clicked[k] = slices.Clone(had)
			}
			clicked.Add(name, v.Value)
			if got := s.search(clicked).Total; got != v.Count {
				t.Errorf("%s: %s %s counts %d and brings %d", state.Encode(), name, v.Value, v.Count, got)
			}
		}
	}
}

// TestSelectedCityLeavesTheOthers is the case a city officer meets first.
func TestSelectedCityLeavesTheOthers(t *testing.T) {
	s := serving(t, sampleData(t))
	without := s.search(url.Values{"q": {"Korea"}, "facet_size": {"200"}})
	with := s.search(url.Values{"q": {"Korea"}, "city": {"jeonju"}, "facet_size": {"200"}})
	count := func(a api.Answer) map[string]int {
		out := map[string]int{}
		for _, v := range a.Facets["city"] {
			out[v.Value] = v.Count
		}
		return out
	}
	if a, b := fmt.Sprint(count(without)), fmt.Sprint(count(with)); a != b || len(count(with)) < 8 {
		t.Errorf("cities without a filter %s\nwith Jeonju %s", a, b)
	}
	if with.Total != count(with)["jeonju"] {
		t.Errorf("total %d, Jeonju counts %d", with.Total, count(with)["jeonju"])
	}
}

// TestSamePageUnderSeveralAddresses finds one document at three addresses.
func TestSamePageUnderSeveralAddresses(t *testing.T) {
	s := serving(t, sampleData(t))
	a := s.search(url.Values{"q": {"limerick festival"}, "city": {"limerick"}})
	if a.Total != 1 {
		t.Fatalf("%d documents", a.Total)
	}
	_, body := s.get("/api/v1/documents/" + string(a.Hits[0].ID))
	var d struct {
		URL       string   `json:"url"`
		OtherURLs []string `json:"other_urls"`
	}
	if err := json.Unmarshal(body, &d); err != nil || len(d.OtherURLs) != 2 || strings.Contains(d.URL, "/node/") {
		t.Errorf("%v: %+v", err, d)
	}
}

func TestPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, flag := range []string{"--addr", "--admin-addr"} {
		args := []string{"serve", "--data", t.TempDir(), "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0", flag, taken.Addr().String()}
		if got := uilsearch(t, args...); got.code != exitNoListen || !strings.Contains(got.stderr, taken.Addr().String()) || !strings.Contains(got.stderr, "--addr") {
			t.Errorf("%s: %+v", flag, got)
		}
	}
}
