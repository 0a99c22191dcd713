package live

import (
	"context"

	"github.com/uilsearch/uilsearch/search"
)

// City returns what the taxonomy of the generation that is served holds of a
// city, by its identifier, or search.ErrNoCity.
func (x *Index) City(_ context.Context, id string) (search.CityAnswer, error) {
	v, err := x.acquire()
	if err != nil {
		return search.CityAnswer{}, err
	}
	defer x.release(v)
	c, ok := v.taxonomy.City(id)
	if !ok {
		return search.CityAnswer{}, search.ErrNoCity
	}
	named := func(facet, value string) search.Named {
		return search.Named{Value: value, Label: v.labelOf(facet, value)}
	}
	city := search.City{
		ID: c.ID, Name: c.Name, Country: named(search.FacetCountry, c.Country), Region: named(search.FacetRegion, c.Region),
		MemberSince: c.MemberSince, Awards: c.Awards, Lat: c.Lat, Lon: c.Lon, Located: c.Located, GeonameID: c.GeonameID,
	}
	for _, n := range c.NamesInScripts() {
		city.Names = append(city.Names, search.CityName(n))
	}
	return search.CityAnswer{City: city, Generation: v.status.Generation, BuiltAt: v.status.BuiltAt, Edition: v.status.Edition}, nil
}
