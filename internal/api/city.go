package api

import (
	"context"
	"strconv"
	"time"

	"github.com/uilsearch/uilsearch/search"
)

// City is a search.CityAnswer as JSON has it.
type City struct {
	ID          string       `json:"id"`
	Name        string       `json:"name"`
	Names       []CityName   `json:"names" doc:"All names without misspellings, its own first"`
	Country     search.Named `json:"country"`
	Region      search.Named `json:"region"`
	MemberSince int          `json:"member_since,omitempty" doc:"Year of joining the network, as observed in public pages; left out where it is not known"`
	Awards      []int        `json:"awards" doc:"Years of its Learning City Awards"`
	Position    *Coordinates `json:"position,omitempty" doc:"Left out where it is not known"`
	Sources     []Source     `json:"sources" doc:"Where the data are from and what using them asks for; what is in none was collected by hand"`
	Generation  string       `json:"generation"`
	BuiltAt     time.Time    `json:"built_at"`
}

// CityName is a name of a city.
type CityName struct {
	Name   string `json:"name"`
	Script string `json:"script,omitempty" doc:"ISO 15924 code of the script" example:"Hang"`
	Lang   string `json:"lang,omitempty" doc:"ISO 639-1 code, where the script tells the language" example:"ko"`
	Source string `json:"source" doc:"Where the name is from: geonames or hand"`
}

// Coordinates is a position in degrees.
type Coordinates struct {
	Lat float64 `json:"lat" minimum:"-90" maximum:"90"`
	Lon float64 `json:"lon" minimum:"-180" maximum:"180"`
}

// Source is where data are from.
type Source struct {
	Name       string   `json:"name"`
	URL        string   `json:"url"`
	License    string   `json:"license"`
	LicenseURL string   `json:"license_url"`
	Of         []string `json:"of" doc:"Which fields have data of it"`
}

// geonames is the source of the names that say so.
const geonames = "geonames"

// cityParams name one city.
type cityParams struct {
	ID string `path:"id" doc:"The identifier of a city, as the facet city has it" example:"namyangju"`

	Conditional
}

func (s *service) city(ctx context.Context, p *cityParams) (*reply[City], error) {
	if r := unchanged[City](s, &p.Conditional); r != nil {
		return r, nil
	}
	c, err := s.search.City(ctx, p.ID)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return newReply(s, &p.Conditional, c.Edition, NewCity(c)), nil
}

// NewCity returns c as JSON has it. Lists are empty rather than null.
func NewCity(c search.CityAnswer) City {
	out := City{
		ID: c.ID, Name: c.Name, Names: make([]CityName, len(c.Names)), Country: c.Country, Region: c.Region,
		MemberSince: c.MemberSince, Awards: list(c.Awards), Sources: sources(c.City), Generation: c.Generation, BuiltAt: c.BuiltAt,
	}
	for i, n := range c.Names {
		out.Names[i] = CityName(n)
	}
	if c.Located {
		out.Position = &Coordinates{c.Lat, c.Lon}
	}
	return out
}

// sources returns the attribution that the data of a city ask for.
func sources(c search.City) []Source {
	of := []string{}
	for _, n := range c.Names {
		if n.Source == geonames {
			of = append(of, "names")
			break
		}
	}
	page := "https://www.geonames.org/"
	if c.GeonameID != 0 {
		page += strconv.Itoa(c.GeonameID)
		if c.Located {
			of = append(of, "position")
		}
	}
	if len(of) == 0 {
		return []Source{}
	}
	return []Source{{
		Name: "GeoNames", URL: page, License: "CC BY 4.0", LicenseURL: "https://creativecommons.org/licenses/by/4.0/", Of: of,
	}}
}
