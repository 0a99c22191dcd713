//go:build ci && unix

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/internal/api"
)

const (
	damagePages = 30
	damageSeed  = 20160714
)

// damaging is a house of three sound generations, one of which is damaged at a
// time, and copies to mend it with.
type damaging struct {
	*house
	g *rand.Rand
	// names are those of the generations, newest first, editions the edition
	// that each holds.
	names    []string
	editions map[string]string
	sound    string // the copies
}

// TestDamage damages closed generations, or the pointer, in many ways. Verify
// says so each time, and whoever opens the index passes over what is damaged and
// answers from the newest sound generation: in this process, and for some of
// the damages in a server of its own.
func TestDamage(t *testing.T) {
	damages, everyServed := times(100, 1000), 20
	d := newDamaging(t)
	counts := map[string]int{}
	done, harmless, served := 0, 0, 0
	for i := 0; done < damages; i++ {
		m := d.makeMess()
		if !m.changed {
			harmless++
			d.mend()
			continue
		}
		done++
		counts[m.kind]++
		d.verifyTells(m)
		d.searchPassesOver(m)
		if done%everyServed == 0 {
			served++
			d.servePassesOver(m).stop()
		}
		d.mend()
		if t.Failed() {
			t.Fatalf("damage %d of seed %d", i, damageSeed)
		}
	}
	t.Logf("seed %d: %d damages refused, %d of them by a server of its own; %d changed nothing and do not count", damageSeed, done, served, harmless)
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%5d %s", counts[kind], kind)
	}
}

func newDamaging(t *testing.T) *damaging {
	d := &damaging{house: newHouse(t, damagePages), g: rand.New(rand.NewPCG(damageSeed, 0)), editions: map[string]string{}, sound: filepath.Join(t.TempDir(), "index")}
	for range 3 {
		name := d.publish()
		d.names = append([]string{name}, d.names...)
		d.editions[name] = fmt.Sprintf("number%d", d.edition)
	}
	if err := os.CopyFS(d.sound, os.DirFS(d.store().Dir())); err != nil {
		t.Fatal(err)
	}
	return d
}

// mend puts every generation and the pointer back as they were.
func (d *damaging) mend() {
	d.t.Helper()
	if err := os.RemoveAll(d.store().Dir()); err != nil {
		d.t.Fatal(err)
	}
	if err := os.CopyFS(d.store().Dir(), os.DirFS(d.sound)); err != nil {
		d.t.Fatal(err)
	}
}

// mess is what was done to an index.
type mess struct {
	kind    string
	changed bool
	served  string // the generation that is to be served, "" for none
	told    string // what the reader is to be told of
}

func (m mess) String() string { return fmt.Sprintf("%s of %s", m.kind, m.told) }

// makeMess damages the pointer, or the newest generation and sometimes those
// before it.
func (d *damaging) makeMess() mess {
	d.t.Helper()
	if d.g.IntN(6) == 0 {
		return d.messUpPointer()
	}
	return d.messUpFiles()
}

func (d *damaging) messUpPointer() mess {
	p := pointers[d.g.IntN(len(pointers))]
	p.do(d, filepath.Join(d.store().Dir(), "current"))
	m := mess{kind: p.kind, changed: true, served: d.names[0], told: "current"}
	if p.names != nil {
		m.told = p.names(d)
		// What is older may be served for it; what is newer may have been rolled back.
		for _, name := range slices.Backward(d.names) {
			if name < m.told {
				m.served = name
			}
		}
	}
	return m
}

func (d *damaging) messUpFiles() mess {
	bad := 1
	switch n := d.g.IntN(20); {
	case n == 0:
		bad = 3
	case n < 4:
		bad = 2
	}
	var kinds []string
	for _, name := range d.names[:bad] {
		w := newWreck(d.t, d.g, d.store().Path(name), d.store().Path(d.names[2]))
		way := ways[d.g.IntN(len(ways))]
		before := snapshot(d.t, w.dir)
		way.do(w)
		if maps.Equal(before, snapshot(d.t, w.dir)) {
			return mess{} // by chance
		}
		kinds = append(kinds, way.kind)
	}
	m := mess{kind: kinds[0], changed: true, told: d.names[0]}
	if bad < len(d.names) {
		m.served = d.names[bad]
	}
	return m
}

// verifyTells wants verify to find the damage.
func (d *damaging) verifyTells(m mess) {
	d.t.Helper()
	got := uilsearch(d.t, "verify", "--keep", "--data", d.data)
	named := strings.Contains(got.stdout+got.stderr, m.told) || m.told == "current" // which verify calls the pointer
	if none := got.code == exitEmpty && m.served == ""; !none && (got.code != exitDamaged || !named) {
		d.t.Errorf("%v: verify: %+v", m, got)
	}
}

// searchPassesOver wants the newest sound generation to answer in this process.
func (d *damaging) searchPassesOver(m mess) {
	d.t.Helper()
	got := uilsearch(d.t, "search", "--json", "--per-page", "100", "--data", d.data, "edition")
	if m.served == "" {
		if got.code != exitDamaged && got.code != exitEmpty || got.stdout != "" {
			d.t.Errorf("%v: search: %+v", m, got)
		}
		return
	}
	var a api.Answer
	if err := json.Unmarshal([]byte(got.stdout), &a); err != nil || got.code != exitOK {
		d.t.Errorf("%v: search: %+v", m, got)
		return
	}
	if !strings.Contains(got.stderr, m.told) {
		d.t.Errorf("%v: search does not tell: %s", m, got.stderr)
	}
	d.answers(m, a)
}

func (d *damaging) answers(m mess, a api.Answer) {
	d.t.Helper()
	edition, err := editionOf(a, damagePages)
	if err != nil || a.Generation != m.served || edition != d.editions[m.served] {
		d.t.Errorf("%v: generation %s answers with edition %s, want %s: %v", m, a.Generation, edition, m.served, err)
	}
}

// servePassesOver wants a server to start, to answer from the newest sound
// generation, and to say what is wrong. It changes nothing.
func (d *damaging) servePassesOver(m mess) *process {
	d.t.Helper()
	before := snapshot(d.t, d.store().Dir())
	p := d.serve()
	code, r := p.ready()
	if m.served == "" {
		if code != 503 || r.Ready {
			d.t.Errorf("%v: readiness is %d %+v", m, code, r)
		}
		if code, _ := p.get("/api/v1/search"); code != 503 {
			d.t.Errorf("%v: search answers %d", m, code)
		}
	} else {
		if code != 200 || !r.Ready || r.Generation != m.served || !strings.Contains(r.Problem, m.told) {
			d.t.Errorf("%v: readiness is %d %+v, want %s", m, code, r, m.served)
		}
		d.answers(m, p.search(url.Values{"q": {"edition"}, "per_page": {"100"}}))
	}
	if !maps.Equal(before, snapshot(d.t, d.store().Dir())) {
		d.t.Errorf("%v: the server has changed something", m)
	}
	return p
}
