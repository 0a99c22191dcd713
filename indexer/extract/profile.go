package extract

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/uilsearch/uilsearch/corpus"
)

//go:embed profile.toml
var defaultProfile []byte

// Profile says how the pages of a site are built. Its fields are explained in
// profile.toml, which is the profile used where the configuration names none.
type Profile struct {
	SiteNames    []string    `toml:"site_names"`
	IconWords    []string    `toml:"icon_words"`
	HomeWords    []string    `toml:"home_words"`
	HereWords    []string    `toml:"here_words"`
	CreditWords  []string    `toml:"credit_words"`
	TailWords    []string    `toml:"tail_words"`
	ShareWords   []string    `toml:"share_words"`
	RelatedWords []string    `toml:"related_words"`
	BannerWords  []string    `toml:"banner_words"`
	DropQuery    string      `toml:"drop_query"`
	Drop         string      `toml:"drop"`
	Archive      string      `toml:"archive"`
	Shapes       []Shape     `toml:"shape"`
	Types        []TypeRule  `toml:"types"`
	Kinds        []KindWords `toml:"kinds"`
	Listings     Listings    `toml:"listings"`
	Unknown      Unknown     `toml:"unknown"`
}

// Shape is one way in which pages are built. Every field but Name is a CSS
// selector; Name, Match, Title and Body are needed.
type Shape struct {
	Name  string `toml:"name"`
	Match string `toml:"match"`
	// Title is tried part by part: the first that finds something counts.
	Title string `toml:"title"`
	// Date finds the date of publication: a time element or a line of text.
	Date string `toml:"date"`
	Body string `toml:"body"`
	// Headings are elements that look like headings and are marked up otherwise.
	// They count where they are the whole of a short line that is no sentence.
	Headings string `toml:"headings"`
	// Facts are elements of Body whose text may begin with the name of an icon.
	Facts   string `toml:"facts"`
	Credits string `toml:"credits"`
	// Drop is left out of this shape, in addition to Profile.Drop.
	Drop  string     `toml:"drop"`
	Types []TypeRule `toml:"types"`
}

// TypeRule gives a page its type if every condition holds that is not empty.
type TypeRule struct {
	// Selector finds something on the page.
	Selector string `toml:"selector"`
	// URL is a regular expression that the path of the address matches.
	URL string `toml:"url"`
	// Sections are whole parts of the path before its last one, Parents the part
	// right before it, Pages the last part without its ending; in any case.
	Sections []string `toml:"sections"`
	Parents  []string `toml:"parents"`
	Pages    []string `toml:"pages"`
	// Line is a regular expression that one to three lines of the page match.
	Line string `toml:"line"`
	// JSONLD is a schema.org type that the page gives itself.
	JSONLD string `toml:"json_ld"`
	// Undated asks that the page has no date of publication. Such a rule cannot
	// ask for anything but the address besides.
	Undated bool        `toml:"undated"`
	Type    corpus.Type `toml:"type"`
}

// KindWords are words by which pages call what they are, alone on a line below
// the title, beside a date or before the colon of a title.
type KindWords struct {
	Type  corpus.Type `toml:"type"`
	Words []string    `toml:"words"`
}

// Listings says by what pages are known that list others.
type Listings struct {
	// Titles are whole titles, but for a number.
	Titles []string `toml:"titles"`
	// Pages are last parts of addresses, or those before the number of a page. They
	// count only for pages of short lines.
	Pages []string `toml:"pages"`
}

// Unknown says what is left out of pages that have no known shape.
type Unknown struct {
	Drop string `toml:"drop"`
	// DropClasses are whole classes and IDs; one that ends in a hyphen stands
	// for all that begin so.
	DropClasses []string `toml:"drop_classes"`
	// Dates are elements that are likely to hold the date of the page.
	Dates   string `toml:"dates"`
	Credits string `toml:"credits"`
}

// DefaultProfile returns the profile that comes with the program.
func DefaultProfile() Profile {
	p, err := LoadProfile(bytes.NewReader(defaultProfile))
	if err != nil {
		panic(err) // the embedded file is wrong, which a test finds first
	}
	return p
}

// LoadProfile reads a profile in TOML. An unknown key is an error that names
// the key and its line; so is a value that New would refuse.
func LoadProfile(r io.Reader) (Profile, error) {
	var p Profile
	err := toml.NewDecoder(r).DisallowUnknownFields().Decode(&p)
	if err == nil {
		_, err = p.compile()
	}
	if err != nil {
		return Profile{}, fmt.Errorf("site profile: %w", withLine(err))
	}
	return p, nil
}

// withLine puts the place of a mistake in front of what is wrong there.
func withLine(err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		first := &strict.Errors[0]
		row, _ := first.Position()
		return fmt.Errorf("line %d: unknown key %q", row, strings.Join(first.Key(), "."))
	}
	var bad *toml.DecodeError
	if errors.As(err, &bad) {
		row, col := bad.Position()
		return fmt.Errorf("line %d, column %d: %s", row, col, strings.TrimPrefix(bad.Error(), "toml: "))
	}
	return err
}

// Fingerprint stands for Version and the profile: documents read under two
// different fingerprints may differ.
func (p Profile) Fingerprint() string {
	b, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings and lists of them always encode
	}
	sum := sha256.Sum256(b)
	return fmt.Sprintf("%d-%s", Version, hex.EncodeToString(sum[:8]))
}
