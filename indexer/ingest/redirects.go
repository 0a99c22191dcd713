package ingest

import (
	"net/url"
	"slices"
)

// maxRedirects bounds the redirects that wait for the page they lead to.
const maxRedirects = 100_000

// redirects are the addresses that redirect to each address, as a web archive says
// before the page itself comes.
type redirects struct {
	sources map[string][]string
	waiting int
}

// add notes a redirect, and returns where it leads.
func (r *redirects) add(from, location string) string {
	base, err := url.Parse(from)
	if err != nil {
		return location
	}
	u, err := base.Parse(location)
	if err != nil {
		return location
	}
	target, err := addressOf(u.String())
	if err != nil || target == from {
		return u.String()
	}
	if r.sources == nil {
		r.sources = map[string][]string{}
	}
	sources := append(r.to(from), from)
	if r.waiting+len(sources) <= maxRedirects && len(r.sources[target])+len(sources) <= maxAliases {
		r.sources[target] = append(r.sources[target], sources...)
		r.waiting += len(sources)
	}
	return target
}

// to returns the addresses that redirect to one, sorted, and forgets them.
func (r *redirects) to(target string) []string {
	r.waiting -= len(r.sources[target])
	sources := slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(r.sources[target]))), func(s string) bool { return s == target })
	delete(r.sources, target)
	if len(sources) == 0 {
		return nil
	}
	return sources
}
