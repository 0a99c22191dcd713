package archtest

import "slices"

// module is the prefix of every package of ours.
const module = "github.com/uilsearch/uilsearch/"

// rule says what one package may import.
type rule struct {
	// ours lists the packages of this module, without the module's path.
	ours []string
	// modules lists the third-party modules or packages by prefix. Whatever is
	// in the standard library is open to all.
	modules []string
	// tests lists what test files may import beyond ours, modules, the
	// packages in anyTest and the package itself.
	tests []string
}

// The wings: what cmd may use, and nobody else all at once.
var (
	steps = []string{"indexer/crawl", "indexer/ingest", "indexer/pdf", "indexer/extract", "indexer/enrich", "indexer/link", "indexer/curate", "indexer/publish"}
	rooms = []string{"search/bleveengine", "search/live", "search/guard", "internal/api", "internal/web"}
	base  = []string{"corpus", "corpus/sample", "corpus/taxonomy", "corpus/archive", "internal/analysis", "internal/backup", "internal/config", "internal/coverage", "internal/failpoint", "internal/generation", "internal/hidden", "internal/labelled", "internal/metrics", "internal/monitor", "internal/relevance", "internal/warc", "indexer", "search", "search/querylang", "search/snippet"}
)

// anyTest is open to every test file.
var anyTest = []string{
	"search/searchtest", "github.com/google/go-cmp", "pgregory.net/rapid", "go.uber.org/goleak", "github.com/rogpeppe/go-internal",
	"github.com/chromedp/chromedp", "github.com/chromedp/cdproto",
}

// rules has a row for every package. A new room is a new row in the same
// commit. Imports go down the levels and never across the bar between
// indexing and searching.
var rules = map[string]rule{
	// Level 0: open to all.
	"corpus":              {},
	"corpus/sample":       {},
	"internal/analysis":   {modules: []string{"github.com/blevesearch/snowballstem", "golang.org/x/text"}},
	"internal/generation": {ours: []string{"internal/failpoint"}},
	"internal/config":     {modules: []string{"github.com/pelletier/go-toml/v2"}},
	"internal/archtest":   {},
	"internal/failpoint":  {},
	"internal/warc":       {modules: []string{"github.com/andybalholm/brotli"}},
	"internal/monitor":    {modules: []string{"golang.org/x/crypto/x509roots/fallback"}},

	// Level 1: open to both wings.
	"internal/hidden":  {ours: []string{"corpus", "internal/generation"}},
	"internal/metrics": {modules: []string{"github.com/prometheus/client_golang"}},
	"corpus/taxonomy":  {ours: []string{"corpus", "internal/analysis"}},

	// Level 2, indexing.
	"corpus/archive": {ours: []string{"corpus", "internal/generation"}, modules: []string{"modernc.org/sqlite"}},

	"internal/labelled": {ours: []string{"corpus", "corpus/taxonomy"}},
	"internal/coverage": {ours: []string{"corpus", "corpus/taxonomy", "internal/analysis"}},

	"indexer/pdf":         {ours: []string{"corpus"}, modules: []string{"github.com/klippa-app/go-pdfium", "github.com/tetratelabs/wazero", "golang.org/x/sys"}, tests: []string{"indexer/pdf/pdftest"}},
	"indexer/pdf/pdftest": {},

	// Level 2, searching.
	"search/querylang": {ours: []string{"corpus", "corpus/taxonomy", "internal/analysis"}},
	"search":           {ours: []string{"corpus", "search/querylang"}, modules: []string{"golang.org/x/text/language"}},
	"search/snippet":   {ours: []string{"corpus", "internal/analysis", "search/querylang", "search"}},

	// Level 3, indexing. The steps do not know each other; cmd joins them.
	"indexer":         {ours: []string{"corpus", "internal/failpoint", "internal/generation"}},
	"indexer/ingest":  {ours: []string{"corpus", "corpus/archive", "internal/warc"}, modules: []string{"golang.org/x/text", "golang.org/x/net/html/charset"}},
	"indexer/crawl":   {ours: []string{"corpus", "corpus/archive"}, modules: []string{"code.dny.dev/ssrf", "github.com/andybalholm/brotli", "github.com/cenkalti/backoff/v5", "github.com/mmcdole/gofeed", "github.com/nlnwa/whatwg-url", "golang.org/x/net/html", "golang.org/x/text"}, tests: []string{"golang.org/x/net/dns/dnsmessage"}},
	"indexer/extract": {ours: []string{"corpus", "indexer/pdf", "internal/analysis"}, modules: []string{"github.com/markusmobius/go-trafilatura", "github.com/PuerkitoBio/goquery", "github.com/andybalholm/cascadia", "golang.org/x/net/html", "golang.org/x/text", "github.com/yuin/goldmark", "github.com/pelletier/go-toml/v2"}, tests: []string{"corpus/sample", "indexer/pdf/pdftest", "internal/labelled"}},
	"indexer/enrich":  {ours: []string{"corpus", "corpus/taxonomy", "internal/analysis"}, modules: []string{"github.com/abadojack/whatlanggo"}, tests: []string{"corpus/sample", "indexer/extract"}},
	"indexer/link":    {ours: []string{"corpus", "internal/analysis"}},
	"indexer/curate":  {ours: []string{"corpus", "corpus/taxonomy", "internal/analysis", "internal/config"}},
	"internal/backup": {ours: []string{"corpus/archive", "internal/generation", "internal/hidden"}},
	"indexer/publish": {ours: []string{"corpus", "internal/failpoint", "internal/generation"}, modules: []string{"golang.org/x/sys"}},

	// Level 3, searching. Only cmd builds engines, so rooms get theirs as a
	// search.Engine.
	"search/searchtest":  {ours: []string{"corpus", "internal/analysis", "search", "search/querylang", "search/snippet"}, modules: []string{"github.com/google/go-cmp"}},
	"search/bleveengine": {ours: []string{"corpus", "internal/analysis", "internal/generation", "search", "search/querylang", "search/snippet"}, modules: []string{"github.com/blevesearch"}},
	"search/live":        {ours: []string{"corpus", "corpus/taxonomy", "internal/analysis", "internal/generation", "internal/hidden", "search", "search/querylang"}},
	"search/guard":       {ours: []string{"corpus", "search", "search/querylang"}, modules: []string{"github.com/maypok86/otter/v2", "golang.org/x/sync"}},
	"internal/relevance": {ours: []string{"corpus", "internal/config", "internal/generation", "search", "search/querylang"}},
	"internal/api":       {ours: []string{"corpus", "internal/analysis", "search", "search/querylang"}, modules: []string{"github.com/gin-gonic/gin", "github.com/danielgtaylor/huma/v2"}},
	"internal/web":       {ours: []string{"corpus", "internal/analysis", "search", "search/querylang", "search/snippet"}, modules: []string{"github.com/gin-gonic/gin", "github.com/andybalholm/brotli", "github.com/rs/cors", "golang.org/x/time", "github.com/maypok86/otter/v2"}, tests: []string{"golang.org/x/net/html"}},

	// Level 4: wiring.
	"cmd/uilsearch": {ours: slices.Concat(base, steps, rooms), modules: []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/schollz/progressbar/v3", "golang.org/x/net/netutil", "golang.org/x/sys", "golang.org/x/term"}, tests: []string{"indexer/pdf/pdftest"}},
}
