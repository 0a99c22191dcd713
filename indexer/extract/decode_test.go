package extract

import (
	"strings"
	"testing"
)

// The first letter beyond ASCII may stand far down the page, and no charset anywhere.
func TestUTF8FarDown(t *testing.T) {
	page := "<!DOCTYPE html><title>T</title>" + strings.Repeat("<p>plain text", 200)
	for _, text := range []string{"Medellín", "남양주", "Été"} {
		if got, err := decodeHTML([]byte(page+text), ""); got != page+text || err != nil {
			t.Errorf("%s: %q, %v", text, got[len(page):], err)
		}
	}
}
