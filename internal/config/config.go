// Package config gathers the settings of one process from flags, environment,
// file and defaults into one value, and says what is wrong with them.
package config

import "time"

// Config holds every setting. It is a plain value: build it with Load or
// Defaults, and hand each room only the part it needs.
type Config struct {
	// Data is the directory that holds the archive and the index.
	Data     string
	Archive  Archive
	Crawl    Crawl
	Serve    Serve
	Index    Index
	Extract  Extract
	Taxonomy Taxonomy
	Reindex  Reindex
	Log      Log
	Memory   Memory
}

// Archive says what is kept of pages.
type Archive struct {
	// Versions is how many versions of a page stay, the newest among them; 0
	// for all.
	Versions int
}

// Crawl says which sites are visited, and how.
type Crawl struct {
	// Sites are the addresses that a crawl begins at where the command line
	// names none.
	Sites []string
	// HostsAllowed are hosts, such as uil.example or *.uil.example, that
	// links may lead to besides those of the sites.
	HostsAllowed []string
	// AllowPaths and DenyPaths are rules on paths, such as /en/ or
	// /*/print$; where AllowPaths is empty, all are allowed.
	AllowPaths, DenyPaths []string
	// Depth is how many links away from a site a page may be.
	Depth int
	// Pause is the least time between two requests to one host.
	Pause time.Duration
	// Hosts is how many hosts are visited at once.
	Hosts int
	// MaxPages bounds the addresses of one host that a run visits, 0 for any
	// number.
	MaxPages int
	// MaxSection bounds the addresses that are new to a run and share the host and
	// the first two segments of the path.
	MaxSection int
	// Contact, an address of mail or the web, is sent with every request.
	Contact string
	// AllowNetworks are networks (CIDR) that may be connected to although they
	// are not public.
	AllowNetworks []string
}

// Serve says where the service listens and how much it takes on.
type Serve struct {
	// Addr is the public listener, AdminAddr the one for operators, both as
	// host:port. Port 0 takes any free port.
	Addr, AdminAddr string
	// AdminToken is what operators must send as a bearer token; it may be
	// empty only where AdminAddr is a loopback address.
	AdminToken string
	// PublicURL is where people reach the site, such as
	// https://search.example; where empty, the address a request was sent to.
	PublicURL string
	// Searches is how many searches are worked on at once, 0 for two a
	// processor; Queue is how many more may wait, for QueueWait at most.
	// Whatever comes besides is told to come again.
	Searches, Queue int
	QueueWait       time.Duration
	// Requests is how many requests of all kinds are worked on at once, and
	// Connections how many are open, fewer where the system's limit of open files
	// does not leave so many. What exceeds Requests is told to come again, what
	// exceeds Connections waits.
	Requests, Connections int
	// Cache bounds the memory of answers that are kept; 0 for none.
	Cache Size
	// Rate is how many requests a second one client may make in the long run,
	// 0 for any number; Burst how many at once.
	Rate, Burst int
	// TrustedProxies are addresses or networks (CIDR) of proxies whose
	// X-Forwarded-For is believed.
	TrustedProxies []string
	// CORSOrigins are the origins, such as https://uil.example, whose pages
	// may read the API; "*" for all.
	CORSOrigins []string
}

// Index says how generations are kept.
type Index struct {
	// Keep is how many generations stay on disk, the live one among them: 1
	// to 1000.
	Keep int
}

// Extract says how pages are read.
type Extract struct {
	// Profile is a file of selectors for each page shape; empty for the one
	// that is built in.
	Profile string
}

// Taxonomy says where cities and themes come from, and what a curator says of
// single pages.
type Taxonomy struct {
	// Dir is a directory of files that replace the built-in ones of the same
	// name; empty for none.
	Dir string
	// Overrides is a file of tags, types and dates for single pages; empty for
	// none.
	Overrides string
}

// Reindex bounds a run, and says what it must not lose.
type Reindex struct {
	// MaxRejects is how many pages a run may reject before it gives up; 0
	// means that one is too many.
	MaxRejects int
	// MaxShrink is how much smaller than the live index a new one may be, in
	// documents and in text.
	MaxShrink Percent
	// MaxLoss is how many of its documents a city or theme may lose.
	MaxLoss Percent
	// Queries is a file of queries with the pages that they must find; empty
	// for none.
	Queries string
	// LockWait is how long to wait for another run to end; 0 not to wait.
	LockWait time.Duration
	// PingURL is told of each run's start and end; empty for none.
	PingURL string
	// CrawlTime is how long a run that crawls first may do so, 0 for any time.
	// What is left is for the next run.
	CrawlTime time.Duration
	// Nice is how far the process steps back behind others: 0 to 19.
	Nice int
	// Memory is the soft memory limit of a run, in place of memory.limit; 0
	// for none of its own.
	Memory Size
}

// Log says how messages are written.
type Log struct {
	// Format is "text" or "json".
	Format string
}

// Memory bounds the process.
type Memory struct {
	// Limit is the soft limit in bytes that the garbage collector works towards,
	// and of which the caches of the index take their share; 0 for none, and
	// small caches.
	Limit Size
}

// FileName is the file that is read from the working directory where no other
// is named; it need not be there.
const FileName = "uilsearch.toml"

// The values that log.format takes.
const (
	LogText = "text"
	LogJSON = "json"
)

// Defaults returns the settings that hold where nothing else is said.
func Defaults() Config {
	return Config{
		Data:    "data",
		Archive: Archive{Versions: 10},
		Crawl:   Crawl{Depth: 10, Pause: time.Second, Hosts: 4, MaxPages: 50_000, MaxSection: 5000},
		Serve: Serve{
			Addr: "127.0.0.1:8080", AdminAddr: "127.0.0.1:8081",
			Queue: 64, QueueWait: 2 * time.Second,
			Requests: 256, Connections: 2048,
			Cache: 64 << 20,
			Rate:  20, Burst: 100,
		},
		Index:   Index{Keep: 3},
		Reindex: Reindex{MaxRejects: 1000, MaxShrink: 10, MaxLoss: 30, CrawlTime: 3 * time.Hour, Nice: 10, Memory: 1 << 30},
		Log:     Log{Format: LogText},
	}
}
