package crawl

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Beginnings of files that many cases share.
const (
	us   = "User-agent: uilsearch\n"
	all  = "User-agent: *\n"
	ours = us + "Disallow: /a\n"
)

// robotsCases are one line each: a file, a path, and whether it is allowed.
var robotsCases = []struct {
	name, file, path string
	want             bool
}{
	{"an empty file", "", "/a", true},
	{"a file of comments", "# nothing\n#\n", "/a", true},
	{"a web page instead of a file", "<html><body>Disallow: /</body></html>", "/a", true},
	{"a rule for all", all + "Disallow: /a", "/a", false},
	{"a rule for all, another path", all + "Disallow: /a", "/b", true},
	{"a rule for us", ours, "/a", false},
	{"a rule for others", "User-agent: other\nDisallow: /", "/a", true},
	{"the whole site", all + "Disallow: /", "/", false},
	{"an empty path is the root", all + "Disallow: /$", "", false},
	{"robots.txt itself is always allowed", all + "Disallow: /", "/robots.txt", true},
	{"robots.txt with a query", all + "Disallow: /", "/robots.txt?x", true},
	{"what begins like robots.txt is not", all + "Disallow: /", "/robots.txt.bak", false},
	{"empty disallow allows all", all + "Disallow:", "/a", true},
	{"empty disallow does not undo others", all + "Disallow: /a\nDisallow:\n", "/a", false},
	{"empty allow allows nothing", all + "Allow:\nDisallow: /a\n", "/a", false},
	// Groups.
	{"our group before that of all", all + "Disallow: /\n" + us + "Disallow: /b", "/a", true},
	{"our group is found behind that of all", us + "Disallow: /b\n" + all + "Disallow: /", "/b", false},
	{"our empty group frees us", all + "Disallow: /\n" + us + "Disallow:\n", "/a", true},
	{"our group without rules frees us", all + "Disallow: /\n\n" + us, "/a", true},
	{"groups of one agent are merged", ours + "User-agent: x\nDisallow: /x\n" + us + "Disallow: /b", "/b", false},
	{"groups of one agent are merged, first part", ours + "User-agent: x\nDisallow: /x\n" + us + "Disallow: /b", "/a", false},
	{"groups of all are merged", all + "Disallow: /a\n" + all + "Disallow: /b", "/a", false},
	{"several agents share rules", "User-agent: x\n" + us + "User-agent: y\nDisallow: /a", "/a", false},
	{"empty lines do not end a group", us + "\n\nDisallow: /b\n\nDisallow: /a", "/a", false},
	{"empty lines between agents", us + "\nUser-agent: x\n\nDisallow: /a", "/a", false},
	{"unknown lines between agents", us + "Host: x\nNoindex: /q\nUser-agent: x\nDisallow: /a", "/a", false},
	{"a sitemap does not end a group", us + "Sitemap: https://x.example/s\nDisallow: /a", "/a", false},
	{"a crawl-delay does not end the agents", us + "Crawl-delay: 3\nUser-agent: x\nDisallow: /a", "/a", false},
	{"rules before any agent are for nobody", "Disallow: /\n" + us + "Disallow: /b", "/a", true},
	{"an agent without a name takes its rules along", us + "Disallow: /b\nUser-agent:\nDisallow: /a", "/a", true},
	{"a rule after other agents is not ours", us + "Disallow: /b\nUser-agent: x\nDisallow: /a", "/a", true},
	// Product tokens.
	{"token in capitals", "User-Agent: UILSEARCH\nDisallow: /a", "/a", false},
	{"token with a version", "User-agent: uilsearch/1.0\nDisallow: /a", "/a", false},
	{"token with a comment", "User-agent: uilsearch (all)\nDisallow: /a", "/a", false},
	{"a longer token is another", "User-agent: uilsearch-news\nDisallow: /a", "/a", true},
	{"a token with a number is another", "User-agent: uilsearch2\nDisallow: /a", "/a", true},
	{"a shorter token is another", "User-agent: uil\nDisallow: /a", "/a", true},
	{"a star in a token is not all", "User-agent: *bot\nDisallow: /a", "/a", true},
	{"a star with white space is all", "User-agent:   *  \nDisallow: /a", "/a", false},
	{"a star with a comment is all", "User-agent: *# all\nDisallow: /a", "/a", false},
	// Lines.
	{"keys in capitals", "USER-AGENT: uilsearch\nDISALLOW: /a", "/a", false},
	{"white space before keys and colons", "  user-agent : uilsearch\n\tdisallow\t:\t/a ", "/a", false},
	{"no white space", "user-agent:uilsearch\ndisallow:/a", "/a", false},
	{"a comment behind a rule", us + "Disallow: /a # because", "/a", false},
	{"a number sign ends a path", us + "Disallow: /a#b", "/ac", false},
	{"an escaped number sign does not", us + "Disallow: /a%23b", "/a%23b", false},
	{"lines that end in CR LF", "User-agent: uilsearch\r\nDisallow: /a\r\n", "/a", false},
	{"lines that end in CR", "User-agent: uilsearch\rDisallow: /a\rDisallow: /b", "/a", false},
	{"byte order mark", "\xef\xbb\xbfUser-agent: uilsearch\nDisallow: /a", "/a", false},
	{"a line without a colon", us + "Disallow /b\nDisallow: /a", "/b", true},
	{"NUL bytes and broken UTF-8", "\x00\xff\n" + us + "\xfe\x00\nDisallow: /a", "/a", false},
	{"a path without its slash", us + "Disallow: a/", "/a/b", false},
	// Which rule decides.
	{"a rule is a prefix", ours, "/abc", false},
	{"a rule is a prefix of the query too", us + "Disallow: /a?b", "/a?bc=1", false},
	{"case counts in paths", ours, "/A", true},
	{"the longest allows", us + "Disallow: /a\nAllow: /a/b", "/a/b/c", true},
	{"the longest refuses", us + "Allow: /a\nDisallow: /a/b", "/a/b/c", false},
	{"the order does not count", us + "Allow: /a/b\nDisallow: /a", "/a/b/c", true},
	{"allow wins a tie", us + "Disallow: /a\nAllow: /a", "/a", true},
	{"allow wins a tie, first", us + "Allow: /a\nDisallow: /a", "/a", true},
	{"a tie over two groups", us + "Disallow: /a\n" + us + "Allow: /a", "/a", true},
	{"a star counts in length", us + "Allow: /a\nDisallow: /*", "/ab", true},
	{"a star makes a rule the longer", us + "Allow: /a\nDisallow: /a*c", "/abc", false},
	{"only the root is allowed", all + "Allow: /$\nDisallow: /", "/", true},
	{"only the root is allowed, another", all + "Allow: /$\nDisallow: /", "/b", false},
	// Wildcards.
	{"a star in the middle", us + "Disallow: /a*c", "/a/b/cd", false},
	{"a star for nothing", us + "Disallow: /a*c", "/ac", false},
	{"a star at the end", us + "Disallow: /a*", "/a", false},
	{"a star at the beginning", us + "Disallow: *.pdf", "/a/b.pdf", false},
	{"several stars", us + "Disallow: /*/x/*/y", "/1/x/2/y", false},
	{"several stars, wrong order", us + "Disallow: /*/x/*/y", "/1/y/2/x", true},
	{"pieces between stars do not overlap", us + "Disallow: /*ab*b", "/ab", true},
	{"a run of stars", us + "Disallow: /a***b", "/a/b", false},
	{"a star spans the query", us + "Disallow: /*print=1", "/a?x=y&print=1", false},
	{"end of the path", us + "Disallow: /*.pdf$", "/a.pdf", false},
	{"end of the path, more follows", us + "Disallow: /*.pdf$", "/a.pdf?b", true},
	{"end of the path, twice within", us + "Disallow: /*ab$", "/abcab", false},
	{"end of the path, overlapping", us + "Disallow: /ab*b$", "/ab", true},
	{"a star before the end", us + "Disallow: /a*$", "/abc", false},
	{"a dollar within is a character", us + "Disallow: /a$b", "/a$bc", false},
	{"a dollar within is no end", us + "Disallow: /a$b", "/a", true},
	{"an escaped dollar is a character", us + "Disallow: /a-%24", "/a-$", false},
	{"an escaped dollar is no end", us + "Disallow: /a%24", "/a", true},
	{"an escaped star is a character", us + "Disallow: /a-%2A.html", "/a-*.html", false},
	{"an escaped star is no wildcard", us + "Disallow: /a%2Ac", "/abc", true},
	// Percent-encoding.
	{"the path is escaped", us + "Disallow: /ツ", "/%E3%83%84", false},
	{"the rule is escaped", us + "Disallow: /%E3%83%84", "/ツ", false},
	{"escapes in small letters", us + "Disallow: /%e3%83%84", "/%E3%83%84", false},
	{"letters that are escaped in the path", us + "Disallow: /bar/baz", "/bar/%62%61%7A", false},
	{"letters that are escaped in the rule", us + "Disallow: /bar/%62%61%7a", "/bar/baz", false},
	{"a tilde", us + "Disallow: /%7Ejoe", "/~joe/x", false},
	{"an escaped slash is no slash", us + "Disallow: /a%2Fb", "/a/b", true},
	{"an escaped slash is itself", us + "Disallow: /a%2fb", "/a%2Fb", false},
	{"an address in the query, escaped in the path", us + "Disallow: /x?u=https://y", "/x?u=https%3A%2F%2Fy", false},
	{"an address in the query, escaped in the rule", us + "Disallow: /x?u=https%3A%2F%2Fy", "/x?u=https://y", false},
	{"a space", us + "Disallow: /a b", "/a%20b", false},
	{"brackets of facets", us + "Disallow: /*?f[0]=", "/s?f%5B0%5D=city", false},
	{"half an escape is a percent sign", us + "Disallow: /a%2", "/a%252", false},
	{"half an escape is no letter", us + "Disallow: /a%2", "/a2", true},
	{"half an escape is itself", us + "Disallow: /a%2", "/a%2", false},
	{"the fragment does not count", us + "Disallow: /*x$", "/x#y", false},
}

