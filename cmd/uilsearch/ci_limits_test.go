//go:build ci && linux

package main

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// limited returns what starts a program with so many descriptors.
func limited(descriptors int) []string {
	return []string{"/bin/sh", "-c", fmt.Sprintf(`ulimit -n %d && exec "$@"`, descriptors), "sh"}
}

// runLimited runs the program with so many descriptors.
func (h *house) runLimited(descriptors int, args ...string) result {
	h.t.Helper()
	cmd := h.command(args...)
	prefix := limited(descriptors)
	cmd.Path, cmd.Args = prefix[0], append(prefix, cmd.Args...)
	return endOf(h.t, cmd)
}

// TestFewDescriptors gives runs too few descriptors; below eight the runtime of Go
// does not start. Each either publishes, or says why it cannot and changes
// nothing that is live. What it cannot even remove, the next one does.
func TestFewDescriptors(t *testing.T) {
	h := newHouse(t, 20)
	for range 4 {
		h.publish()
	}
	refused, published := []int{}, []int{}
	for n := 8; n <= 40; n += times(3, 1) {
		h.write()
		h.must("ingest", h.pages)
		index, live := h.generations(), h.current()
		got := h.runLimited(n, "reindex")
		if got.code == exitOK && h.current() != live {
			published = append(published, n)
		} else {
			refused = append(refused, n)
			if got.code != exitInternal || !strings.Contains(got.stderr, syscall.EMFILE.Error()) || strings.Contains(got.stderr, "goroutine") {
				t.Errorf("%d descriptors: %+v", n, got)
			}
			if !maps.Equal(index, h.generations()) {
				t.Errorf("%d descriptors: the index is not as before", n)
			}
		}
		h.must("reindex")
		h.must("verify", "--keep")
		if left := h.litter(); len(left) > 0 {
			t.Errorf("%d descriptors: %v is left behind\n%+v", n, left, got)
		}
	}
	t.Logf("with descriptors %v runs refused, with %v they published", refused, published)
	if len(refused) == 0 || len(published) == 0 {
		t.Error("this range shows nothing")
	}
}

// generations returns what the index holds, without what is half built or half
// removed.
func (h *house) generations() map[string]string {
	h.t.Helper()
	out := snapshot(h.t, h.store().Dir())
	maps.DeleteFunc(out, func(name, _ string) bool { return strings.HasPrefix(name, ".") })
	return out
}

// TestServeWithFewDescriptors takes a server's connections by ones that ask
// nothing. What is published and hidden meanwhile it takes up all the same, and
// tells operators.
func TestServeWithFewDescriptors(t *testing.T) {
	h := newHouse(t, 20)
	h.publish()
	p := h.serve(limited(40)...)
	page := p.search(url.Values{"q": {"edition"}}).Hits[0].URL
	for range 3 {
		var idle []net.Conn
		for range 60 {
			c, err := net.Dial("tcp", strings.TrimPrefix(p.site, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			idle = append(idle, c)
		}
		h.publish()
		h.must("hide", page)
		p.until("taken up and hidden", func(r readiness) bool { return r.Generation == h.current() && r.Hidden == 1 })
		h.must("hide", "--remove", page)
		for _, c := range idle {
			c.Close()
		}
		p.until("shown again", func(r readiness) bool { return r.Hidden == 0 })
		if edition, err := editionOf(p.search(url.Values{"q": {"edition"}, "per_page": {"100"}}), 20); err != nil || edition != fmt.Sprintf("number%d", h.edition) {
			t.Errorf("edition %s, %v", edition, err)
		}
	}
	if strings.Contains(p.log(), syscall.EMFILE.Error()) {
		t.Errorf("the descriptors ran out\n%s", p.log())
	}
	p.stop()
}

// TestReadOnly works on a data directory that nobody may write to. Runs say so
// and change nothing; what only reads works.
func TestReadOnly(t *testing.T) {
	if !mayMount(t) {
		return
	}
	h := newHouse(t, 20)
	mount(t, h.data, 64<<20)
	h.publish()
	h.publish()
	h.write()
	h.must("ingest", h.pages)
	if err := unix.Mount("tmpfs", h.data, "tmpfs", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, h.data)
	for _, args := range [][]string{{"reindex"}, {"reindex", "--full"}, {"ingest", h.pages}, {"verify"}} {
		got := h.run(args...)
		if got.code != exitInternal || !strings.Contains(got.stderr, "read-only") || !strings.Contains(got.stderr, h.data) || strings.Contains(got.stderr, "goroutine") {
			t.Errorf("%v: %+v", args, got)
		}
	}
	h.must("verify", "--keep")
	h.must("search", "edition")
	p := h.serve()
	if edition, err := editionOf(p.search(url.Values{"q": {"edition"}, "per_page": {"100"}}), 20); err != nil || edition != "number2" {
		t.Errorf("edition %s, %v", edition, err)
	}
	if code, r := p.ready(); code != http.StatusOK || !r.Ready || r.Problem != "" {
		t.Errorf("readiness is %d %+v", code, r)
	}
	p.stop()
	if !maps.Equal(before, snapshot(t, h.data)) {
		t.Error("something has changed")
	}
	if err := unix.Mount("tmpfs", h.data, "tmpfs", unix.MS_REMOUNT, ""); err != nil {
		t.Fatal(err)
	}
	h.must("reindex")
}

// TestSeveralFileSystems has parts of the data directory on other file systems,
// by links or mounts. Nothing is ever renamed from one to another.
func TestSeveralFileSystems(t *testing.T) {
	if !mayMount(t) {
		return
	}
	program := buildProgram(t)
	for _, c := range []struct {
		name        string
		link, mount []string
	}{
		{name: "index is a mount", mount: []string{"index"}},
		{name: "index is a link", link: []string{"index"}},
		{name: "run is a mount", mount: []string{"run"}},
		{name: "run is a link", link: []string{"run"}},
		{name: "both are mounts", mount: []string{"index", "run"}},
		{name: "both are links", link: []string{"index", "run"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := houseOf(t, program, 10)
			for _, name := range c.mount {
				h.directory(name)
				mount(t, filepath.Join(h.data, name), 64<<20)
			}
			for _, name := range c.link {
				away := t.TempDir()
				mount(t, away, 64<<20)
				if err := os.Symlink(away, filepath.Join(h.data, name)); err != nil {
					t.Fatal(err)
				}
			}
			h.livesOn()
		})
	}
}

func (h *house) directory(name string) {
	h.t.Helper()
	if err := os.Mkdir(filepath.Join(h.data, name), 0o755); err != nil {
		h.t.Fatal(err)
	}
}

// livesOn publishes, serves, removes, rolls back and verifies.
func (h *house) livesOn() {
	h.t.Helper()
	first := h.publish()
	p := h.serve()
	for range 3 {
		h.publish()
		p.untilServed(h.data)
	}
	if _, err := os.Stat(h.store().Path(first)); err == nil {
		h.t.Errorf("%s was not removed", first)
	}
	newest := h.current()
	h.must("rollback")
	if now := h.current(); now >= newest {
		h.t.Errorf("rolled back from %s to %s", newest, now)
	}
	p.untilServed(h.data)
	h.must("verify")
	if left := h.litter(); len(left) > 0 {
		h.t.Errorf("%v is left behind", left)
	}
	code, body := p.get("/api/v1/search?q=edition")
	if code != http.StatusOK {
		h.t.Errorf("search answers %d %s", code, body)
	}
	p.stop()
}
