package config

import (
	"strings"
	"time"
)

// setting ties a key to its place in a Config. The table of settings is the
// only list of keys: file, environment and flags all go through it.
type setting struct {
	key string
	// value is a *string, *int, *Size, *Percent, *time.Duration or *[]string.
	value any
	// want says what the value must be, as the end of "write …".
	want string
	// path marks a file name, which is relative to the settings file.
	path bool
	// check returns what is wrong with the value, or "".
	check func() string
}

// settings lists every key with its place in c.
func (c *Config) settings() []setting {
	const address = "an address such as 127.0.0.1:8080"
	return []setting{
		{key: "data", value: &c.Data, want: "a directory", path: true, check: notEmpty(&c.Data)},
		{key: "archive.versions", value: &c.Archive.Versions, want: "a whole number from 0 to 1000000; 0 for all", check: between(&c.Archive.Versions, 0, 1_000_000)},
		{key: "crawl.sites", value: &c.Crawl.Sites, want: `addresses such as ["https://uil.example/"]`, check: areURLs(&c.Crawl.Sites)},
		{key: "crawl.hosts_allowed", value: &c.Crawl.HostsAllowed, want: `hosts such as ["uil.example", "*.uil.example"]`, check: areHosts(&c.Crawl.HostsAllowed)},
		{key: "crawl.allow_paths", value: &c.Crawl.AllowPaths, want: `rules such as ["/en/", "/*/news/"]`, check: arePathRules(&c.Crawl.AllowPaths)},
		{key: "crawl.deny_paths", value: &c.Crawl.DenyPaths, want: `rules such as ["/search", "/*/print$"]`, check: arePathRules(&c.Crawl.DenyPaths)},
		{key: "crawl.depth", value: &c.Crawl.Depth, want: "a whole number from 0 to 1000", check: between(&c.Crawl.Depth, 0, 1000)},
		{key: "crawl.pause", value: &c.Crawl.Pause, want: "a time from 0s to 10m", check: lasts(&c.Crawl.Pause, 10*time.Minute)},
		{key: "crawl.hosts", value: &c.Crawl.Hosts, want: "a whole number from 1 to 64", check: between(&c.Crawl.Hosts, 1, 64)},
		{key: "crawl.max_pages", value: &c.Crawl.MaxPages, want: "a whole number from 0 to 100000000; 0 for no limit", check: between(&c.Crawl.MaxPages, 0, 100_000_000)},
		{key: "crawl.max_section", value: &c.Crawl.MaxSection, want: "a whole number from 1 to 100000000", check: between(&c.Crawl.MaxSection, 1, 100_000_000)},
		{key: "crawl.contact", value: &c.Crawl.Contact, want: "an address of mail or the web, such as web@uil.example, or nothing", check: isContact(&c.Crawl.Contact)},
		{key: "crawl.allow_networks", value: &c.Crawl.AllowNetworks, want: `addresses or networks such as ["10.0.0.0/8", "::1"], or nothing`, check: areNetworks(&c.Crawl.AllowNetworks)},
		{key: "serve.addr", value: &c.Serve.Addr, want: address, check: isAddress(&c.Serve.Addr)},
		{key: "serve.admin_addr", value: &c.Serve.AdminAddr, want: address + ", other than serve.addr", check: c.adminAddr},
		{key: "serve.admin_token", value: &c.Serve.AdminToken, want: "a secret of at least 16 letters and figures", check: isToken(&c.Serve.AdminToken)},
		{key: "serve.public_url", value: &c.Serve.PublicURL, want: "an address such as https://search.example, or nothing", check: isURL(&c.Serve.PublicURL)},
		{key: "serve.searches", value: &c.Serve.Searches, want: "a whole number from 0 to 10000; 0 for two a processor", check: between(&c.Serve.Searches, 0, 10_000)},
		{key: "serve.queue", value: &c.Serve.Queue, want: "a whole number from 0 to 100000", check: between(&c.Serve.Queue, 0, 100_000)},
		{key: "serve.queue_wait", value: &c.Serve.QueueWait, want: "a time from 0s to 10s", check: lasts(&c.Serve.QueueWait, 10*time.Second)},
		{key: "serve.requests", value: &c.Serve.Requests, want: "a whole number from 1 to 100000", check: between(&c.Serve.Requests, 1, 100_000)},
		{key: "serve.connections", value: &c.Serve.Connections, want: "a whole number from 1 to 1000000", check: between(&c.Serve.Connections, 1, 1_000_000)},
		{key: "serve.cache", value: &c.Serve.Cache, want: `0 for none, or a size such as "64MiB"`, check: anything},
		{key: "serve.rate", value: &c.Serve.Rate, want: "a whole number from 0 to 1000000; 0 for no limit", check: between(&c.Serve.Rate, 0, 1_000_000)},
		{key: "serve.burst", value: &c.Serve.Burst, want: "a whole number from 1 to 1000000", check: between(&c.Serve.Burst, 1, 1_000_000)},
		{key: "serve.trusted_proxies", value: &c.Serve.TrustedProxies, want: `addresses or networks such as ["10.0.0.0/8", "::1"]`, check: areNetworks(&c.Serve.TrustedProxies)},
		{key: "serve.cors_origins", value: &c.Serve.CORSOrigins, want: `origins such as ["https://uil.example"], or ["*"]`, check: areOrigins(&c.Serve.CORSOrigins)},
		{key: "index.keep", value: &c.Index.Keep, want: "a whole number from 1 to 1000", check: between(&c.Index.Keep, 1, 1000)},
		{key: "extract.profile", value: &c.Extract.Profile, want: "a file that is there, or nothing for the built-in profile", path: true, check: isFile(&c.Extract.Profile)},
		{key: "taxonomy.dir", value: &c.Taxonomy.Dir, want: "a directory that is there, or nothing for the built-in taxonomy", path: true, check: isDir(&c.Taxonomy.Dir)},
		{key: "taxonomy.overrides", value: &c.Taxonomy.Overrides, want: "a file that is there, or nothing", path: true, check: isFile(&c.Taxonomy.Overrides)},
		{key: "reindex.max_rejects", value: &c.Reindex.MaxRejects, want: "a whole number from 0 to 100000000", check: between(&c.Reindex.MaxRejects, 0, 100_000_000)},
		{key: "reindex.max_shrink", value: &c.Reindex.MaxShrink, want: "a share from 0% to 100%", check: share(&c.Reindex.MaxShrink)},
		{key: "reindex.max_loss", value: &c.Reindex.MaxLoss, want: "a share from 0% to 100%", check: share(&c.Reindex.MaxLoss)},
		{key: "reindex.queries", value: &c.Reindex.Queries, want: "a file that is there, or nothing", path: true, check: isFile(&c.Reindex.Queries)},
		{key: "reindex.lock_wait", value: &c.Reindex.LockWait, want: "a time from 0s to 24h", check: lasts(&c.Reindex.LockWait, 24*time.Hour)},
		{key: "reindex.ping_url", value: &c.Reindex.PingURL, want: "an address such as https://ping.example/abc, or nothing", check: isURL(&c.Reindex.PingURL)},
		{key: "reindex.crawl_time", value: &c.Reindex.CrawlTime, want: "a time from 0s to 168h; 0s for no limit", check: lasts(&c.Reindex.CrawlTime, 168*time.Hour)},
		{key: "reindex.nice", value: &c.Reindex.Nice, want: "a whole number from 0 to 19", check: between(&c.Reindex.Nice, 0, 19)},
		{key: "reindex.memory", value: &c.Reindex.Memory, want: `0 for none, or a size of at least 64MiB, such as "1GiB"`, check: memoryLimit(&c.Reindex.Memory)},
		{key: "log.format", value: &c.Log.Format, want: `"text" or "json"`, check: oneOf(&c.Log.Format, LogText, LogJSON)},
		{key: "memory.limit", value: &c.Memory.Limit, want: `0 for none, or a size of at least 64MiB, such as "1GiB"`, check: memoryLimit(&c.Memory.Limit)},
	}
}

// variable returns the environment variable of a key.
func variable(key string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}