func TestRobotsAllowed(t *testing.T) {
	for _, c := range robotsCases {
		t.Run(c.name, func(t *testing.T) {
			ok, rule := ParseRobots([]byte(c.file)).Allowed("uilsearch", c.path)
			if ok != c.want {
				t.Errorf("%q: %s is allowed: %t, by %q", c.file, c.path, ok, rule)
			}
			if !ok && rule == "" {
				t.Errorf("%q: %s is refused without a rule", c.file, c.path)
			}
		})
	}
}

func TestRobotsAgentAndRule(t *testing.T) {
	r := ParseRobots([]byte("User-agent: UILsearch\n  disallow :  /a*b   # why\nAllow: /a/b\n"))
	for _, agent := range []string{"uilsearch", "UILSEARCH", "uilsearch/1.2 (+https://uil.example/bot)"} {
		if ok, rule := r.Allowed(agent, "/axb"); ok || rule != "disallow :  /a*b" {
			t.Errorf("%s: %t, %q", agent, ok, rule)
		}
		if ok, rule := r.Allowed(agent, "/a/b"); !ok || rule != "Allow: /a/b" {
			t.Errorf("%s: %t, %q", agent, ok, rule)
		}
	}
	for _, agent := range []string{"", "*", "other/1", "uilsearch2"} {
		if ok, rule := r.Allowed(agent, "/axb"); !ok || rule != "" {
			t.Errorf("%q: %t, %q", agent, ok, rule)
		}
	}
}

