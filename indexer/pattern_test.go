package indexer

import "testing"

func TestAddressPattern(t *testing.T) {
	const url = "https://uil.example/news/cork?page=2"
	for pattern, want := range map[string]bool{
		"cork": true, "Cork": false, "?page": true, "https://uil.example/news/cork?page=2": true,
		"*": true, "**": true, "*cork*": true, "https://*": true, "*=2": true, "*news*page*": true, "https://*/news/*=2": true,
		"news/*": false, "*news": false, "*page*news*": false, "https://uil.example/news/cork?page=2*=2": false,
	} {
		if got := AddressPattern(pattern)(url); got != want {
			t.Errorf("%s: %v", pattern, got)
		}
	}
	if AddressPattern("") != nil {
		t.Error("no pattern is one")
	}
}
