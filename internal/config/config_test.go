package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// write puts a settings file into a directory of its own.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "uilsearch.toml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPrecedence(t *testing.T) {
	path := write(t, "[serve]\naddr = \"127.0.0.1:1\"\nadmin_addr = \"127.0.0.1:2\"\n[index]\nkeep = 7\n[log]\nformat = \"json\"\n")
	env := []string{"HOME=/x", "UILSEARCH_SERVE_ADDR=127.0.0.1:3", "UILSEARCH_INDEX_KEEP=8"}
	flags := map[string]string{"serve.addr": "127.0.0.1:4"}
	c, err := Load(path, env, flags)
	if err != nil {
		t.Fatal(err)
	}
	want := Defaults()
	want.Serve.Addr, want.Serve.AdminAddr = "127.0.0.1:4", "127.0.0.1:2"
	want.Index.Keep = 8
	want.Log.Format = LogJSON
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error(diff)
	}
}

// TestKinds gives each kind of value from file and environment.
func TestKinds(t *testing.T) {
	path := write(t, "[serve]\nqueue_wait = \"1.5s\"\ncors_origins = [\"https://a.example\"]\n[reindex]\nmax_loss = \"2.5%\"\nmemory = \"2GiB\"\n")
	env := []string{"UILSEARCH_SERVE_TRUSTED_PROXIES=::1, 10.0.0.0/8", "UILSEARCH_SERVE_ADMIN_TOKEN=0123456789abcdef", "UILSEARCH_SERVE_ADMIN_ADDR=:8081"}
	c, err := Load(path, env, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Defaults()
	want.Serve.QueueWait, want.Serve.CORSOrigins, want.Serve.TrustedProxies = 1500*time.Millisecond, []string{"https://a.example"}, []string{"::1", "10.0.0.0/8"}
	want.Serve.AdminToken, want.Serve.AdminAddr = "0123456789abcdef", ":8081"
	want.Reindex.MaxLoss, want.Reindex.Memory = 2.5, 2<<30
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error(diff)
	}
}

