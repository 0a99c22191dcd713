package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/uilsearch/uilsearch/internal/metrics"
)

const (
	operations = "../../docs/operations.md"
	editors    = "../../docs/taxonomy.md"
)

func readDoc(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestCommandsAreDocumented looks for every command and every flag.
func TestCommandsAreDocumented(t *testing.T) {
	text := readDoc(t, "../../README.md") + readDoc(t, operations)
	root := newRoot(&app{})
	root.InitDefaultCompletionCmd("bash")
	commands := 0
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		if c != root && !strings.Contains(text, c.CommandPath()) {
			t.Errorf("%s is neither in README.md nor in docs/operations.md", c.CommandPath())
		}
		commands++
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !regexp.MustCompile("--" + f.Name + `\b`).MatchString(text) {
				t.Errorf("--%s of %s is neither in README.md nor in docs/operations.md", f.Name, c.CommandPath())
			}
		})
		for _, sub := range c.Commands() {
			if c.Name() != "completion" { // a command for each shell, with flags of cobra
				walk(sub)
			}
		}
	}
	walk(root)
	if commands < 12 {
		t.Errorf("only %d commands were looked at", commands)
	}
}

// TestExitCodesAreDocumented looks for every exit code in the table of
// docs/operations.md.
func TestExitCodesAreDocumented(t *testing.T) {
	text := readDoc(t, operations)
	file, err := parser.ParseFile(token.NewFileSet(), "exit.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	codes := []string{"130", "143"}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && strings.HasPrefix(spec.Names[0].Name, "exit") && len(spec.Values) == 1 {
			codes = append(codes, spec.Values[0].(*ast.BasicLit).Value)
		}
		return true
	})
	if len(codes) < 10 {
		t.Errorf("only %v were found", codes)
	}
	for _, code := range codes {
		if !regexp.MustCompile(`(?m)^\| (\d+, )?` + code + `(, \d+)? \|`).MatchString(text) {
			t.Errorf("exit code %s is not in the table of docs/operations.md", code)
		}
	}
}

// TestSettingsInDocsAreThere looks for settings that the pages name and that do
// not exist. That docs/uilsearch.toml names all of them is a test of config.
func TestSettingsInDocsAreThere(t *testing.T) {
	known, section := map[string]bool{"data": true}, ""
	for line := range strings.Lines(readDoc(t, "../../docs/uilsearch.toml")) {
		if m := regexp.MustCompile(`^\[(\w+)\]`).FindStringSubmatch(line); m != nil {
			section = m[1]
			known[section+".toml"] = true // the name of the file looks like a setting
		}
		if m := regexp.MustCompile(`^(\w+) =`).FindStringSubmatch(line); m != nil {
			known[section+"."+m[1]] = true
		}
	}
	named := regexp.MustCompile("`((?:archive|crawl|serve|index|extract|taxonomy|reindex|log|memory)\\.\\w+)`")
	for _, path := range []string{"../../README.md", operations, editors} {
		for _, m := range named.FindAllStringSubmatch(readDoc(t, path), -1) {
			if !known[m[1]] && m[1] != "reindex.lock" && m[1] != "archive.db" {
				t.Errorf("%s names %s, which is no setting", path, m[1])
			}
		}
	}
}

// TestAdminPathsAreDocumented looks for the paths that the listener for
// operators answers.
func TestAdminPathsAreDocumented(t *testing.T) {
	text, found := readDoc(t, operations), 0
	files, err := filepath.Glob("admin*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, path := range stringsOf(t, name) {
			path = path[strings.Index(path, " ")+1:] // a method may stand before it
			if !regexp.MustCompile(`^/[a-z/]+$`).MatchString(path) {
				continue
			}
			found++
			if strings.HasPrefix(path, "/debug/pprof/") {
				path = "/debug/pprof/"
			}
			if !regexp.MustCompile("[` ]" + path + "`").MatchString(text) {
				t.Errorf("%s is not in docs/operations.md", path)
			}
		}
	}
	if found < 4 {
		t.Errorf("only %d paths were found", found)
	}
}

// TestMetricsAreDocumented compares the figures that a scrape gives with those
// that docs/operations.md names.
func TestMetricsAreDocumented(t *testing.T) {
	m := metrics.New(metrics.Options{
		Status: func() metrics.Status { return metrics.Status{Generation: "x"} },
		LastRun: func() (metrics.Run, bool) {
			return metrics.Run{Crawled: map[string]int{"gone": 1}, Overrides: map[string]int{"stale": 1}}, true
		},
		Cache: func() (int, uint64) { return 0, 0 },
	})
	m.Observe("/", http.MethodGet, http.StatusOK, time.Second, 1)
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	given, named := map[string]bool{}, map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^# HELP (uilsearch_\w+)`).FindAllStringSubmatch(w.Body.String(), -1) {
		given[m[1]] = true
	}
	for _, name := range regexp.MustCompile(`\builsearch_\w+`).FindAllString(readDoc(t, operations), -1) {
		named[name] = true
	}
	if diff := cmp.Diff(given, named); diff != "" || len(given) < 10 {
		t.Errorf("a scrape gives (-), docs/operations.md names (+):\n%s", diff)
	}
}

// stringsOf returns the string constants of a Go file.
func stringsOf(t *testing.T, name string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			s, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(fmt.Errorf("%s: %w", name, err))
			}
			out = append(out, s)
		}
		return true
	})
	return out
}

// TestCommandLinesInDocs checks that the program takes every command line that
// the pages show.
func TestCommandLinesInDocs(t *testing.T) {
	shown := regexp.MustCompile(`(?m)^ {4,}(?:[$#] )?(?:sudo -u uilsearch )?(uilsearch [a-z-].*)$`)
	lines := 0
	for _, path := range []string{"../../README.md", operations, editors} {
		for _, m := range shown.FindAllStringSubmatch(readDoc(t, path), -1) {
			line, _, _ := strings.Cut(m[1], " #")
			line, _, _ = strings.Cut(line, " > ")
			parses(t, strings.TrimSpace(line))
			lines++
		}
	}
	if lines < 10 {
		t.Errorf("only %d lines were found", lines)
	}
}
