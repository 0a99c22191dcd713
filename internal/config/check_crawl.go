package config

import (
	"fmt"
	"net/url"
	"strings"
)

// areURLs wants absolute web addresses.
func areURLs(list *[]string) func() string {
	return func() string {
		for _, s := range *list {
			u, err := url.Parse(s)
			if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
				return fmt.Sprintf("%q is no web address", s)
			}
		}
		return ""
	}
}

// areHosts wants names of hosts, with a port where it is not the usual one, and
// with "*." before them for all below.
func areHosts(list *[]string) func() string {
	return func() string {
		for _, s := range *list {
			name := strings.TrimPrefix(s, "*.")
			u, err := url.Parse("http://" + name)
			if err != nil || name == "" || u.Host != name || strings.Contains(name, "*") {
				return fmt.Sprintf("%q is no host", s)
			}
		}
		return ""
	}
}

// arePathRules wants paths, in which "*" stands for anything and "$" at the end
// for the end.
func arePathRules(list *[]string) func() string {
	return func() string {
		for _, s := range *list {
			if !strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "*") || strings.ContainsAny(s, " \t\r\n") {
				return fmt.Sprintf("%q is no rule on paths", s)
			}
		}
		return ""
	}
}

// isContact wants what can stand in a header between brackets.
func isContact(s *string) func() string {
	return func() string {
		if *s == "" {
			return ""
		}
		notHere := func(r rune) bool { return r <= ' ' || r > '~' || r == '(' || r == ')' }
		if strings.ContainsFunc(*s, notHere) || !strings.Contains(*s, "@") && !strings.HasPrefix(*s, "http://") && !strings.HasPrefix(*s, "https://") {
			return fmt.Sprintf("%q is no address of mail or the web", *s)
		}
		return ""
	}
}
