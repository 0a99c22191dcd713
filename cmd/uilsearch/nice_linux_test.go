package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"
)

// niceVariable makes TestRunStepsBack the run that it looks at. It holds the
// nice value that the run is to have.
const niceVariable = "UILSEARCHTEST_NICE"

// TestRunStepsBack makes a run in another process, because a process cannot
// take its nice value back.
func TestRunStepsBack(t *testing.T) {
	if want := os.Getenv(niceVariable); want != "" {
		steppedBack(t, want)
		return
	}
	own := niceOf(t, os.Getpid())
	child := exec.Command(os.Args[0], "-test.run=^TestRunStepsBack$")
	child.Env = append(os.Environ(), niceVariable+"="+strconv.Itoa(min(own+3, 19)))
	if out, err := child.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if now := niceOf(t, os.Getpid()); now != own {
		t.Errorf("the test itself has stepped back to %d", now)
	}
}

// steppedBack makes a run with more threads than one, and looks at each.
func steppedBack(t *testing.T, want string) {
	release, held := make(chan struct{}), make(chan struct{})
	for range 5 {
		go func() {
			runtime.LockOSThread()
			held <- struct{}{}
			<-release
		}()
		<-held
	}
	defer close(release)
	crawlsAs(t, want)
	data, _ := archived(t)
	env := []string{"UILSEARCH_REINDEX_NICE=" + want, "UILSEARCH_REINDEX_MEMORY=777MiB"}
	if got := uilsearchIn(t, t.Context(), env, "reindex", "--data", data); got.code != exitOK || got.stdout == "" {
		t.Errorf("got %+v", got)
	}
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil || len(threads) < 6 {
		t.Fatalf("%d threads, %v", len(threads), err)
	}
	for _, thread := range threads {
		id, err := strconv.Atoi(thread.Name())
		if err != nil {
			t.Fatal(err)
		}
		if got := niceOf(t, id); fmt.Sprint(got) != want {
			t.Errorf("thread %d of %d: nice %d, want %s", id, os.Getpid(), got, want)
		}
	}
	if limit := debug.SetMemoryLimit(-1); limit != 777<<20 {
		t.Errorf("memory limit %d", limit)
	}
	env = append(env, "UILSEARCH_REINDEX_MEMORY=666MiB", "GOMEMLIMIT=1GiB")
	if got := uilsearchIn(t, t.Context(), env, "reindex", "--data", data); got.code != exitOK {
		t.Errorf("got %+v", got)
	}
	if limit := debug.SetMemoryLimit(-1); limit != 777<<20 {
		t.Errorf("the settings overrule the environment: %d", limit)
	}
}

// crawlsAs makes a run that crawls, and looks at the process when it is asked for
// a page.
func crawlsAs(t *testing.T, want string) {
	var seen atomic.Int64
	seen.Store(-100)
	pages := crawlSite(t, nil).Config.Handler
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n, err := unix.Getpriority(unix.PRIO_PROCESS, os.Getpid()); err == nil {
			seen.CompareAndSwap(-100, int64(niceBase-n))
		}
		pages.ServeHTTP(w, r)
	}))
	defer site.Close()
	env := []string{"UILSEARCH_REINDEX_NICE=" + want, "UILSEARCH_CRAWL_PAUSE=0s", "UILSEARCH_CRAWL_SITES=" + site.URL, "UILSEARCH_CRAWL_ALLOW_NETWORKS=127.0.0.0/8"}
	if got := uilsearchIn(t, t.Context(), env, "reindex", "--crawl", "--data", t.TempDir()); got.code != exitOK {
		t.Errorf("got %+v", got)
	}
	if fmt.Sprint(seen.Load()) != want {
		t.Errorf("it crawls with nice %d, want %s", seen.Load(), want)
	}
}

func niceOf(t *testing.T, thread int) int {
	t.Helper()
	n, err := unix.Getpriority(unix.PRIO_PROCESS, thread)
	if err != nil {
		t.Fatal(err)
	}
	return niceBase - n
}
