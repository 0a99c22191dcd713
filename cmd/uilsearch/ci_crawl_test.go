//go:build ci && unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/crawl"
)

// killingSite is a site that kills its crawler at a request.
type killingSite struct {
	pages int
	mu    sync.Mutex // guards what follows
	asked []string
	// left is how many requests are answered before kill is called.
	left int
	kill func()
}

func (s *killingSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r.URL.Path)
	if s.left--; s.left == 0 && s.kill != nil {
		s.kill()
	}
	s.mu.Unlock()
	n, err := strconv.Atoi(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:])
	if r.URL.Path == "/" {
		n, err = 0, nil
	}
	if err != nil || n >= s.pages {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html")
	fmt.Fprintf(w, "page %d", n)
	// A tree, for no page may be more than so many links away, and in sections,
	// for a crawl takes on so many pages of one. The last address is not there.
	for i := 3*n + 1; i <= min(3*n+3, s.pages); i++ {
		fmt.Fprintf(w, ` <a href="/in%d/%d">next</a>`, i/1000, i)
	}
}

// take returns what was asked for since the last call.
func (s *killingSite) take() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.asked
	s.asked = nil
	return asked
}

// TestKilledCrawls kills crawls of the program with SIGKILL, at any request and a
// little later. What was kept by then stays and is not asked for again, and the
// run that is left alone in the end has an outcome for each address.
func TestKilledCrawls(t *testing.T) {
	kills := times(20, 500)
	site := &killingSite{pages: 15 * kills}
	server := httptest.NewServer(site)
	defer server.Close()
	data, program := t.TempDir(), buildProgram(t)
	command := func() *exec.Cmd {
		cmd := exec.Command(program, "crawl", "--json", "--data", data, server.URL)
		cmd.Env = append(cmd.Environ(), "UILSEARCH_CRAWL_PAUSE=0s", "UILSEARCH_CRAWL_DEPTH=20", "UILSEARCH_CRAWL_ALLOW_NETWORKS=127.0.0.0/8")
		return cmd
	}
	g := rand.New(rand.NewPCG(killSeed, uint64(kills)))
	kept, killed, asked := map[string]bool{}, 0, 0
	for range kills {
		cmd := command()
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		after := time.Duration(g.IntN(6000)) * time.Microsecond
		site.mu.Lock()
		site.left = 1 + g.IntN(20)
		started := make(chan *os.Process, 1)
		site.kill = func() { time.AfterFunc(after, func() { (<-started).Kill() }) }
		site.mu.Unlock()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		started <- cmd.Process
		cmd.Wait() // the exit code says all
		if code := cmd.ProcessState.ExitCode(); code > 0 {
			t.Fatalf("a crawl fails by itself: exit code %d\n%s", code, stderr.Bytes())
		} else if code < 0 {
			killed++
		}
		asked += notAgain(t, kept, site.take())
		kept = keptOf(t, data, server.URL, kept)
	}
	before := len(kept)
	site.mu.Lock()
	site.left = 0
	site.mu.Unlock()
	out, err := command().Output()
	if err != nil {
		t.Fatal(err)
	}
	asked += notAgain(t, kept, site.take())
	var s crawl.Summary
	if err := json.Unmarshal(out, &s); err != nil {
		t.Fatal(err)
	}
	if live := keptOf(t, data, server.URL, kept); len(live) != site.pages || s.Ingested != site.pages || s.Waiting != 0 || s.Failed != 1 || !s.Resumed {
		t.Errorf("%d pages of %d are kept: %+v", len(live), site.pages, s)
	}
	t.Logf("seed %d: %d of %d crawls were killed before their end, with %d of %d pages kept by then; %d requests in all", killSeed, killed, kills, before, site.pages, asked)
	if killed < kills/2 {
		t.Error("the kills came too late to show anything")
	}
}

// notAgain returns the number of requests, and fails the test where one is for a
// page that was kept.
func notAgain(t *testing.T, kept map[string]bool, asked []string) int {
	t.Helper()
	for _, path := range asked {
		if kept[path] {
			t.Errorf("%s was kept and asked for again", path)
		}
	}
	return len(asked)
}

// keptOf returns the paths of the live pages, which are to hold those of before,
// and checks the archive.
func keptOf(t *testing.T, data, origin string, before map[string]bool) map[string]bool {
	t.Helper()
	ar, err := archive.OpenReadOnly(t.Context(), filepath.Join(data, archive.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer ar.Close()
	if err := ar.Check(t.Context()); err != nil {
		t.Error(err)
	}
	live := map[string]bool{}
	for v, err := range ar.WebPages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		live[strings.TrimPrefix(v.URL, origin)] = true
	}
	for path := range before {
		if !live[path] {
			t.Errorf("%s was kept and is lost", path)
		}
	}
	return live
}