func TestProblems(t *testing.T) {
	for _, test := range []struct {
		name, file string
		env        []string
		flags      map[string]string
		want       []Error
	}{
		{name: "unknown key", file: "\n[serve]\nadr = \"127.0.0.1:1\"\n",
			want: []Error{{Line: 3, Key: "serve.adr", Reason: "no such setting", Remedy: "remove it, or did you mean serve.addr?"}}},
		{name: "unknown table", file: "[web]\ncolour = \"red\"\n",
			want: []Error{{Line: 2, Key: "web.colour", Reason: "no such setting"}}},
		{name: "inline table", file: "# a comment\nserve = { addr = \"127.0.0.1:1\", port = 2 }\n",
			want: []Error{{Line: 2, Key: "serve.port", Reason: "no such setting"}}},
		{name: "array of tables", file: "[[serve]]\naddr = \"127.0.0.1:1\"\n",
			want: []Error{{Line: 1, Key: "serve", Reason: "no such setting"}}},
		{name: "wrong kind", file: "[index]\nkeep = \"three\"\n",
			want: []Error{{Line: 2, Key: "index.keep", Reason: `"three" does not fit`, Remedy: "write a whole number from 1 to 1000"}}},
		{name: "out of range", file: "[index]\n\nkeep = 0\n",
			want: []Error{{Line: 3, Key: "index.keep", Reason: "0 is out of range", Remedy: "write a whole number from 1 to 1000"}}},
		{name: "no address", file: "serve.addr = \"8080\"\n",
			want: []Error{{Line: 1, Key: "serve.addr", Reason: `"8080" is no address`}}},
		{name: "one address twice", file: "[serve]\nadmin_addr = \"127.0.0.1:8080\"\n",
			want: []Error{{Line: 2, Key: "serve.admin_addr", Reason: `"127.0.0.1:8080" is the public address too`}}},
		{name: "no size", file: "[memory]\nlimit = \"many\"\n",
			want: []Error{{Line: 2, Key: "memory.limit", Reason: `"many" does not fit`}}},
		{name: "little memory", file: "[memory]\nlimit = \"1KiB\"\n",
			want: []Error{{Line: 2, Key: "memory.limit", Reason: "1KiB is too little"}}},
		{name: "missing directory", file: "[taxonomy]\ndir = \"nowhere\"\n",
			want: []Error{{Line: 2, Key: "taxonomy.dir", Reason: "there is no directory DIR/nowhere"}}},
		{name: "missing profile", file: "[extract]\nprofile = \"none.toml\"\n",
			want: []Error{{Line: 2, Key: "extract.profile", Reason: "there is no file DIR/none.toml"}}},
		{name: "empty", file: "data = \"\"\n",
			want: []Error{{Line: 1, Key: "data", Reason: "is empty"}}},
		{name: "several", file: "[index]\nkeep = 0\nkep = 3\n[log]\nformat = \"xml\"\n",
			want: []Error{{Line: 3, Key: "index.kep", Reason: "no such setting"}, {Line: 2, Key: "index.keep", Reason: "0 is out of range"}, {Line: 5, Key: "log.format", Reason: `"xml" is unknown`}}},
		{name: "versions and the time of a crawl", file: "[archive]\nversions = -1\n[reindex]\ncrawl_time = \"8 days\"\n",
			want: []Error{{Line: 4, Key: "reindex.crawl_time", Reason: `"8 days" does not fit`, Remedy: "write a time from 0s to 168h; 0s for no limit"}, {Line: 2, Key: "archive.versions", Reason: "-1 is out of range"}}},
		{name: "no share", file: "[reindex]\nmax_shrink = \"half\"\nmax_loss = \"101%\"\n",
			want: []Error{{Line: 2, Key: "reindex.max_shrink", Reason: `"half" does not fit`, Remedy: "write a share from 0% to 100%"}, {Line: 3, Key: "reindex.max_loss", Reason: "101% is out of range"}}},
		{name: "not a number", file: "[reindex]\nmax_shrink = \"NaN%\"\n",
			want: []Error{{Line: 2, Key: "reindex.max_shrink", Reason: "NaN% is out of range"}}},
		{name: "no time", file: "[serve]\nqueue_wait = 2\n[reindex]\nlock_wait = \"-1s\"\n",
			want: []Error{{Line: 2, Key: "serve.queue_wait", Reason: "2 does not fit"}, {Line: 4, Key: "reindex.lock_wait", Reason: "-1s is out of range"}}},
		{name: "no list", file: "[serve]\ntrusted_proxies = \"::1\"\ncors_origins = [1]\n",
			want: []Error{{Line: 2, Key: "serve.trusted_proxies"}, {Line: 3, Key: "serve.cors_origins"}}},
		{name: "zone", file: "[serve]\ntrusted_proxies = [\"fe80::1%eth0\"]\n",
			want: []Error{{Line: 2, Key: "serve.trusted_proxies", Reason: `"fe80::1%eth0" is no address or network`}}},
		{name: "lists", file: "[serve]\ntrusted_proxies = [\"10.0.0.0/8\", \"proxy\"]\ncors_origins = [\"https://a.example\", \"https://a.example/\"]\n",
			want: []Error{{Line: 2, Key: "serve.trusted_proxies", Reason: `"proxy" is no address or network`}, {Line: 3, Key: "serve.cors_origins", Reason: `"https://a.example/" is no origin`}}},
		{name: "no web address", file: "[reindex]\nping_url = \"ftp://a.example\"\n",
			want: []Error{{Line: 2, Key: "reindex.ping_url", Reason: `"ftp://a.example" is no web address`}}},
		{name: "operators from elsewhere", file: "[serve]\nadmin_addr = \"0.0.0.0:8081\"\n",
			want: []Error{{Line: 2, Key: "serve.admin_addr", Reason: `"0.0.0.0:8081" can be reached from other machines; set serve.admin_token`}}},
		{name: "short token", file: "[serve]\nadmin_token = \"secret\"\n",
			want: []Error{{Line: 2, Key: "serve.admin_token", Reason: "is too short to keep anybody out"}}},
		{name: "no TOML", file: "[index]\nkeep == 3\n",
			want: []Error{{Line: 2}}},
		{name: "twice", file: "[index]\nkeep = 3\nkeep = 4\n",
			want: []Error{{Line: 3}}},
		{name: "environment", env: []string{"UILSEARCH_LOG_FORMAT=xml", "UILSEARCH_KEEP=3", "UILSEARCH_INDEX_KEEP=x"},
			want: []Error{
				{File: "UILSEARCH_INDEX_KEEP", Key: "index.keep", Reason: `"x" does not fit`},
				{File: "UILSEARCH_KEEP", Reason: "no such setting"},
				{File: "UILSEARCH_LOG_FORMAT", Key: "log.format", Reason: `"xml" is unknown`}}},
		{name: "one key twice", file: "[index]\nkeep = 0\n", env: []string{"UILSEARCH_INDEX_KEEP=x"},
			want: []Error{{File: "UILSEARCH_INDEX_KEEP", Key: "index.keep", Reason: `"x" does not fit`}}},
		{name: "one key, last out of range", env: []string{"UILSEARCH_INDEX_KEEP=x"}, flags: map[string]string{"index.keep": "0"},
			want: []Error{{File: "UILSEARCH_INDEX_KEEP", Key: "index.keep", Reason: `"x" does not fit`}, {File: "command line", Key: "index.keep", Reason: "0 is out of range"}}},
		{name: "flag", flags: map[string]string{"serve.addr": "here"},
			want: []Error{{File: "command line", Key: "serve.addr", Reason: `"here" is no address`}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := write(t, test.file)
			_, err := Load(path, test.env, test.flags)
			got := Problems(err)
			if len(got) != len(test.want) {
				t.Fatalf("got %v, want %d problems", err, len(test.want))
			}
			for i, w := range test.want {
				compare(t, path, *got[i], w)
			}
		})
	}
}

