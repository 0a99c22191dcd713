package curate

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/config"
)

// checker turns rows into overrides, and collects what is wrong with them.
type checker struct {
	path     string
	taxonomy *taxonomy.Taxonomy
	// lines holds the line of each page, text, field and value that one speaks
	// of.
	lines    map[string]int
	problems []error
}

// override returns the override of a row, and whether it can be applied.
func (c *checker) override(r row) (Override, bool) {
	o := Override{
		Line: r.line, URL: r.cells["url"], Hash: strings.ToLower(r.cells["content_hash"]),
		Action: Action(strings.ToLower(r.cells["action"])), Field: strings.ToLower(r.cells["field"]), Value: r.cells["value"],
		Role: corpus.Role(strings.ToLower(r.cells["role"])), Evidence: r.cells["evidence"], Note: r.cells["note"],
	}
	before := len(c.problems)
	c.page(o)
	c.action(o)
	c.value(&o)
	c.role(&o)
	c.evidence(o)
	c.twice(o)
	return o, len(c.problems) == before
}

func (c *checker) bad(line int, column, remedy, reason string, args ...any) {
	c.problems = append(c.problems, &config.Error{File: c.path, Line: line, Key: column, Reason: fmt.Sprintf(reason, args...), Remedy: remedy})
}

var hashShape = regexp.MustCompile(`^[0-9a-f]{64}$`)

// page checks which page, and which text of it, an override is of.
func (c *checker) page(o Override) {
	u, err := url.Parse(o.URL)
	isWeb := err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
	if !isWeb && (err != nil || u.Scheme != "file" || u.Path == "") {
		c.bad(o.Line, "url", "write the address as the search shows it, such as https://uil.example/en/news/cork", "%q is no address of a page", o.URL)
	}
	if !hashShape.MatchString(o.Hash) {
		c.bad(o.Line, "content_hash", "copy it from uilsearch explain-url "+o.URL, "%q is no content hash of 64 letters and figures", o.Hash)
	}
}

// action checks that the action and the field go together.
func (c *checker) action(o Override) {
	isTag := isFacet(o.Field)
	switch {
	case !isTag && o.Field != fieldType && o.Field != fieldDate:
		c.bad(o.Line, "field", "write city, country, region, theme, type or date", "%q is unknown", o.Field)
	case o.Action != Add && o.Action != Remove && o.Action != Set:
		c.bad(o.Line, "action", "write add, remove or set", "%q is unknown", o.Action)
	case isTag && o.Action == Set:
		c.bad(o.Line, "action", "write add or remove; to change the role of a tag, add it with the other role", "a %s cannot be set", o.Field)
	case !isTag && o.Action == Add, o.Field == fieldType && o.Action == Remove:
		c.bad(o.Line, "action", "write set", "it is %q, and each page has one %s", o.Action, o.Field)
	}
}

func isFacet(field string) bool {
	for _, f := range corpus.TagFacets() {
		if string(f) == field {
			return true
		}
	}
	return false
}

// value checks that the taxonomy or the calendar has the value.
func (c *checker) value(o *Override) {
	switch {
	case isFacet(o.Field):
		if !c.known(o.Field, o.Value) {
			c.bad(o.Line, "value", c.remedy(o.Field, o.Value), "the taxonomy has no %s %q", o.Field, o.Value)
		}
	case o.Field == fieldType:
		if !corpus.ValidType(corpus.Type(o.Value)) {
			c.bad(o.Line, "value", fmt.Sprintf("write one of %s", join(corpus.Types())), "there is no type %q", o.Value)
		}
	case o.Field == fieldDate && o.Action == Remove:
		if o.Value != "" {
			c.bad(o.Line, "value", "leave it empty: the page is to have no date", "it is %q", o.Value)
		}
	case o.Field == fieldDate:
		d, err := corpus.ParseDate(o.Value)
		if err != nil {
			c.bad(o.Line, "value", "write 2016-07-14, 2016-07 or 2016; a spreadsheet keeps that as it is in a column of text", "%q is no date", o.Value)
		}
		o.date = d
		o.date.Source = Rule
	}
}

func (c *checker) known(field, value string) (ok bool) {
	switch corpus.TagFacet(field) {
	case corpus.City:
		_, ok = c.taxonomy.City(value)
	case corpus.Country:
		_, ok = c.taxonomy.Country(value)
	case corpus.Region:
		_, ok = c.taxonomy.Region(value)
	case corpus.Theme:
		_, ok = c.taxonomy.Theme(value)
	}
	return ok
}

// remedy says which identifier is meant, or where they stand.
func (c *checker) remedy(field, value string) string {
	if id, label, ok := c.taxonomy.Resolve(field, value); ok {
		return fmt.Sprintf("write %s, which is the identifier of %s", id, label)
	}
	files := map[string]string{"city": "cities.tsv", "country": "countries.tsv", "region": "regions.tsv", "theme": "themes.tsv"}
	return "write an identifier of the first column of " + files[field]
}

func join[T ~string](all []T) string {
	var out []string
	for _, v := range all {
		out = append(out, string(v))
	}
	return strings.Join(out, ", ")
}

// role checks the role of an added tag, which is about where nothing is said.
func (c *checker) role(o *Override) {
	switch {
	case o.Action == Add && o.Role == "":
		o.Role = corpus.About
	case o.Action == Add && o.Role != corpus.About && o.Role != corpus.Mention:
		c.bad(o.Line, "role", "write about or mention", "%q is unknown", o.Role)
	case o.Action != Add && o.Role != "":
		c.bad(o.Line, "role", "leave it empty", "only an added tag has one, and it is %q", o.Role)
	}
}

// evidence checks that there is some for a tag.
func (c *checker) evidence(o Override) {
	const remedy = "copy words from the page that show it"
	switch {
	case o.Evidence == "" && o.Action == Add:
		c.bad(o.Line, "evidence", remedy, "it is empty, and no tag is without")
	case o.Evidence != "" && len(analysis.Words(o.Evidence)) == 0:
		c.bad(o.Line, "evidence", remedy, "%q has no word", o.Evidence)
	}
}

// twice checks that no other line speaks of the same thing.
func (c *checker) twice(o Override) {
	key := strings.Join([]string{corpus.AddressKey(o.URL), o.Hash, o.Field}, "\n")
	if isFacet(o.Field) {
		key += "\n" + o.Value
	}
	if first, ok := c.lines[key]; ok {
		what := o.Field
		if isFacet(o.Field) {
			what += " " + o.Value
		}
		c.bad(o.Line, "", "keep one of the two lines", "line %d speaks of the %s of this page already", first, what)
		return
	}
	c.lines[key] = o.Line
}
