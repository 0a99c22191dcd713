package crawl

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"

	"code.dny.dev/ssrf"
)

// Network says what a Fetcher may connect to.
type Network struct {
	// Allowed are networks that are reached although they are not public, such
	// as 127.0.0.0/8. All other private, loopback, link-local and multicast
	// addresses are refused whatever name led there.
	Allowed []netip.Prefix
	// Resolver looks up names; nil for that of the system.
	Resolver *net.Resolver
}

const (
	dialTimeout   = 15 * time.Second
	headerTimeout = 30 * time.Second
	idleTimeout   = 90 * time.Second
)

// transport returns a transport that looks at every address at the moment it is
// connected to, so that neither a redirect nor another answer of the name server
// leads inside. No proxy is used: it would do the connecting.
func (n Network) transport(maxHeader int64) *http.Transport {
	dialer := &net.Dialer{Timeout: dialTimeout, Resolver: n.Resolver, Control: n.guard().Safe}
	return &http.Transport{
		DialContext: dialer.DialContext,
		// HTTP/2 is for many requests at once, and there is one here.
		Protocols:              http1(),
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        idleTimeout,
		TLSHandshakeTimeout:    dialTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true, // so that what comes is counted here
	}
}

// guard returns what refuses addresses.
func (n Network) guard() *ssrf.Guardian {
	var v4, v6 []netip.Prefix
	for _, p := range n.Allowed {
		if p.Addr().Is4() {
			v4 = append(v4, p.Masked())
		} else {
			v6 = append(v6, p.Masked())
		}
	}
	return ssrf.New(ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...))
}

func http1() *http.Protocols {
	var p http.Protocols
	p.SetHTTP1(true)
	return &p
}

// ParseNetworks reads addresses and networks, such as 127.0.0.0/8 or ::1.
func ParseNetworks(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range list {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			addr, addrErr := netip.ParseAddr(s)
			if addrErr != nil {
				return nil, fmt.Errorf("crawl: %q is no address or network", s)
			}
			p = netip.PrefixFrom(addr, addr.BitLen())
		}
		out = append(out, p)
	}
	return out, nil
}

// prohibited reports whether an address was refused when it was to be dialled.
func prohibited(err error) bool {
	return errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedNetwork) || errors.Is(err, ssrf.ErrInvalidHostPort)
}
