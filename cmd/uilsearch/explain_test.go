package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/crawl"
	"github.com/uilsearch/uilsearch/indexer/pdf/pdftest"
)

const explainPageHTML = `<html lang="en"><head><title>Cork reads` + "\x1b[2J" + `</title><link rel="canonical" href="/en/news/cork">
<meta property="article:published_time" content="2021-03-04"></head><body><main><h1>Cork reads</h1>
<p>The learning city of Cork in Ireland lends books between the stalls of its market, and every reader is welcome there.</p>
<p>A reading circle in the prison meets in the evening, and the library brings what its members ask for each week.</p>
<a href="/en/news/next">Next</a> <a href="/fr/suite">Suite</a> <a href="/hidden" rel="nofollow">Hidden</a></main></body></html>`

// explainServer is a small site with pages of many kinds.
func explainServer(t *testing.T) *httptest.Server {
	t.Helper()
	report := pdftest.File{Title: "Reading in the market", Pages: []pdftest.Page{pdftest.Column("Nothing of note here."), pdftest.Column("The city of Cork lends books between the stalls.")}}
	pages := map[string]struct{ contentType, body string }{
		"/robots.txt":   {"text/plain", "User-agent: *\nDisallow: /private\nSitemap: /map.xml\n"},
		"/en/news/cork": {"text/html; charset=utf-8", explainPageHTML},
		"/private":      {"text/html", "not for robots"},
		"/noindex":      {"text/html", "<meta name=robots content=noindex><p>Words."},
		"/fr/suite":     {"text/html", "<p>Suite"},
		"/empty":        {"text/html", "<title>Nothing</title>"},
		"/latin":        {"text/html; charset=utf-8", "<title>Caf\xe9</title><h1>Caf\xe9</h1><p>" + strings.Repeat("The caf\xe9 of the learning city of Cork is open to all who read. ", 3)},
		"/report.pdf":   {"application/pdf", string(report.Bytes())},
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch p, ok := pages[r.URL.Path]; {
		case r.URL.Path == "/one":
			http.Redirect(w, r, "/two", http.StatusFound)
		case r.URL.Path == "/two":
			http.Redirect(w, r, "/en/news/cork#top", http.StatusMovedPermanently)
		case !ok:
			http.NotFound(w, r)
		default:
			w.Header().Set("Content-Type", p.contentType)
			fmt.Fprint(w, p.body)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// explainJSON returns what is written of an address or a file, and with which
// code.
func explainJSON(t *testing.T, args ...string) (explanation, result) {
	t.Helper()
	got := crawlIn(t, append([]string{"explain-url", "--json"}, args...)...)
	var x explanation
	if err := json.Unmarshal([]byte(got.stdout), &x); err != nil {
		t.Fatalf("%v: %v: %+v", args, err, got)
	}
	return x, got
}

// A page is shown from its address to its links, in words.
func TestExplainURL(t *testing.T) {
	s, data := explainServer(t), filepath.Join(t.TempDir(), "none")
	config := filepath.Join(t.TempDir(), "a.toml")
	writeFile(t, config, "[crawl]\ndeny_paths = [\"/fr/\"]\n")
	got := crawlIn(t, "explain-url", s.URL+"/one?fbclid=1#x", "--data", data, "--config", config)
	at := 0
	text := oneSpace(strings.ReplaceAll(got.stdout, s.URL, "ORIGIN"))
	for _, want := range []string{
		"\ncanonical ORIGIN/one", "removed: #x", "removed: parameter fbclid=1", "scope allowed because it is named here", "crawl.sites", "Visit 1 of 3",
		"robots.txt ORIGIN/robots.txt: 200 OK", "allowed: no line for * speaks of it", "sitemap /map.xml", "request ORIGIN/one: 302 Found, to ORIGIN/two", "outcome skipped: redirects to ORIGIN/two",
		"Visit 3 of 3", "as it was read above", "header Content-Type: text/html; charset=utf-8", "charset utf-8 (header)", "rel=canonical ORIGIN/en/news/cork", "outcome ingested",
		"Archive", "nothing is known of it", "Document", "title Cork reads", "language en", "published 2021-03-04 (day, from ",
		"How it was read", "shape ", "Tags", "city Cork (cork), about, by ", "[Cork] in Ireland lends books", "country Ireland (ie)",
		"Links", "followed 1", "ORIGIN/en/news/next", "skipped 2", "ORIGIN/fr/suite", "scope: path /fr/", "ORIGIN/hidden", "nofollow:",
	} {
		next := strings.Index("\n"+text[at:], strings.TrimPrefix(want, "\n"))
		if next < 0 {
			t.Fatalf("%q is not there, or not behind what stands before it, in\n%s", want, got.stdout)
		}
		at += next
	}
	if got.code != exitOK || got.stderr != "" || strings.Contains(got.stdout, "\x1b") {
		t.Errorf("%+v", got)
	}
	for line := range strings.Lines(got.stdout) {
		if columns(strings.TrimRight(line, "\n")) > 100 && strings.Contains(strings.TrimSpace(line), " ") {
			t.Errorf("too wide: %s", line)
		}
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("a data directory was made")
	}
}

// What gives no document says why, in text and code.
func TestExplainURLWithoutDocument(t *testing.T) {
	s, data := explainServer(t), t.TempDir()
	config := filepath.Join(t.TempDir(), "a.toml")
	writeFile(t, config, fmt.Sprintf("[crawl]\nsites = [%q]\ndeny_paths = [\"/fr/\"]\n", s.URL))
	for path, want := range map[string]string{
		"/private": "skipped: robots.txt: Disallow: /private", "/noindex": "skipped: the page asks for noindex", "/missing": "failed: answers 404 Not Found",
		"/fr/suite": "skipped: scope: path /fr/", "/empty": "no title or no text",
	} {
		x, got := explainJSON(t, s.URL+path, "--data", data, "--config", config)
		if got.code != exitEmpty || !strings.Contains(x.NoDocument, want) || !strings.Contains(got.stderr, want) || x.Document != nil {
			t.Errorf("%s: %+v, %s", path, x, got.stderr)
		}
		if asked := len(x.Crawl.Last().Requests); (asked == 0) != (path == "/private" || path == "/fr/suite") {
			t.Errorf("%s: %d requests", path, asked)
		}
		if x.Crawl.Settings.Allowed != (path != "/fr/suite") {
			t.Errorf("%s: settings %+v", path, x.Crawl.Settings)
		}
		got = crawlIn(t, "explain-url", s.URL+path, "--data", data, "--config", config)
		if !strings.Contains(oneSpace(strings.ReplaceAll(got.stdout, "\n", " ")), "none "+strings.Fields(want)[0]) && path != "/empty" || got.code != exitEmpty {
			t.Errorf("%s: %+v", path, got)
		}
	}
	// Nothing but what the settings name is connected to.
	got := uilsearch(t, "explain-url", "--json", s.URL+"/en/news/cork", "--data", data, "--config", config)
	var x explanation
	if err := json.Unmarshal([]byte(got.stdout), &x); err != nil || got.code != exitUnreachable || !x.Crawl.Unreachable || !strings.Contains(x.NoDocument, "crawl.allow_networks") {
		t.Errorf("private network: %v: %+v", err, got)
	}
}

// What the archive knows is shown, and stays as it is.
func TestExplainURLKnown(t *testing.T) {
	s, data := explainServer(t), t.TempDir()
	if got := crawlIn(t, "crawl", "--data", data, s.URL+"/en/news/cork"); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	before := filesOf(t, data)
	x, got := explainJSON(t, s.URL+"/en/news/cork", "--data", data)
	if last := x.Crawl.Last(); got.code != exitOK || last.Result != archive.Unchanged || x.Archive == nil || !x.Archive.Live || len(x.Archive.Outcomes) != 1 {
		t.Errorf("%+v", got)
	}
	latin, _ := explainJSON(t, s.URL+"/latin", "--data", data)
	if r := latin.Crawl.Last().Response; r.CharsetDoubt == "" || latin.Document.Title != "Café" {
		t.Errorf("wrong charset: %+v, %+v", r, latin.Document)
	}
	for name, content := range filesOf(t, data) {
		if before[name] != content {
			t.Errorf("%s has changed", name)
		}
	}
	if got := crawlIn(t, "explain-url", s.URL+"/en/news/cork", "--data", data); !strings.Contains(oneSpace(got.stdout), "live text/html, ") || !strings.Contains(oneSpace(got.stdout), "last visit ") {
		t.Errorf("%s", got.stdout)
	}
}

// filesOf returns the files below a directory but for those that a database in
// use has beside it.
func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, "-wal") || strings.HasSuffix(path, "-shm") {
			return err
		}
		content, err := os.ReadFile(path)
		name, relErr := filepath.Rel(dir, path)
		out[name] = string(content)
		if err == nil {
			err = relErr
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestExplainFile(t *testing.T) {
	dir, data := t.TempDir(), t.TempDir()
	record := `{"url":%q,"media_type":"text/html","captured":"2026-01-0%dT00:00:00Z","body":%q}` + "\n"
	many := ""
	for day, title := range []string{"New", "Old"} {
		many += fmt.Sprintf(record, "https://uil.example/x", 2-day, "<title>"+title+"</title><p>"+title+" words of the learning city of Cork are kept here for readers.")
	}
	for name, content := range map[string]string{
		"page.html": explainPageHTML, "page.md": "# Cork reads\n\nThe learning city of Cork lends books.\n", "page.txt": "Cork reads\n\nThe learning city of Cork lends books.\n",
		"many.ndjson":  many,
		"large.txt":    strings.Repeat("x", 17<<20),
		"picture.jpeg": "no page",
	} {
		writeFile(t, filepath.Join(dir, name), content)
	}
	for _, name := range []string{"page.html", "page.md", "page.txt"} {
		x, got := explainJSON(t, filepath.Join(dir, name), "--data", data)
		if got.code != exitOK || x.Crawl != nil || x.Links != nil || x.Document == nil || x.Reading.Shape == "" || len(x.Tags) == 0 || x.Document.Tags != nil {
			t.Fatalf("%s: %+v", name, got)
		}
		tag := x.Tags[0]
		if e := tag.Evidence[0]; tag.Value != "cork" || tag.Label != "Cork" || e.Surface != "Cork" || e.Sentence.Text[e.Sentence.Marks[0].Start:e.Sentence.Marks[0].End] != "Cork" {
			t.Errorf("%s: %+v", name, tag)
		}
		if got := uilsearch(t, "explain-url", filepath.Join(dir, name), "--data", data); !strings.HasPrefix(got.stdout, "Document\n") || got.code != exitOK {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if x, got := explainJSON(t, filepath.Join(dir, "many.ndjson"), "--record", "https://uil.example/x", "--data", data); got.code != exitOK || x.Document.Title != "New" {
		t.Errorf("record: %+v", got)
	}
	for name, want := range map[string]string{"large.txt": "larger than 16 MiB", "picture.jpeg": "cannot read files that end in .jpeg"} {
		if x, got := explainJSON(t, filepath.Join(dir, name), "--data", data); got.code != exitEmpty || !strings.Contains(x.NoDocument, want) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	ndjson := filepath.Join(dir, "many.ndjson")
	for _, test := range []struct{ args, want string }{
		{ndjson, "--record"}, {ndjson + " --record https://uil.example/none", "no page of that address"}, {filepath.Join(dir, "page.md") + " --record https://uil.example/x", "is one page"},
		{"https://uil.example/ --record x", "is an address"}, {dir, "is a folder"}, {"uil.example/page", "begins with https://"}, {"ftp://uil.example/", "neither http nor https"},
		{"http://a:b@uil.example/", "user name"}, {"", "accepts 1 arg"},
	} {
		got := uilsearch(t, append(append([]string{"explain-url"}, strings.Fields(test.args)...), "--data", data)...)
		if got.code != exitUsage || !strings.Contains(got.stderr, test.want) || got.stdout != "" {
			t.Errorf("%s: %+v", test.args, got)
		}
	}
	if got := uilsearch(t, "explain-url", "https://uil.example/", "--data", data); got.code != exitConfig || !strings.Contains(got.stderr, "crawl.contact") {
		t.Errorf("without a contact: %+v", got)
	}
}

// PDFs are read with their pages, from a server and from a file. Compiling the
// reader takes seconds, so that one test has all of them.
func TestExplainPDF(t *testing.T) {
	s, data, broken := explainServer(t), t.TempDir(), filepath.Join(t.TempDir(), "broken.pdf")
	x, got := explainJSON(t, s.URL+"/report.pdf", "--data", data)
	if got.code != exitOK || len(x.Document.Sections) != 2 || x.Page.MediaType != corpus.PDF || x.Crawl.Last().Response.MediaType != corpus.PDF ||
		x.Tags[0].Evidence[0].Sentence.Page != 2 {
		t.Errorf("%+v", got)
	}
	writeFile(t, broken, "no PDF")
	if x, got := explainJSON(t, broken, "--data", data); got.code != exitEmpty || !strings.Contains(x.NoDocument, "broken, or no PDF") {
		t.Errorf("%+v", got)
	}
}

// Every name of the JSON stands in docs/operations.md.
func TestExplainNamesAreDocumented(t *testing.T) {
	s := explainServer(t)
	_, text, _ := strings.Cut(readDoc(t, operations), "### Explain one page")
	text, _, _ = strings.Cut(text, "\n## ")
	var walk func(v any)
	names := map[string]bool{}
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, below := range v {
				names[name] = true
				if name != "header" && name != "document" && name != "archive" { // described elsewhere
					walk(below)
				}
			}
		case []any:
			for _, below := range v {
				walk(below)
			}
		}
	}
	for _, path := range []string{"/one", "/private", "/latin"} {
		got := crawlIn(t, "explain-url", "--json", s.URL+path, "--data", t.TempDir())
		var v any
		if err := json.Unmarshal([]byte(got.stdout), &v); err != nil {
			t.Fatal(err)
		}
		walk(v)
	}
	for name := range names {
		if name != "given" && !regexp.MustCompile("`"+name+"`").MatchString(text) {
			t.Errorf("%s is not described in docs/operations.md", name)
		}
	}
	if len(names) < 40 {
		t.Errorf("only %d names were looked at", len(names))
	}
}

// Tries that come to the same are one line, others are not.
func TestExplainRequests(t *testing.T) {
	s := &sheet{}
	busy, page := crawl.Request{URL: "a", Status: 503}, crawl.Request{URL: "a", Status: 200}
	writeRequests(s, "request", []crawl.Request{busy, busy, page})
	if want := "request a: 503 Service Unavailable (2 times) a: 200 OK "; oneSpace(strings.ReplaceAll(s.String(), "\n", " ")) != " "+want {
		t.Errorf("%q", s.String())
	}
}

func TestSheet(t *testing.T) {
	s := &sheet{}
	s.heading("A heading")
	s.line("label", "%s", strings.Repeat("word ", 30))
	s.line("empty", "")
	s.line("", "  %s", "https://uil.example/"+strings.Repeat("long", 30))
	s.line("한국어", "%s", strings.Repeat("学习型城市", 20))
	s.heading("Another")
	s.line("steered", "%s", "a\x1b[2Jb\u202ec\nd\xff")
	want := "A heading\n" +
		"  label         " + strings.TrimSpace(strings.Repeat("word ", 16)) + "\n                " + strings.TrimSpace(strings.Repeat("word ", 14)) + "\n" +
		"                  https://uil.example/" + strings.Repeat("long", 30) + "\n" +
		"  한국어        " + strings.Repeat("学习型城市", 8) + "\n                " + strings.Repeat("学习型城市", 8) + "\n                " + strings.Repeat("学习型城市", 4) + "\n" +
		"\nAnother\n  steered       a\uFFFD[2Jb\uFFFDc d\uFFFD\n"
	if got := s.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
