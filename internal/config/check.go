package config

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

func (c *Config) adminAddr() string {
	if reason := isAddress(&c.Serve.AdminAddr)(); reason != "" {
		return reason
	}
	if c.Serve.AdminAddr == c.Serve.Addr && !strings.HasSuffix(c.Serve.Addr, ":0") {
		return fmt.Sprintf("%q is the public address too", c.Serve.AdminAddr)
	}
	if c.Serve.AdminToken == "" && !onlyHere(c.Serve.AdminAddr) {
		return fmt.Sprintf("%q can be reached from other machines; set serve.admin_token", c.Serve.AdminAddr)
	}
	return ""
}

func notEmpty(s *string) func() string {
	return func() string {
		if *s == "" {
			return "is empty"
		}
		return ""
	}
}

func isAddress(s *string) func() string {
	return func() string {
		_, port, err := net.SplitHostPort(*s)
		if err == nil {
			_, err = strconv.ParseUint(port, 10, 16)
		}
		if err != nil {
			return fmt.Sprintf("%q is no address", *s)
		}
		return ""
	}
}

func between(n *int, low, high int) func() string {
	return func() string {
		if *n < low || *n > high {
			return fmt.Sprintf("%d is out of range", *n)
		}
		return ""
	}
}

// memoryLimit refuses limits so low that the collector would do nothing but
// collect.
func memoryLimit(n *Size) func() string {
	return func() string {
		if *n != 0 && *n < 64<<20 {
			return fmt.Sprintf("%s is too little", *n)
		}
		return ""
	}
}

func oneOf(s *string, words ...string) func() string {
	return func() string {
		for _, w := range words {
			if *s == w {
				return ""
			}
		}
		return fmt.Sprintf("%q is unknown", *s)
	}
}

func isFile(s *string) func() string {
	return func() string {
		if *s == "" {
			return ""
		}
		if info, err := os.Stat(*s); err != nil || !info.Mode().IsRegular() {
			return fmt.Sprintf("there is no file %s", *s)
		}
		return ""
	}
}

func isDir(s *string) func() string {
	return func() string {
		if *s == "" {
			return ""
		}
		if info, err := os.Stat(*s); err != nil || !info.IsDir() {
			return fmt.Sprintf("there is no directory %s", *s)
		}
		return ""
	}
}

// minToken is the least length of a secret that is worth the name.
const minToken = 16

func isToken(s *string) func() string {
	return func() string {
		switch {
		case *s != "" && len(*s) < minToken:
			return "is too short to keep anybody out"
		case strings.ContainsFunc(*s, func(r rune) bool { return r <= ' ' || r > '~' }):
			return "holds a space or a character that HTTP headers do not take"
		}
		return ""
	}
}

// onlyHere reports whether only this machine reaches an address. An address
// that is none is for isAddress to report.
func onlyHere(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	return err != nil || IsLoopback(host)
}

// IsLoopback reports whether a host, without a port, can mean this machine only.
func IsLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback() || strings.EqualFold(host, "localhost")
}

func anything() string { return "" }

func lasts(d *time.Duration, most time.Duration) func() string {
	return func() string {
		if *d < 0 || *d > most {
			return fmt.Sprintf("%s is out of range", *d)
		}
		return ""
	}
}

func share(p *Percent) func() string {
	return func() string {
		if !(*p >= 0 && *p <= 100) { // not a number is out of range too
			return fmt.Sprintf("%s is out of range", *p)
		}
		return ""
	}
}

// isURL wants an absolute web address without a query.
func isURL(s *string) func() string {
	return func() string {
		if *s == "" {
			return ""
		}
		u, err := url.Parse(*s)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Sprintf("%q is no web address", *s)
		}
		return ""
	}
}

func areNetworks(list *[]string) func() string {
	return func() string {
		for _, s := range *list {
			addr, err := netip.ParseAddr(s)
			if err != nil {
				_, err = netip.ParsePrefix(s)
			}
			if err != nil || addr.Zone() != "" { // a zone is known to one machine only
				return fmt.Sprintf("%q is no address or network", s)
			}
		}
		return ""
	}
}

// areOrigins wants origins as browsers send them: scheme and host, no path.
func areOrigins(list *[]string) func() string {
	return func() string {
		for _, s := range *list {
			u, err := url.Parse(s)
			if s != "*" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || s != u.Scheme+"://"+u.Host) {
				return fmt.Sprintf("%q is no origin", s)
			}
		}
		return ""
	}
}
