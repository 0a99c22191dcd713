package taxonomy

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed data
var embedded embed.FS

// Default returns the taxonomy that is built in.
func Default() (*Taxonomy, error) { return builtIn() }

var builtIn = sync.OnceValues(func() (*Taxonomy, error) { return Load(nil) })

// Load reads a taxonomy from the top of fsys. A file that is not there is
// taken from the taxonomy that is built in; a nil fsys has no files. A table
// of another name, and a directory without any of the files, are errors. Errors
// begin with the file and the line, as problems of Lint do, so that a caller
// may put the directory before them, and name the remedy; those of rows come all
// together as an *Error. What can be read but should be mended is left to Lint.
func Load(fsys fs.FS) (*Taxonomy, error) {
	t := &Taxonomy{files: map[string][]byte{}}
	tables := map[string][]row{}
	if err := t.checkNames(fsys); err != nil {
		return nil, err
	}
	var wrong faults
	for _, name := range FileNames() {
		content, err := readFile(fsys, name)
		if err != nil {
			return nil, err
		}
		rows, err := readTable(name, content)
		wrong.add(err)
		t.files[name], tables[name] = content, rows
	}
	for _, parse := range []func(map[string][]row) error{
		t.parseRegions, t.parseCountries, t.parseCities, t.parseAliases, t.parseThemes, t.parseUnsafe, t.parseAffixes,
	} {
		wrong.add(parse(tables))
	}
	if err := wrong.err(); err != nil {
		return nil, err
	}
	t.nameValues()
	t.forms = newForms(t)
	return t, nil
}

// checkNames returns an error where fsys holds a table that is none of a
// taxonomy, or no table at all, and notes files that look like tables and are
// not read.
func (t *Taxonomy) checkNames(fsys fs.FS) error {
	if fsys == nil {
		return nil
	}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return err
	}
	known, names := 0, strings.Join(FileNames(), ", ")
	for _, e := range entries {
		base, ext, _ := strings.Cut(strings.ToLower(e.Name()), ".")
		switch {
		case columns[e.Name()] != nil:
			known++
		case columns[base+".tsv"] != nil && slices.Contains(tableFormats, ext):
			t.strays = append(t.strays, e.Name())
		case strings.EqualFold(path.Ext(e.Name()), ".tsv"):
			return fmt.Errorf("%s:1: no file of a taxonomy has this name; the names are %s", e.Name(), names)
		}
	}
	if known == 0 {
		return fmt.Errorf(".: no file of a taxonomy is here; the names are %s", names)
	}
	return nil
}

// tableFormats are the endings of files that an editor may take for tables of
// the taxonomy, and that are not read.
var tableFormats = []string{"csv", "txt", "tab", "yaml", "yml", "json", "toml", "xlsx", "xls", "ods", "tsv.txt", "tsv.csv"}

func readFile(fsys fs.FS, name string) ([]byte, error) {
	if fsys != nil {
		content, err := fs.ReadFile(fsys, name)
		if !errors.Is(err, fs.ErrNotExist) {
			return content, err
		}
	}
	return embedded.ReadFile(path.Join("data", name))
}

// Hash returns the SHA-256, in hexadecimal, over the names and contents of all
// files.
func (t *Taxonomy) Hash() string {
	h := sha256.New()
	for _, name := range FileNames() {
		fmt.Fprintf(h, "%s %d\n", name, len(t.files[name]))
		h.Write(t.files[name])
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (t *Taxonomy) parseRegions(tables map[string][]row) error {
	for _, r := range tables["regions.tsv"] {
		t.regions = append(t.regions, Region{
			ID: r.get("id"), Name: r.get("name"), Names: r.list("names"), line: r.line,
			labels: map[string]string{"fr": r.get("name_fr"), "es": r.get("name_es")},
		})
	}
	t.regionByID = index(t.regions, func(r Region) string { return r.ID })
	return nil
}

func (t *Taxonomy) parseCountries(tables map[string][]row) error {
	for _, r := range tables["countries.tsv"] {
		t.countries = append(t.countries, Country{
			ID: strings.ToLower(r.get("iso2")), ISO3: r.get("iso3"), Name: r.get("name"), Region: r.get("region"),
			Names: r.list("names"), Adjectives: r.list("adjectives"), line: r.line,
		})
	}
	t.countryByID = index(t.countries, func(c Country) string { return c.ID })
	return nil
}

func (t *Taxonomy) parseCities(tables map[string][]row) error {
	var wrong faults
	for _, r := range tables["cities.tsv"] {
		c := City{ID: r.get("id"), Name: r.get("name"), Country: strings.ToLower(r.get("country")), Region: r.get("region"), line: r.line}
		var err error
		c.MemberSince, err = r.number("member_since")
		wrong.add(err)
		c.GeonameID, err = r.number("geonameid")
		wrong.add(err)
		for _, y := range r.list("award_years") {
			year, err := strconv.Atoi(y)
			if err != nil {
				wrong.add(r.errorf("award_years has %q; write years separated by |", y))
			}
			c.Awards = append(c.Awards, year)
		}
		wrong.add(c.locate(r))
		t.cities = append(t.cities, c)
	}
	t.cityByID = index(t.cities, func(c City) string { return c.ID })
	return wrong.err()
}

func (c *City) locate(r row) error {
	if r.get("lat") == "" && r.get("lon") == "" {
		return nil
	}
	var errLat, errLon error
	c.Lat, errLat = strconv.ParseFloat(r.get("lat"), 64)
	c.Lon, errLon = strconv.ParseFloat(r.get("lon"), 64)
	if errLat != nil || errLon != nil {
		return r.errorf("lat %q and lon %q; write both in degrees, such as 37.63667, or leave both empty", r.get("lat"), r.get("lon"))
	}
	c.Located = true
	return nil
}

// orphan is a line about a city or theme that is not there.
type orphan struct {
	id   string
	line int
}

func (t *Taxonomy) parseAliases(tables map[string][]row) error {
	var wrong faults
	for _, r := range tables["aliases.tsv"] {
		i, ok := t.cityByID[r.get("city")]
		if !ok {
			t.orphans = append(t.orphans, orphan{r.get("city"), r.line})
			continue
		}
		switch kind := r.get("kind"); kind {
		case "geonames", "hand", "misspelling":
			t.cities[i].Aliases = append(t.cities[i].Aliases, Alias{Name: r.get("alias"), Kind: kind, line: r.line})
		default:
			wrong.add(r.errorf("kind is %q; write geonames, hand or misspelling", kind))
		}
	}
	return wrong.err()
}

// index maps identifiers to places; of two that are the same, the first
// counts, and Lint reports the second.
func index[T any](all []T, id func(T) string) map[string]int {
	byID := make(map[string]int, len(all))
	for i, v := range all {
		if _, taken := byID[id(v)]; !taken {
			byID[id(v)] = i
		}
	}
	return byID
}