// compare checks the parts of an Error that a case names.
func compare(t *testing.T, path string, got, want Error) {
	t.Helper()
	if want.File == "" {
		want.File = path
	}
	want.Reason = strings.ReplaceAll(want.Reason, "DIR", filepath.Dir(path))
	if got.File != want.File || got.Line != want.Line || want.Reason != "" && (got.Reason != want.Reason || got.Key != want.Key) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if want.Remedy != "" && got.Remedy != want.Remedy {
		t.Errorf("remedy is %q, want %q", got.Remedy, want.Remedy)
	}
	if got.Remedy == "" {
		t.Errorf("%v has no remedy", &got)
	}
}

func TestErrorSaysWhereAndHow(t *testing.T) {
	e := &Error{File: "a.toml", Line: 3, Key: "index.keep", Reason: "0 is out of range", Remedy: "write a whole number from 1 to 1000"}
	const want = "a.toml:3: index.keep: 0 is out of range; write a whole number from 1 to 1000"
	if e.Error() != want {
		t.Errorf("got %q, want %q", e.Error(), want)
	}
}

func TestMissingFile(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := Load("", nil, nil); err != nil {
		t.Errorf("no file at all: %v", err)
	}
	for name, load := range map[string]func() (Config, error){
		"flag":     func() (Config, error) { return Load("gone.toml", nil, nil) },
		"variable": func() (Config, error) { return Load("", []string{"UILSEARCH_CONFIG=gone.toml"}, nil) },
	} {
		_, err := load()
		var e *Error
		if !errors.As(err, &e) || e.File != "gone.toml" {
			t.Errorf("%s: got %v, want an Error that names gone.toml", name, err)
		}
	}
}

