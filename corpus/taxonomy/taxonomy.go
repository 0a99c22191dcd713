package taxonomy

import (
	"maps"
	"slices"
)

// City is a member of the Global Network of Learning Cities.
type City struct {
	// ID is unique and stands in URLs, such as "namyangju".
	ID   string
	Name string
	// Country and Region are identifiers, such as "kr" and "asia-pacific".
	Country, Region string
	// MemberSince is the year of joining, or 0 where it is not known.
	MemberSince int
	// Awards are the years of Learning City Awards.
	Awards []int
	// Lat and Lon are in degrees; Located is false where they are not known.
	Lat, Lon  float64
	Located   bool
	GeonameID int
	Aliases   []Alias
	line      int
}

// Alias is another name of a city.
type Alias struct {
	Name string
	// Kind is "geonames", "hand" or "misspelling".
	Kind string
	line int
}

// Country is a state by its UN short name.
type Country struct {
	// ID is the ISO 3166 code of two letters in lower case.
	ID   string
	ISO3 string
	Name string
	// Region is the identifier of its UNESCO region.
	Region string
	// Names are other names, Adjectives its adjectives, in all languages.
	Names, Adjectives []string
	line              int
}

// Region is one of UNESCO's five regions.
type Region struct {
	ID, Name string
	// Names are other names in all languages.
	Names  []string
	labels map[string]string
	line   int
}

// Taxonomy is everything that was loaded. It does not change and is safe for
// concurrent use; share what it returns only for reading.
type Taxonomy struct {
	files     map[string][]byte
	cities    []City
	countries []Country
	regions   []Region
	themes    []Theme
	orphans   []orphan
	// loose are the triggers of themes that are not there, boilerplate the
	// negative cues for all themes by language.
	loose       []orphan
	boilerplate map[string][]Trigger
	unsafe      []unsafeForm
	// strays are files that look like tables of the taxonomy and are not read.
	strays  []string
	affixes affixes

	cityByID    map[string]int
	countryByID map[string]int
	regionByID  map[string]int
	themeByID   map[string]int
	names       map[string]map[string]string
	longestName int // in bytes, folded
	forms       forms
}

// Cities returns every city in the order of its file.
func (t *Taxonomy) Cities() []City { return t.cities }

// Countries returns every country in the order of its file.
func (t *Taxonomy) Countries() []Country { return t.countries }

// Regions returns every region in the order of its file.
func (t *Taxonomy) Regions() []Region { return t.regions }

// City returns the city with an identifier.
func (t *Taxonomy) City(id string) (City, bool) { return at(t.cities, t.cityByID, id) }

// Country returns the country with an identifier.
func (t *Taxonomy) Country(id string) (Country, bool) { return at(t.countries, t.countryByID, id) }

// Region returns the region with an identifier.
func (t *Taxonomy) Region(id string) (Region, bool) { return at(t.regions, t.regionByID, id) }

func at[T any](all []T, byID map[string]int, id string) (T, bool) {
	i, ok := byID[id]
	if !ok {
		var none T
		return none, false
	}
	return all[i], true
}

// Label returns what people call a value of the facets city, country, region
// and theme. Regions have labels in French and Spanish, themes in all nine
// languages; everything else is in English. A value that is not known is its own label.
func (t *Taxonomy) Label(facet, value, lang string) string {
	switch facet {
	case facetCity:
		if c, ok := t.City(value); ok {
			return c.Name
		}
	case facetCountry:
		if c, ok := t.Country(value); ok {
			return c.Name
		}
	case facetRegion:
		if r, ok := t.Region(value); ok {
			return labelIn(r.labels, lang, r.Name)
		}
	case facetTheme:
		if th, ok := t.Theme(value); ok {
			return labelIn(th.labels, lang, th.Name)
		}
	}
	return value
}

func labelIn(labels map[string]string, lang, name string) string {
	if l := labels[lang]; l != "" {
		return l
	}
	return name
}

// Files returns a copy of the files that the taxonomy was made from, by name.
func (t *Taxonomy) Files() map[string][]byte {
	out := make(map[string][]byte, len(t.files))
	for name, content := range t.files {
		out[name] = slices.Clone(content)
	}
	return out
}

// FileNames returns the names of the files of a taxonomy, sorted.
func FileNames() []string { return slices.Sorted(maps.Keys(columns)) }

// The facets, named as in search.
const (
	facetCity    = "city"
	facetCountry = "country"
	facetRegion  = "region"
	facetTheme   = "theme"
)
