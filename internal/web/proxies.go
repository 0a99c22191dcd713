package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
)

// proxies finds out for whom the trusted ones among them ask. It is safe for
// concurrent use.
type proxies struct {
	trusted []netip.Prefix
	log     *slog.Logger
	warned  sync.Once
}

// newProxies panics on what is neither an address nor a network: settings are
// checked before.
func newProxies(o RouterOptions) *proxies {
	p := &proxies{log: o.Log}
	for _, s := range o.TrustedProxies {
		network, err := netip.ParsePrefix(s)
		if addr, fail := netip.ParseAddr(s); err != nil && fail == nil {
			network, err = addr.Unmap().Prefix(addr.Unmap().BitLen())
		}
		if err != nil {
			panic(fmt.Sprintf("trusted proxies: %v", err))
		}
		p.trusted = append(p.trusted, network.Masked())
	}
	return p
}

// origin returns the address that a request comes from: the nearest one that is
// no trusted proxy. Each proxy adds the address that asked it to
// X-Forwarded-For, some with its port; any other header would come from the
// client as it is. Without an address it is not valid.
func (p *proxies) origin(r *http.Request) netip.Addr {
	addr, _ := forwardedAddr(r.RemoteAddr)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if hop = strings.TrimSpace(hop); hop == "" || !p.trusts(addr) {
			return addr
		}
		next, ok := forwardedAddr(hop)
		if !ok {
			p.warn(addr)
			return addr
		}
		addr = next
	}
	return addr
}

func (p *proxies) trusts(addr netip.Addr) bool {
	return slices.ContainsFunc(p.trusted, func(n netip.Prefix) bool { return n.Contains(addr) })
}

// warn says once that a header cannot be read: all clients of that proxy share
// one rate then. What stands in the header is theirs.
func (p *proxies) warn(proxy netip.Addr) {
	p.warned.Do(func() {
		p.log.Warn("X-Forwarded-For of a trusted proxy holds no address, so all its clients count as one; have it write the address that asked it", "proxy", proxy)
	})
}

// forwardedAddr reads an address with or without a port, and drops its zone.
func forwardedAddr(s string) (addr netip.Addr, ok bool) {
	addr, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"))
	if err != nil {
		var both netip.AddrPort
		both, err = netip.ParseAddrPort(s)
		addr = both.Addr()
	}
	return addr.Unmap().WithZone(""), err == nil
}
