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
	SiteNames   []string   `toml:"site_names"`
	IconWords   []string   `toml:"icon_words"`
	HomeWords   []string   `toml:"home_words"`
	CreditWords []string   `toml:"credit_words"`
	TailWords   []string   `toml:"tail_words"`
	Drop        string     `toml:"drop"`
	Shapes      []Shape    `toml:"shape"`
	Types       []TypeRule `toml:"types"`
	Unknown     Unknown    `toml:"unknown"`
}

// Shape is one way in which pages are built. Every field but Name is a CSS
// selector; Name, Match, Title and Body are needed.
type Shape struct {
	Name  string `toml:"name"`
	Match string `toml:"match"`
	Title string `toml:"title"`
	// Date finds the date of publication: a time element or a line of text.
	Date string `toml:"date"`
	Body string `toml:"body"`
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
	// Line is a regular expression that one to three lines of the page match.
	Line string `toml:"line"`
	// JSONLD is a schema.org type that the page gives itself.
	JSONLD string      `toml:"json_ld"`
	Type   corpus.Type `toml:"type"`
}

// Unknown says what is left out of pages that have no known shape.
type Unknown struct {
	Drop string `toml:"drop"`
	// DropClasses are whole classes and IDs; one that ends in a hyphen stands
	// for all that begin so.
	DropClasses []string `toml:"drop_classes"`
	Credits     string   `toml:"credits"`
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
