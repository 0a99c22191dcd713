package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// spec is the part of an OpenAPI document that the tests look at.
type spec struct {
	OpenAPI string `json:"openapi"`
	Paths   map[string]map[string]struct {
		Parameters []struct {
			Name, In, Description string
			Explode               *bool
			AllowEmptyValue       bool
			Schema                schema
		}
		Responses map[string]struct {
			Content map[string]struct{ Schema schema }
			Headers map[string]struct {
				Required bool
				Schema   schema
			}
			Links map[string]struct {
				OperationID string
				Parameters  map[string]string
			}
		}
	}
	Components struct{ Schemas map[string]schema }
}

type schema struct {
	Ref                  string `json:"$ref"`
	Type                 any
	Enum                 []string
	Pattern              string
	Items                *schema
	Properties           map[string]schema
	Required             []string
	AdditionalProperties any
}

func readSpec(t *testing.T, h http.Handler) (s spec, raw []byte) {
	t.Helper()
	r := get(t, h, "/api/v1/openapi.json")
	raw, _ = io.ReadAll(r.Body)
	if err := json.Unmarshal(raw, &s); err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("status %d: %v", r.StatusCode, err)
	}
	return s, raw
}

func TestSpecSaysWhatTheParametersAre(t *testing.T) {
	s, raw := readSpec(t, serve(library()))
	if !strings.HasPrefix(s.OpenAPI, "3.1") {
		t.Errorf("OpenAPI %s", s.OpenAPI)
	}
	var types, orders []string
	for _, v := range corpus.Types() {
		types = append(types, string(v))
	}
	for _, v := range search.Sorts() {
		orders = append(orders, string(v))
	}
	var facets []string
	for _, p := range s.Paths["/api/v1/search"]["get"].Parameters {
		name, negated := strings.CutPrefix(p.Name, "-")
		if slices.Contains(search.Facets(), name) {
			if p.Explode == nil || !*p.Explode || p.Schema.Type != "array" {
				t.Errorf("%s is not repeatable", p.Name)
			}
			if !negated {
				facets = append(facets, name)
			}
		}
		switch name {
		case "type":
			if diff := cmp.Diff(types, p.Schema.Items.Enum); diff != "" {
				t.Errorf("%s: %s", p.Name, diff)
			}
		case "sort":
			if diff := cmp.Diff(orders, p.Schema.Enum); diff != "" {
				t.Errorf("sort: %s", diff)
			}
		}
		if p.Description == "" {
			t.Errorf("%s has no description", p.Name)
		}
	}
	if got, want := slices.Sorted(slices.Values(facets)), slices.Sorted(slices.Values(search.Facets())); !slices.Equal(got, want) {
		t.Errorf("facets %v, want %v", got, want)
	}
	for _, ref := range regexp.MustCompile(`"#/components/schemas/(\w+)"`).FindAllSubmatch(raw, -1) {
		if _, ok := s.Components.Schemas[string(ref[1])]; !ok {
			t.Errorf("%s leads nowhere", ref[0])
		}
	}
}

// TestSpecTakesEmptyValues holds that what is taken for absent is documented as
// allowed, wherever a schema would not let it through.
func TestSpecTakesEmptyValues(t *testing.T) {
	h := serve(library())
	s, _ := readSpec(t, h)
	for _, p := range s.Paths["/api/v1/search"]["get"].Parameters {
		if p.In != "query" {
			continue
		}
		decode(t, get(t, h, "/api/v1/search?"+p.Name+"="), http.StatusOK)
		of := p.Schema
		if of.Items != nil {
			of = *of.Items
		}
		if fits := of.Type == "string" && of.Pattern == "" && of.Enum == nil; p.AllowEmptyValue == fits {
			t.Errorf("%s: allowEmptyValue is %v, and an empty value fits its schema: %v", p.Name, p.AllowEmptyValue, fits)
		}
	}
}

// TestSpecSaysWhatFollows holds that an unchanged answer is documented, and
// that the documented way from a hit to its document is one.
func TestSpecSaysWhatFollows(t *testing.T) {
	h := serve(library())
	s, _ := readSpec(t, h)
	for _, path := range []string{"/api/v1/search", "/api/v1/documents/{id}", "/api/v1/facets/{name}", "/api/v1/cities/{id}"} {
		if r, ok := s.Paths[path]["get"].Responses["304"]; !ok || len(r.Content) > 0 {
			t.Errorf("%s: 304 is documented: %v, with %v", path, ok, r.Content)
		}
	}
	link := s.Paths["/api/v1/search"]["get"].Responses["200"].Links["document"]
	if link.OperationID != "document" || link.Parameters["id"] != "$response.body#/hits/0/id" {
		t.Errorf("link %+v", link)
	}
	hit := decode(t, get(t, h, "/api/v1/search"), http.StatusOK)["hits"].([]any)[0].(map[string]any)
	decode(t, get(t, h, "/api/v1/documents/"+hit["id"].(string)), http.StatusOK)
}

