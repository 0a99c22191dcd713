//go:build ci && unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/internal/api"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// TestDamagedWhileServing points a server that answers at one damaged generation
// after the other. It stays with the one it has, says why, and misses no answer.
func TestDamagedWhileServing(t *testing.T) {
	rounds := times(5, 50)
	d := newDamaging(t)
	good, bad := d.names[1], d.names[0]
	d.point(d.pointer(), good+"\n")
	p := d.serve()
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { d.keepAsking(p, good, stop) })
	for range rounds {
		for damaged := false; !damaged; {
			w := newWreck(t, d.g, d.store().Path(bad), d.store().Path(good))
			before := snapshot(t, w.dir)
			way := ways[d.g.IntN(len(ways))]
			way.do(w)
			damaged = !maps.Equal(before, snapshot(t, w.dir))
			if damaged {
				d.point(d.pointer(), bad+"\n")
				p.until(way.kind, func(r readiness) bool { return r.Generation == good && strings.Contains(r.Problem, bad) })
			}
			d.point(d.pointer(), good+"\n")
			p.until("mended", func(r readiness) bool { return r.Generation == good && r.Problem == "" })
			w.remove(".")
			w.check(os.CopyFS(w.dir, os.DirFS(filepath.Join(d.sound, bad))))
		}
	}
	close(stop)
	wg.Wait()
	p.stop()
}

func (d *damaging) pointer() string { return filepath.Join(d.store().Dir(), "current") }

// keepAsking wants one generation to answer until stop.
func (d *damaging) keepAsking(p *process, name string, stop <-chan struct{}) {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
			d.answers(mess{kind: "while serving", served: name}, p.search(url.Values{"q": {"edition"}, "per_page": {"100"}}))
		}
	}
}

// until waits until readiness says what is wanted.
func (p *process) until(what string, ok func(readiness) bool) {
	p.t.Helper()
	var r readiness
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline) && p.alive(); {
		if _, r = p.ready(); ok(r) {
			return
		}
	}
	p.t.Fatalf("%s: readiness stays %+v\n%s", what, r, p.log())
}

// TestTruncatedWhileOpen cuts one file after the other of the generation that a
// server has open, which no program of ours ever does. The server may end, once;
// the next one serves the older generation and answers.
func TestTruncatedWhileOpen(t *testing.T) {
	rounds := times(5, 50)
	d := newDamaging(t)
	deaths, wrong := 0, 0
	for i := range rounds {
		w := newWreck(t, d.g, d.store().Path(d.names[0]), d.store().Path(d.names[1]))
		// The other files were read at the start and are closed.
		files := slices.DeleteFunc(w.files, func(name string) bool { return !strings.HasPrefix(name, generation.EngineDir+"/") })
		name := files[i%len(files)]
		p := d.serve()
		d.answers(mess{kind: "not yet truncated", served: d.names[0]}, p.search(url.Values{"q": {"edition"}, "per_page": {"100"}}))
		length := d.cut(w.path(name))
		wrong += p.bombard(d.questions())
		if p.alive() {
			p.stop()
		} else {
			deaths++
			t.Logf("round %d: cutting %s to %d bytes ends the server: %.200s", i, name, length, lastWords(p.log()))
		}
		m := mess{kind: "truncated while open", served: d.names[1], told: d.names[0]}
		next := d.servePassesOver(m)
		if next.bombard(d.questions()) > 0 || !next.alive() {
			t.Errorf("round %d: the server does not come back after %s was cut\n%s", i, name, next.log())
		}
		next.stop()
		d.mend()
	}
	t.Logf("seed %d: %d files cut while open: the server ended %d times, answered wrongly %d times before its restart, and never ended twice", damageSeed, rounds, deaths, wrong)
}

// cut truncates a file in its place, to a length of chance that it returns.
func (d *damaging) cut(path string) int64 {
	d.t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		d.t.Fatal(err)
	}
	lengths := []int64{0, 1, info.Size() / 2, d.g.Int64N(info.Size()), info.Size() - 1}
	if err := os.Chmod(path, 0o644); err != nil {
		d.t.Fatal(err)
	}
	length := lengths[d.g.IntN(len(lengths))]
	if err := os.Truncate(path, length); err != nil {
		d.t.Fatal(err)
	}
	return length
}

// questions returns paths of the API that bring all of a generation's files into
// play.
func (d *damaging) questions() []string {
	out := []string{"/api/v1/cities", "/api/v1/facets/lang", "/search?q=edition&page=2"}
	for _, q := range []string{"", "edition", "courses libraries", `"runs courses for adults"`, "librar*", "editoin~", "page -courses", "title:page", `"welcome adults"~5`, "nothing"} {
		out = append(out, "/api/v1/search?"+url.Values{"q": {q}, "per_page": {"100"}}.Encode())
	}
	for i := range damagePages {
		out = append(out, fmt.Sprintf("/api/v1/search?q=%%22page+%d%%22", i))
	}
	return out
}

// bombard puts questions from several sides until all are asked or the process
// has ended. It returns how many searches were answered with less than before;
// errors are no answers.
func (p *process) bombard(paths []string) (wrong int) {
	var mu sync.Mutex // guards wrong
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for _, path := range paths {
				code, body, err := p.ask(path)
				var a api.Answer
				if err == nil && code == 200 && json.Unmarshal(body, &a) == nil && bytes.Contains([]byte(path), []byte("q=edition&")) && a.Total != damagePages {
					mu.Lock()
					wrong++
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return wrong
}

// lastWords returns where a crash begins.
func lastWords(log string) string {
	for _, sign := range []string{"unexpected fault", "fatal error", "panic:", "SIGBUS"} {
		if at := strings.Index(log, sign); at >= 0 {
			return log[at:]
		}
	}
	return log
}