func TestRobotsSizeCap(t *testing.T) {
	fill := func(size int) string {
		return strings.Repeat("#"+strings.Repeat("x", 98)+"\n", size/100+1)[:size-1] + "\n"
	}
	for _, c := range []struct {
		name, file string
		want       bool
	}{
		{"within the cap", fill(maxRobots-len(all)-len("Disallow: /a\n")) + all + "Disallow: /a\n", false},
		{"a line that crosses the cap is left out", fill(maxRobots-len(all)-len("Disallow: /")) + all + "Disallow: /b", true},
		{"beyond the cap", all + fill(maxRobots) + "Disallow: /a\n", true},
		{"one long line", all + "Disallow: /" + strings.Repeat("a", maxRobots), true},
		{"not one line within the cap", strings.Repeat("a", 2*maxRobots), true},
	} {
		if ok, rule := ParseRobots([]byte(c.file)).Allowed("uilsearch", "/a"); ok != c.want {
			t.Errorf("%s: %t, %.80q", c.name, ok, rule)
		}
	}
}

func TestRobotsDelay(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       time.Duration
	}{
		{"none", ours, 0},
		{"seconds", us + "Crawl-delay: 10", 10 * time.Second},
		{"a part of a second", us + "crawl-delay : 0.5 # half", 500 * time.Millisecond},
		{"for all", all + "Crawl-delay: 2\nDisallow:", 2 * time.Second},
		{"for all, but we have a group", all + "Crawl-delay: 2\n" + ours, 0},
		{"for another", "User-agent: x\nCrawl-delay: 2\n" + ours, 0},
		{"for another whose group goes on", "User-agent: x\nCrawl-delay: 2\n" + all + "Disallow: /a", 0},
		{"for us, then for another", us + "Crawl-delay: 2\nUser-agent: x\nCrawl-delay: 9\nDisallow: /a", 2 * time.Second},
		{"for several agents", "User-agent: x\n" + us + "Disallow: /a\nCrawl-delay: 2", 2 * time.Second},
		{"the longest of two", us + "Crawl-delay: 3\n" + us + "Crawl-delay: 2", 3 * time.Second},
		{"negative", us + "Crawl-delay: -1", 0},
		{"no number", us + "Crawl-delay: soon", 0},
		{"NaN", us + "Crawl-delay: NaN", 0},
		{"without end", us + "Crawl-delay: Inf", maxRobotsDelay},
		{"beyond all time", us + "Crawl-delay: 1e300", maxRobotsDelay},
		{"before any agent", "Crawl-delay: 5\n" + us, 0},
	} {
		if got := ParseRobots([]byte(c.file)).Delay("uilsearch/1"); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestRobotsSitemaps(t *testing.T) {
	r := ParseRobots([]byte("Sitemap: https://x.example/a.xml\n" + all + "sitemap:/b.xml # two\nDisallow: /\nSITEMAP: https://x.example/a.xml\nSitemap:\n"))
	if diff := cmp.Diff([]string{"https://x.example/a.xml", "/b.xml"}, r.Sitemaps()); diff != "" {
		t.Error(diff)
	}
}

func TestRobotsFor(t *testing.T) {
	body := []byte(all + "Disallow: /a")
	for _, c := range []struct {
		status  int
		err     error
		verdict Verdict
		a, b    bool
	}{
		{200, nil, RobotsRead, false, true},
		{206, nil, RobotsRead, false, true},
		{301, nil, RobotsAbsent, true, true},
		{401, nil, RobotsAbsent, true, true},
		{403, nil, RobotsAbsent, true, true},
		{404, nil, RobotsAbsent, true, true},
		{410, nil, RobotsAbsent, true, true},
		{429, nil, RobotsUnreachable, false, false},
		{500, nil, RobotsUnreachable, false, false},
		{503, nil, RobotsUnreachable, false, false},
		{0, nil, RobotsUnreachable, false, false},
		{200, errors.New("cut off"), RobotsUnreachable, false, false},
	} {
		r, verdict := RobotsFor(c.status, body, c.err)
		a, rule := r.Allowed("uilsearch", "/a")
		b, _ := r.Allowed("uilsearch", "/b")
		if verdict != c.verdict || a != c.a || b != c.b || !a && rule == "" {
			t.Errorf("%d, %v: %s, /a %t by %q, /b %t", c.status, c.err, verdict, a, rule, b)
		}
		if ok, _ := r.Allowed("uilsearch", "/robots.txt"); !ok {
			t.Errorf("%d, %v: robots.txt itself is refused", c.status, c.err)
		}
	}
}

func FuzzRobots(f *testing.F) {
	for _, c := range robotsCases {
		f.Add(c.file, c.path)
	}
	f.Fuzz(func(t *testing.T, file, path string) {
		r := ParseRobots([]byte(file))
		ok, rule := r.Allowed("uilsearch", path)
		if again, line := r.Allowed("uilsearch", path); again != ok || line != rule {
			t.Errorf("%t by %q, then %t by %q", ok, rule, again, line)
		}
		if len(file) > maxRobots/2 {
			return
		}
		// A group for another robot changes nothing, wherever it stands, if the
		// lines before it are ended by a rule.
		other := "User-agent: elsewhere\nDisallow: /\nCrawl-delay: 9\n"
		for _, longer := range []string{file + "\nAllow:\n" + other, other + "User-agent:\n" + strings.TrimPrefix(file, "\xef\xbb\xbf")} {
			r2 := ParseRobots([]byte(longer))
			if got, line := r2.Allowed("uilsearch", path); got != ok || line != rule {
				t.Errorf("%t by %q, with another group %t by %q", ok, rule, got, line)
			}
			if d := r2.Delay("uilsearch"); d != r.Delay("uilsearch") {
				t.Errorf("delay %s, with another group %s", r.Delay("uilsearch"), d)
			}
		}
	})
}

// TestMatchesIsFast gives patterns that take other ways of matching for ever.
func TestMatchesIsFast(t *testing.T) {
	path := "/" + strings.Repeat("a", 1<<16)
	for _, n := range []int{1 << 10, 1 << 15} {
		pattern := normalPattern("/" + strings.Repeat("a*", n) + "b$")
		if matches(pattern, path) {
			t.Errorf("%d stars match", n)
		}
	}
}
