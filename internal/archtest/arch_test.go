package archtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// listed is what `go list -json` says of a package.
type listed struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func TestImportRules(t *testing.T) {
	root := filepath.Join("..", "..")
	watch(t, root)
	seen := map[string]bool{}
	for _, goos := range []string{"linux", "windows"} {
		for _, p := range list(t, root, goos) {
			name := strings.TrimPrefix(p.ImportPath, module)
			seen[name] = true
			for _, complaint := range complaints(name, p) {
				t.Error(complaint)
			}
		}
	}
	if !seen["corpus"] || !seen["internal/archtest"] {
		t.Errorf("go list saw only %v", seen)
	}
}

// complaints returns every import of one package that its rule does not
// allow.
func complaints(name string, p listed) []string {
	r, ok := rules[name]
	if !ok {
		return []string{fmt.Sprintf("%s has no row in rules_test.go", name)}
	}
	var out []string
	allowed := slices.Concat(r.ours, r.modules)
	for _, path := range p.Imports {
		if !allows(allowed, path) {
			out = append(out, fmt.Sprintf("%s may not import %s", name, path))
		}
	}
	allowed = slices.Concat(allowed, r.tests, anyTest, []string{name})
	for _, path := range slices.Concat(p.TestImports, p.XTestImports) {
		if !allows(allowed, path) {
			out = append(out, fmt.Sprintf("the tests of %s may not import %s", name, path))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// allows reports whether the list names the import. A package of ours must be
// named exactly, a third-party one by its path or one above it.
func allows(list []string, path string) bool {
	if own, ok := strings.CutPrefix(path, module); ok {
		return slices.Contains(list, own)
	}
	if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
		return true
	}
	return slices.ContainsFunc(list, func(m string) bool {
		return path == m || strings.HasPrefix(path, m+"/")
	})
}

// list runs go list for one operating system and with the tag of slow tests,
// so that no file escapes by its build constraint.
func list(t *testing.T, root, goos string) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-tags=ci", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = root
	cmd.Env = append(cmd.Environ(), "GOOS="+goos, "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		errors.As(err, &exit)
		t.Fatalf("go list: %v\n%s", err, exit.Stderr)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// watch reads every directory of source, because go test remembers a result
// until a file that the test itself has read changes, and go list is another
// process.
func watch(t *testing.T, root string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != root && strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRulesRefuse(t *testing.T) {
	for _, test := range []struct {
		name string
		p    listed
		want string
	}{
		{"corpus", listed{Imports: []string{"golang.org/x/text/cases"}}, "corpus may not import golang.org/x/text/cases"},
		{"corpus", listed{Imports: []string{"encoding/json"}}, ""},
		{"indexer", listed{Imports: []string{module + "indexer/extract"}}, "indexer may not import " + module + "indexer/extract"},
		{"search", listed{Imports: []string{module + "indexer"}}, "search may not import " + module + "indexer"},
		{"internal/web", listed{Imports: []string{"github.com/blevesearch/bleve/v2"}}, "internal/web may not import github.com/blevesearch/bleve/v2"},
		{"internal/web", listed{Imports: []string{module + "search/searchtest"}}, "internal/web may not import " + module + "search/searchtest"},
		{"internal/web", listed{TestImports: []string{module + "search/searchtest"}}, ""},
		{"internal/web", listed{TestImports: []string{module + "search/bleveengine"}}, "the tests of internal/web may not import " + module + "search/bleveengine"},
		{"indexer/extract", listed{Imports: []string{"github.com/PuerkitoBio/goquery"}}, ""},
		{"indexer/extract", listed{Imports: []string{"github.com/PuerkitoBio/goqueryx"}}, "indexer/extract may not import github.com/PuerkitoBio/goqueryx"},
		{"shed", listed{}, "shed has no row in rules_test.go"},
	} {
		if got := strings.Join(complaints(test.name, test.p), "\n"); got != test.want {
			t.Errorf("%s, %+v: got %q, want %q", test.name, test.p, got, test.want)
		}
	}
}

// TestRulesKeepTheBar checks the table itself: no room of one wing names a
// room of the other.
func TestRulesKeepTheBar(t *testing.T) {
	for name, r := range rules {
		for _, imported := range r.ours {
			if wing(name)*wing(imported) < 0 {
				t.Errorf("%s may import %s: across the bar", name, imported)
			}
			if _, ok := rules[imported]; !ok {
				t.Errorf("%s may import %s, which has no row", name, imported)
			}
		}
	}
}

// wing returns -1 for indexing, 1 for searching, and 0 for what is open to
// both.
func wing(name string) int {
	first, _, _ := strings.Cut(name, "/")
	switch {
	case first == "indexer" || name == "corpus/archive":
		return -1
	case first == "search" || name == "internal/api" || name == "internal/web" || name == "internal/relevance":
		return 1
	}
	return 0
}
