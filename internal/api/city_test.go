package api_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCity holds that a city comes with all that a page about it shows, and with
// the attribution that is owed.
func TestCity(t *testing.T) {
	h := serve(library())
	got := decode(t, get(t, h, "/api/v1/cities/suwon"), http.StatusOK)
	delete(got, "built_at")
	want := map[string]any{
		"id": "suwon", "name": "Suwon", "generation": "20261122T031500Z-1f3a9c2e",
		"names": []any{
			map[string]any{"name": "Suwon", "script": "Latn", "source": "geonames"},
			map[string]any{"name": "수원", "script": "Hang", "lang": "ko", "source": "geonames"},
			map[string]any{"name": "水原市", "script": "Hani", "source": "hand"},
		},
		"country":      map[string]any{"value": "kr", "label": "Republic of Korea"},
		"region":       map[string]any{"value": "asia-pacific", "label": "Asia and the Pacific"},
		"member_since": 2016.0, "awards": []any{2017.0}, "position": map[string]any{"lat": 37.29111, "lon": 127.00889},
		"sources": []any{map[string]any{
			"name": "GeoNames", "url": "https://www.geonames.org/1835553", "license": "CC BY 4.0",
			"license_url": "https://creativecommons.org/licenses/by/4.0/", "of": []any{"names", "position"},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	bare := decode(t, get(t, h, "/api/v1/cities/new"), http.StatusOK)
	for _, absent := range []string{"member_since", "position"} {
		if v, ok := bare[absent]; ok {
			t.Errorf("%s is %v, and not known", absent, v)
		}
	}
	for _, empty := range []string{"names", "awards", "sources"} {
		if v, ok := bare[empty].([]any); !ok || len(v) > 0 {
			t.Errorf("%s is %v, want an empty list", empty, bare[empty])
		}
	}
}