func TestPathsAreRelativeToTheFile(t *testing.T) {
	path := write(t, "data = \"d\"\n[taxonomy]\ndir = \".\"\n")
	c, err := Load(path, []string{"UILSEARCH_DATA=e"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Taxonomy.Dir != filepath.Dir(path) || c.Data != "e" {
		t.Errorf("got %q and %q", c.Taxonomy.Dir, c.Data)
	}
}

// TestExample holds docs/uilsearch.toml to its promise: every setting, with
// its default.
func TestExample(t *testing.T) {
	const path = "../../docs/uilsearch.toml"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Load(path, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Defaults()
	want.Data = filepath.Join(filepath.Dir(path), want.Data)
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error(diff)
	}
	at := lines(data)
	for _, s := range c.settings() {
		if at[s.key] == 0 {
			t.Errorf("%s is not in %s", s.key, path)
		}
	}
}

func TestDefaultsAreValid(t *testing.T) {
	c := Defaults()
	if got := c.check(nil, nil); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	c.Index.Keep = -1
	if got := c.check(nil, nil); len(got) != 1 || got[0].Key != "index.keep" {
		t.Errorf("got %v, want one problem, of index.keep", got)
	}
}

func TestIsLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.3.2.1": true, "::1": true, "::ffff:127.0.0.1": true, "localhost": true, "LocalHost": true,
		"": false, "0.0.0.0": false, "::": false, "192.0.2.1": false, "localhost.example": false, "[::1]": false,
	} {
		if got := IsLoopback(host); got != want {
			t.Errorf("%q: %v, want %v", host, got, want)
		}
	}
}

func TestSizeRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Size(rapid.Int64Min(0).Draw(t, "bytes"))
		got, err := ParseSize(s.String())
		if err != nil || got != s {
			t.Fatalf("%d is written %s and read %d, %v", s, s, got, err)
		}
	})
	for _, bad := range []string{"", "MiB", "-1", "1.5MiB", "1 TB", "9999999999GiB"} {
		if got, err := ParseSize(bad); err == nil {
			t.Errorf("ParseSize(%q) = %d", bad, got)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("[serve]\naddr = \"x\"\n")
	f.Add("a = { b = { c = 1 } }\n[[d]]\n")
	f.Add("\"\" = 1\n'a.b' = [1, {c = 2}]\n")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(dir, "fuzz.toml")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		c, err := Load(path, nil, nil)
		if wrong := c.check(nil, nil); err == nil && len(wrong) > 0 {
			t.Errorf("Load took what is out of range: %v", wrong)
		}
		for _, p := range Problems(err) {
			if p.File != "" && p.Line == 0 && p.Key != "" {
				t.Errorf("no line: %v", p)
			}
		}
	})
}

func TestRounded(t *testing.T) {
	for size, want := range map[Size]string{
		0: "0 bytes", 1023: "1023 bytes", 1024: "1.0 KiB", 1536: "1.5 KiB", 10 << 10: "10 KiB", 1<<20 - 1: "1.0 MiB",
		250 << 20: "250 MiB", 3 << 30: "3.0 GiB", 1 << 50: "1024 TiB",
	} {
		if got := size.Rounded(); got != want {
			t.Errorf("%d is %q, want %q", size, got, want)
		}
	}
}

func TestFind(t *testing.T) {
	t.Chdir(t.TempDir())
	named := []string{PathVariable + "=first.toml", "HOME=/x", PathVariable + "=b.toml"}
	for _, c := range []struct {
		path    string
		environ []string
		want    string
	}{{"", nil, ""}, {"a.toml", named, "a.toml"}, {"", named, "b.toml"}} {
		if got := Find(c.path, c.environ); got != c.want {
			t.Errorf("%q: found %q, want %q", c.path, got, c.want)
		}
	}
	if err := os.WriteFile(FileName, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := Find("", nil); got != FileName {
		t.Errorf("found %q", got)
	}
}
