package web

import "testing"

func TestChooseCoding(t *testing.T) {
	for _, c := range []struct {
		accept   []string
		want     string
		plainToo bool
	}{
		{nil, "", true},
		{[]string{""}, "", true},
		{[]string{"gzip"}, "gzip", true},
		{[]string{"br"}, "br", true},
		{[]string{"gzip, deflate, br, zstd"}, "br", true},
		{[]string{"gzip, deflate", "br"}, "br", true},
		{[]string{"GZIP;Q=0.5 , BR ; Q=0.5"}, "br", true},
		{[]string{"x-gzip"}, "gzip", true},
		{[]string{"gzip;q=1.0, br;q=0.9"}, "gzip", true},
		{[]string{"br;q=0, gzip"}, "gzip", true},
		{[]string{"br;q=0"}, "", true},
		{[]string{"gzip;q=0, identity"}, "", true},
		{[]string{"gzip;q=0.000, br;q=0.001"}, "br", true},
		{[]string{"deflate, zstd"}, "", true},
		{[]string{"*"}, "br", true},
		{[]string{"br;q=0, *"}, "gzip", true},
		{[]string{"*;q=0"}, "", false},
		{[]string{"gzip, *;q=0"}, "gzip", false},
		{[]string{"gzip, *;q=0, identity"}, "gzip", true},
		{[]string{"identity;q=0"}, "", false},
		{[]string{"identity;q=0, *"}, "br", false},
		{[]string{"identity;q=0, gzip;q=0.1"}, "gzip", false},
		{[]string{"identity;q=1, gzip;q=0.5"}, "", true},
		{[]string{"identity;q=0.5, gzip;q=0.5"}, "gzip", true},
		{[]string{"gzip;q=2, br;q=-1"}, "", true},
		{[]string{"gzip;q=NaN, br;q=Inf"}, "", true},
		{[]string{"gzip;level=9"}, "", true},
		{[]string{"gzip;q=, br;"}, "", true},
		{[]string{",, gzip ,"}, "gzip", true},
		{[]string{"gzip;q=0, gzip"}, "", true},
		{[]string{"brotli, gzipped"}, "", true},
	} {
		if got, plainToo := chooseCoding(c.accept); got != c.want || plainToo != c.plainToo {
			t.Errorf("%q: %q, plain too %v; want %q, %v", c.accept, got, plainToo, c.want, c.plainToo)
		}
	}
}
