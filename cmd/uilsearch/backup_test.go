package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/backup"
	"github.com/uilsearch/uilsearch/internal/config"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/hidden"
)

// liveDigest returns the digest of the live generation.
func liveDigest(t *testing.T, data string) string {
	t.Helper()
	store := generation.NewStore(data)
	name, err := store.Current()
	if err != nil {
		t.Fatal(err)
	}
	m, err := store.Verify(t.Context(), name, analysis.Version)
	if err != nil {
		t.Fatal(err)
	}
	return m.Digest
}

// copyFile is cp.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, to, string(content))
}

// TestRestore follows the steps that README.txt and docs/operations.md name.
func TestRestore(t *testing.T) {
	data := withCork(t)
	if got := uilsearch(t, "hide", "--data", data, "https://uil.example/city/cork"); got.code != exitOK {
		t.Fatalf("hide: %+v", got)
	}
	was := liveDigest(t, data)
	dir := filepath.Join(t.TempDir(), "a", "backup")
	if got := uilsearch(t, "backup", "--data", data, dir); got.code != exitOK || !strings.HasSuffix(got.stdout, " in "+dir+"\n") {
		t.Fatalf("backup: %+v", got)
	}
	if got := uilsearch(t, "backup", "--verify", dir); got.code != exitOK {
		t.Fatalf("backup --verify: %+v", got)
	}
	if err := os.RemoveAll(data); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{archive.FileName, hidden.FileName} {
		copyFile(t, filepath.Join(dir, name), filepath.Join(data, name))
	}
	reindexJSON(t, data, exitOK)
	if got := liveDigest(t, data); got != was {
		t.Errorf("the digest is %s, and was %s", got, was)
	}
	if l, err := hidden.Load(data); err != nil || !l.Has("https://uil.example/city/cork") {
		t.Errorf("hidden is %v, %v", l.URLs(), err)
	}
	if got := uilsearch(t, "verify", "--data", data); got.code != exitOK {
		t.Errorf("verify: %+v", got)
	}
}

func TestBackupSettings(t *testing.T) {
	data, _ := archived(t)
	etc := t.TempDir()
	settings := filepath.Join(etc, "a.toml")
	writeFile(t, settings, "[taxonomy]\ndir = \"tax\"\noverrides = \"o.tsv\"\n[reindex]\nqueries = \"q.tsv\"\n[extract]\nprofile = \"p.toml\"\n")
	writeFile(t, filepath.Join(etc, "tax", "themes.tsv"), "themes")
	writeFile(t, filepath.Join(etc, "q.tsv"), "queries")
	writeFile(t, filepath.Join(etc, "o.tsv"), "overrides")
	writeFile(t, filepath.Join(etc, "p.toml"), "profile")
	for name, env := range map[string][]string{"flag": nil, "variable": {config.PathVariable + "=" + settings}} {
		dir := t.TempDir()
		args := []string{"backup", "--json", "--data", data, dir}
		if env == nil {
			args = append(args, "--config", settings)
		}
		got := uilsearchIn(t, t.Context(), env, args...)
		var c backup.Backup
		if err := json.Unmarshal([]byte(got.stdout), &c); err != nil || got.code != exitOK || len(c.Files) != 7 {
			t.Fatalf("%s: %+v: %v", name, got, err)
		}
		for file, want := range map[string]string{"uilsearch.toml": "queries = ", "taxonomy/themes.tsv": "themes", "queries.tsv": "queries", "profile.toml": "profile", "overrides.tsv": "overrides"} {
			content, err := os.ReadFile(filepath.Join(dir, "settings", file))
			if err != nil || !strings.Contains(string(content), want) {
				t.Errorf("%s: %s holds %q, %v", name, file, content, err)
			}
		}
		if readme, err := os.ReadFile(filepath.Join(dir, "README.txt")); err != nil || !strings.Contains(string(readme), settings) {
			t.Errorf("%s: README.txt does not say where %s was: %v\n%s", name, settings, err, readme)
		}
	}
}

func TestBackupRefuses(t *testing.T) {
	data, _ := archived(t)
	full := t.TempDir()
	writeFile(t, filepath.Join(full, "mine"), "mine")
	if got := uilsearch(t, "backup", "--data", data, full); got.code != exitUsage || !strings.Contains(got.stderr, "not empty") {
		t.Errorf("a directory with a file in it: %+v", got)
	}
	if got := uilsearch(t, "backup", "--data", data, filepath.Join(full, "mine")); got.code != exitUsage {
		t.Errorf("a file: %+v", got)
	}
	nowhere := filepath.Join(full, "nowhere")
	if got := uilsearch(t, "backup", "--data", t.TempDir(), nowhere); got.code != exitEmpty {
		t.Errorf("no archive: %+v", got)
	}
	writeFile(t, filepath.Join(data, archive.FileName), "no database")
	if got := uilsearch(t, "backup", "--data", data, nowhere); got.code == exitOK {
		t.Errorf("a damaged archive: %+v", got)
	}
	if _, err := os.Stat(nowhere); err == nil {
		t.Error("a backup that failed was left behind")
	}
	if content, err := os.ReadFile(filepath.Join(full, "mine")); err != nil || string(content) != "mine" {
		t.Errorf("what was there is now %q, %v", content, err)
	}
}

func TestBackupVerify(t *testing.T) {
	data, _ := archived(t)
	dir := filepath.Join(t.TempDir(), "backup")
	if got := uilsearch(t, "backup", "--data", data, dir); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	removeFile(t, filepath.Join(dir, archive.FileName))
	if got := uilsearch(t, "backup", "--verify", "--data", data, dir); got.code != exitDamaged || got.stdout != "" {
		t.Errorf("missing file: %+v", got)
	}
	if got := uilsearch(t, "backup", "--verify", data); got.code != exitDamaged {
		t.Errorf("no backup: %+v", got)
	}
}
