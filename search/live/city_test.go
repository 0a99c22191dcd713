package live

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search"
)

// TestCity holds that a city is as the taxonomy of the generation has it.
func TestCity(t *testing.T) {
	p := newPublisher(t)
	x := newIndex(t, p, openFake)
	if _, err := x.City(t.Context(), "suwon"); !errors.Is(err, search.ErrNoGeneration) {
		t.Errorf("nothing is served: %v", err)
	}
	name := p.publish(linked(), analysis.Version)
	must(t, x.Refresh(t.Context()))
	if _, err := x.City(t.Context(), "Suwon"); !errors.Is(err, search.ErrNoCity) {
		t.Errorf("a name: %v", err)
	}
	a, err := x.City(t.Context(), "suwon")
	if err != nil || a.Generation != name || a.Edition != name {
		t.Fatalf("%+v, %v", a, err)
	}
	tax, err := builtIn()
	must(t, err)
	c, _ := tax.City("suwon")
	want := search.City{
		ID: "suwon", Name: "Suwon", Country: search.Named{Value: "kr", Label: "Republic of Korea"},
		Region:      search.Named{Value: "asia-pacific", Label: tax.Label("region", "asia-pacific", "en")},
		MemberSince: c.MemberSince, Awards: c.Awards, Lat: c.Lat, Lon: c.Lon, Located: true, GeonameID: c.GeonameID,
	}
	for _, n := range c.NamesInScripts() {
		want.Names = append(want.Names, search.CityName(n))
	}
	if diff := cmp.Diff(want, a.City); diff != "" || len(want.Names) < 3 {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