// TestSpecSaysThatAnybodyCanBeRefused holds that every operation documents too
// many requests and overload, with when to come again, and every code.
func TestSpecSaysThatAnybodyCanBeRefused(t *testing.T) {
	s, _ := readSpec(t, serve(library()))
	for path, methods := range s.Paths {
		for _, status := range []string{"429", "503"} {
			r := methods["get"].Responses[status]
			retry := r.Headers["Retry-After"]
			if r.Content["application/problem+json"].Schema.Ref == "" || !retry.Required || retry.Schema.Type != "integer" {
				t.Errorf("%s: %s is documented as %+v", path, status, r)
			}
		}
	}
	codes := s.Components.Schemas["Problem"].Properties["code"].Enum
	for _, want := range []string{"rate-limited", "overloaded"} {
		if !slices.Contains(codes, want) {
			t.Errorf("codes %v lack %s", codes, want)
		}
	}
}

// TestAnswersAreWhatTheSpecSays holds real answers against their schemas:
// names, required names and JSON types, all the way down.
func TestAnswersAreWhatTheSpecSays(t *testing.T) {
	h := serve(library())
	s, _ := readSpec(t, h)
	for target, path := range map[string]string{
		"/api/v1/search?q=learning&explain=1":                                    "/api/v1/search",
		"/api/v1/search?highlight=0":                                             "/api/v1/search",
		"/api/v1/search?q=nothing+at+all":                                        "/api/v1/search",
		"/api/v1/documents/" + string(corpus.NewID("https://uil.example/suwon")): "/api/v1/documents/{id}",
		"/api/v1/facets/city":                                                    "/api/v1/facets/{name}",
		"/api/v1/facets/city?contains=nowhere":                                   "/api/v1/facets/{name}",
		"/api/v1/generation":                                                     "/api/v1/generation",
		"/api/v1/cities/suwon":                                                   "/api/v1/cities/{id}",
		"/api/v1/cities/new":                                                     "/api/v1/cities/{id}",
	} {
		want := s.Paths[path]["get"].Responses["200"].Content["application/json"].Schema
		check(t, s, target, want, any(decode(t, get(t, h, target), http.StatusOK)))
	}
	want := s.Paths["/api/v1/search"]["get"].Responses["422"].Content["application/problem+json"].Schema
	check(t, s, "problem", want, any(decode(t, get(t, h, "/api/v1/search?page=0"), 422)))
}

func check(t *testing.T, s spec, at string, want schema, got any) {
	t.Helper()
	if name, ok := strings.CutPrefix(want.Ref, "#/components/schemas/"); ok {
		want = s.Components.Schemas[name]
	}
	if !allows(want.Type, got) {
		t.Errorf("%s is %T, want %v", at, got, want.Type)
	}
	switch got := got.(type) {
	case []any:
		for _, v := range got {
			check(t, s, at+"[]", *want.Items, v)
		}
	case map[string]any:
		for _, name := range want.Required {
			if _, ok := got[name]; !ok {
				t.Errorf("%s has no %s", at, name)
			}
		}
		for name, v := range got {
			inner, ok := want.Properties[name]
			if !ok {
				values, isSchema := want.AdditionalProperties.(map[string]any)
				if !isSchema {
					t.Errorf("%s has %s, of which the schema knows nothing", at, name)
					continue
				}
				b, _ := json.Marshal(values)
				json.Unmarshal(b, &inner)
			}
			check(t, s, at+"."+name, inner, v)
		}
	}
}

// allows reports whether a JSON value has one of the types of a schema.
func allows(types, v any) bool {
	is := map[string]bool{}
	switch types := types.(type) {
	case string:
		is[types] = true
	case []any:
		for _, t := range types {
			is[t.(string)] = true
		}
	}
	switch v.(type) {
	case nil:
		return is["null"]
	case bool:
		return is["boolean"]
	case string:
		return is["string"]
	case float64:
		return is["number"] || is["integer"]
	case []any:
		return is["array"]
	}
	return is["object"]
}
