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

// Theme is a subject that pages are tagged with.
type Theme struct {
	ID, Name string
	// Kind says where the theme comes from, such as "GNLC cluster".
	Kind string
	// SDG are the Sustainable Development Goals and targets it belongs to.
	SDG      []string
	triggers map[string][]Trigger
	labels   map[string]string
	line     int
}

// Trigger is a word or a row of words that points to a theme.
type Trigger struct {
	Text string
	// Weak says that the trigger is common in pages about other themes too.
	Weak bool
}

// Triggers returns the triggers of a language, or none where the theme has
// none in it.
func (t Theme) Triggers(lang string) []Trigger { return t.triggers[lang] }

// Taxonomy is everything that was loaded. It does not change and is safe for
// concurrent use; share what it returns only for reading.
type Taxonomy struct {
	files     map[string][]byte
	cities    []City
	countries []Country
	regions   []Region
	themes    []Theme
	orphans   []orphan
	unsafe    []unsafeForm
	affixes   affixes

	cityByID    map[string]int
	countryByID map[string]int
	regionByID  map[string]int
	themeByID   map[string]int
	names       map[string]map[string]string
	forms       forms
}

// Cities returns every city in the order of its file.
func (t *Taxonomy) Cities() []City { return t.cities }

// Countries returns every country in the order of its file.
func (t *Taxonomy) Countries() []Country { return t.countries }

// Regions returns every region in the order of its file.
func (t *Taxonomy) Regions() []Region { return t.regions }

// Themes returns every theme in the order of its file.
func (t *Taxonomy) Themes() []Theme { return t.themes }

// City returns the city with an identifier.
func (t *Taxonomy) City(id string) (City, bool) { return at(t.cities, t.cityByID, id) }

// Country returns the country with an identifier.
func (t *Taxonomy) Country(id string) (Country, bool) { return at(t.countries, t.countryByID, id) }

// Region returns the region with an identifier.
func (t *Taxonomy) Region(id string) (Region, bool) { return at(t.regions, t.regionByID, id) }

// Theme returns the theme with an identifier.
func (t *Taxonomy) Theme(id string) (Theme, bool) { return at(t.themes, t.themeByID, id) }

func at[T any](all []T, byID map[string]int, id string) (T, bool) {
	i, ok := byID[id]
	if !ok {
		var none T
		return none, false
	}
	return all[i], true
}

// Label returns what people call a value of the facets city, country, region
// and theme. Regions and themes have labels in French and Spanish; everything
// else is in English. A value that is not known is its own label.
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
