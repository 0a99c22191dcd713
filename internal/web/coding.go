package web

import (
	"strconv"
	"strings"
)

// The content codings that are spoken here, by their names in HTTP.
const (
	codingBrotli = "br"
	codingGzip   = "gzip"
	codingPlain  = "identity"
	codingAny    = "*"
)

// chooseCoding reads Accept-Encoding headers (RFC 9110, 12.5.3) and returns the
// coding that the client likes best, brotli before gzip where it likes them the
// same; empty for none. plainToo says that it takes a body without any.
func chooseCoding(accept []string) (coding string, plainToo bool) {
	weights := codingWeights(accept)
	weight := func(name string) float64 {
		if w, ok := weights[name]; ok {
			return w
		}
		return weights[codingAny]
	}
	best := weight(codingBrotli)
	if best > 0 {
		coding = codingBrotli
	}
	if w := weight(codingGzip); w > best {
		coding, best = codingGzip, w
	}
	plain, named := weights[codingPlain]
	if plain > best {
		return "", true
	}
	_, rest := weights[codingAny]
	return coding, plain > 0 || !named && !(rest && weights[codingAny] == 0)
}

// codingWeights returns the weight of each coding that is named, from 0 for not
// at all to 1. What cannot be read weighs 0; the first word on a coding counts.
func codingWeights(accept []string) map[string]float64 {
	weights := map[string]float64{}
	for _, line := range accept {
		for one := range strings.SplitSeq(line, ",") {
			name, param, weighed := strings.Cut(one, ";")
			name = strings.ToLower(strings.TrimSpace(name))
			if name == "x-gzip" {
				name = codingGzip
			}
			if _, again := weights[name]; name == "" || again {
				continue
			}
			weights[name] = 1
			if weighed {
				weights[name] = readWeight(param)
			}
		}
	}
	return weights
}

// readWeight reads "q=0.5".
func readWeight(param string) float64 {
	name, value, _ := strings.Cut(strings.TrimSpace(param), "=")
	w, err := strconv.ParseFloat(value, 64)
	if !strings.EqualFold(name, "q") || err != nil || !(w >= 0 && w <= 1) {
		return 0
	}
	return w
}
