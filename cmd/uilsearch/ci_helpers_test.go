//go:build ci && unix

package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/internal/api"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// times returns how often a test does something: long with TORTURE set.
func times(short, long int) int {
	if os.Getenv("TORTURE") != "" {
		return long
	}
	return short
}

// house is a data directory, the folder its pages come from, and the program
// as users run it.
type house struct {
	t                         *testing.T
	program, data, pages, tmp string
	many, edition             int
}

// newHouse returns a house without pages, that will have so many.
func newHouse(t *testing.T, many int) *house {
	t.Helper()
	return houseOf(t, buildProgram(t), many)
}

// houseOf is newHouse with a program that is there.
func houseOf(t *testing.T, program string, many int) *house {
	t.Helper()
	return &house{t: t, program: program, data: t.TempDir(), pages: t.TempDir(), tmp: t.TempDir(), many: many}
}

// command returns a process of the program on the data directory.
func (h *house) command(args ...string) *exec.Cmd {
	cmd := exec.Command(h.program, append(args, "--data", h.data)...)
	cmd.Env = []string{"HOME=" + h.tmp, "TMPDIR=" + h.tmp, "UILSEARCH_SERVE_RATE=0"}
	return cmd
}

// run runs the program to its end. The code is -1 where a signal ended it.
func (h *house) run(args ...string) result {
	h.t.Helper()
	return endOf(h.t, h.command(args...))
}

// endOf runs a process to its end.
func endOf(t *testing.T, cmd *exec.Cmd) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// write writes the next edition of every page.
func (h *house) write() {
	h.t.Helper()
	h.edition++
	for i := range h.many {
		title := fmt.Sprintf("Edition number%d page %d", h.edition, i)
		writeFile(h.t, filepath.Join(h.pages, fmt.Sprintf("page-%d.html", i)), fmt.Sprintf(page, title, title, title))
	}
}

// must runs the program and wants it to end well.
func (h *house) must(args ...string) result {
	h.t.Helper()
	got := h.run(args...)
	if got.code != exitOK {
		h.t.Fatalf("edition %d: %v: %+v", h.edition, args, got)
	}
	return got
}

// publish writes an edition, publishes it and returns its generation.
func (h *house) publish() string {
	h.t.Helper()
	h.write()
	h.must("ingest", h.pages)
	h.must("reindex")
	return h.current()
}

func (h *house) store() generation.Store { return generation.NewStore(h.data) }

func (h *house) current() string {
	h.t.Helper()
	name, err := h.store().Current()
	if err != nil {
		h.t.Fatal(err)
	}
	return name
}

// litter returns what runs have left that is no generation, in the data
// directory and in that for temporary files.
func (h *house) litter() []string {
	h.t.Helper()
	var out []string
	for _, dir := range []string{filepath.Join(h.data, "index"), filepath.Join(h.data, "run"), h.tmp} {
		entries, err := os.ReadDir(dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			h.t.Fatal(err)
		}
		for _, e := range entries {
			if dir == h.tmp || strings.HasPrefix(e.Name(), ".") {
				out = append(out, filepath.Join(filepath.Base(dir), e.Name()))
			}
		}
	}
	return out
}

// editionOf returns the one edition that an answer is from, which must hold so
// many pages.
func editionOf(a api.Answer, many int) (string, error) {
	edition := ""
	for _, h := range a.Hits {
		words := strings.Fields(h.Title.Text)
		if len(words) != 4 || edition != "" && words[1] != edition {
			return "", fmt.Errorf("generation %s answers with %q and %s", a.Generation, h.Title.Text, edition)
		}
		edition = words[1]
	}
	if a.Total != many || len(a.Hits) != many {
		return "", fmt.Errorf("generation %s answers %d of %d, not %d", a.Generation, len(a.Hits), a.Total, many)
	}
	return edition, nil
}

// snapshot returns what a directory holds: type, mode and content by name.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		content := []byte(d.Type().String())
		if d.Type().IsRegular() {
			if content, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		name, err := filepath.Rel(dir, path)
		out[name] = fmt.Sprintf("%s %d %x", d.Type(), len(content), sha256.Sum256(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
