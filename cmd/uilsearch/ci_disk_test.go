//go:build ci && linux

package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/publish"
)

const (
	diskPages = 60
	diskSize  = 256 << 20
)

// disk is a served house on a file system that fills up.
type disk struct {
	*house
	p *process
}

// newDisk returns one that runs have settled on, so that a further one removes
// a generation too.
func newDisk(t *testing.T) *disk {
	d := &disk{house: newHouse(t, diskPages)}
	mount(t, d.data, diskSize)
	for range 4 {
		d.publish()
	}
	d.p = d.serve()
	return d
}

// free returns how many bytes there are left.
func (d *disk) free() int64 {
	var s unix.Statfs_t
	if err := unix.Statfs(d.data, &s); err != nil {
		d.t.Fatal(err)
	}
	return int64(s.Bavail) * s.Bsize
}

// need returns how many bytes a run takes at the most.
func (d *disk) need(args ...string) int64 {
	d.t.Helper()
	before := d.free()
	least := before
	cmd := d.command(args...)
	ended := make(chan error, 1)
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	go func() { ended <- cmd.Wait() }()
	ticker := time.NewTicker(200 * time.Microsecond)
	defer ticker.Stop()
	for {
		select {
		case err := <-ended:
			if err != nil {
				d.t.Fatal(err)
			}
			return before - least
		case <-ticker.C:
			least = min(least, d.free())
		}
	}
}

// fill leaves no more than so many bytes free, until room is called.
func (d *disk) fill(left int64) (room func()) {
	d.t.Helper()
	path := filepath.Join(d.data, "ballast")
	f, err := os.Create(path)
	if err == nil && d.free() > left {
		err = unix.Fallocate(int(f.Fd()), 0, 0, d.free()-left)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	f.Close()
	return func() { os.Remove(path) }
}

// keepAsking wants one whole edition in every answer, until it is stopped.
func (d *disk) keepAsking() (stop func() (answers int)) {
	done := make(chan struct{})
	n := 0
	var wg sync.WaitGroup
	wg.Go(func() {
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				d.served()
				n++
			}
		}
	})
	return func() int { close(done); wg.Wait(); return n }
}

// served returns the edition that the server answers with.
func (d *disk) served() string {
	edition, err := editionOf(d.p.search(url.Values{"q": {"edition"}, "per_page": {"100"}}), diskPages)
	if err != nil {
		d.t.Error(err)
	}
	return edition
}

// settled wants a run that has room to publish the edition of the pages, which is
// served then, and to leave nothing behind.
func (d *disk) settled(what string) {
	d.t.Helper()
	d.must("reindex")
	d.p.untilServed(d.data)
	if want, got := fmt.Sprintf("number%d", d.edition), d.served(); got != want {
		d.t.Errorf("%s: then %s is served, not %s", what, got, want)
	}
	d.must("verify", "--keep")
	if left := d.litter(); len(left) > 0 {
		d.t.Errorf("%s: then there is %v", what, left)
	}
}

// TestDiskFull lets reindex meet a full disk sooner or later in its work. What
// is live stays so, answers come all the while, nothing is left behind, and with
// room again the next run publishes.
func TestDiskFull(t *testing.T) {
	if !mayMount(t) {
		return
	}
	points := times(6, 20)
	d := newDisk(t)
	d.write()
	d.must("ingest", d.pages)
	need := d.need("reindex")
	stop := d.keepAsking()
	full := 0
	for i := range points {
		d.write()
		d.must("ingest", d.pages)
		left := leftAt(need, i, points)
		what := fmt.Sprintf("%d of %d bytes free", left, need)
		if d.reindexFull(what, left) {
			full++
		}
		d.settled(what)
	}
	t.Logf("a run takes %d bytes; with less than that at %d points %d runs ended with %d; %d answers meanwhile", need, points, full, exitDiskFull, stop())
	if full < points*3/4 {
		t.Error("the disk was not full often enough to show anything")
	}
	d.p.stop()
}

// leftAt returns how many bytes of those that are needed are there at a point:
// every second time few, for what begins by writing little.
func leftAt(need int64, point, points int) int64 {
	share := float64(point) / float64(points)
	if point%2 == 1 {
		share *= share * share
	}
	return int64(share * float64(need))
}

// reindexFull makes a run with little room, and reports whether it was too
// little.
func (d *disk) reindexFull(what string, left int64) bool {
	d.t.Helper()
	index, lastRun := snapshot(d.t, d.store().Dir()), d.lastRun()
	room := d.fill(left)
	defer room()
	got := d.run("reindex")
	if got.code == exitOK {
		return false
	}
	if got.code != exitDiskFull || !strings.Contains(got.stderr, syscall.ENOSPC.Error()) {
		d.t.Errorf("%s: %+v", what, got)
	}
	if !maps.Equal(index, snapshot(d.t, d.store().Dir())) {
		d.t.Errorf("%s: the index is not as before: %v", what, d.litter())
	}
	if litter := d.litter(); len(litter) > 0 {
		d.t.Errorf("%s: %v is left behind", what, litter)
	}
	var s publish.Summary
	if now := d.lastRun(); now != lastRun && (json.Unmarshal([]byte(now), &s) != nil || s.ExitCode != exitDiskFull || s.Outcome != publish.OutcomeFailed) {
		d.t.Errorf("%s: last run is %q", what, now)
	}
	d.served()
	d.must("verify", "--keep", d.current())
	return true
}

func (d *disk) lastRun() string {
	d.t.Helper()
	b, err := os.ReadFile(filepath.Join(d.data, "run", "last-run.json"))
	if err != nil {
		d.t.Error(err)
	}
	return string(b)
}

// TestDiskFullIngest does the same with ingest, which the archive must outlive.
func TestDiskFullIngest(t *testing.T) {
	if !mayMount(t) {
		return
	}
	points := times(4, 20)
	d := newDisk(t)
	d.write()
	need := d.need("ingest", d.pages)
	full := 0
	for i := range points {
		d.write()
		left := leftAt(need, i, points)
		what := fmt.Sprintf("%d of %d bytes free", left, need)
		room := d.fill(left)
		got := d.run("ingest", d.pages)
		count(&full, got.code == exitDiskFull)
		if got.code != exitOK && (got.code != exitDiskFull || !strings.Contains(got.stderr, syscall.ENOSPC.Error())) {
			t.Errorf("%s: %+v", what, got)
		}
		d.must("verify", "--keep", d.current())
		if got := d.run("verify", "--keep"); got.code != exitOK && got.code != exitDiskFull {
			t.Errorf("%s: verify, archive and all: %+v", what, got)
		}
		d.served()
		room()
		d.archiveSound(what)
		d.must("ingest", d.pages)
		d.settled(what)
	}
	t.Logf("it takes %d bytes; with less than that at %d points it ended %d times with %d", need, points, full, exitDiskFull)
	if full < points*3/4 {
		t.Error("the disk was not full often enough to show anything")
	}
	d.p.stop()
}

// archiveSound has SQLite look through all of the archive.
func (d *disk) archiveSound(what string) {
	d.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(d.data, archive.FileName))
	if err != nil {
		d.t.Fatal(err)
	}
	defer db.Close()
	var says string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&says); err != nil || says != "ok" {
		d.t.Errorf("%s: the archive is damaged: %s, %v", what, says, err)
	}
}
