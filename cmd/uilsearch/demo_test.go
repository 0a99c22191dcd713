package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestDemo runs the demo twice: the second time nothing is done again.
func TestDemo(t *testing.T) {
	data := t.TempDir()
	for i, want := range []string{"published ", "nothing has changed"} {
		ctx, stop := context.WithCancel(t.Context())
		out := &signalWriter{want: "Stop with", seen: stop}
		err := run(ctx, []string{"demo", "--data", data, "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0"}, nil, out, io.Discard)
		stop()
		if !errors.Is(err, context.Canceled) || !strings.Contains(out.String(), want) || strings.Count(out.String(), "http://127.0.0.1:") != 3 {
			t.Errorf("run %d: %v\n%s", i+1, err, out)
		}
	}
	folder := t.TempDir()
	if got := uilsearch(t, "demo", "--data", data, "--pages", folder); got.code != exitEmpty || !strings.Contains(got.stderr, folder) {
		t.Errorf("empty folder: %+v", got)
	}
	if got := uilsearch(t, "demo", "--data", data, "--pages", filepath.Join(folder, "no")); got.code != exitUsage {
		t.Errorf("no folder: %+v", got)
	}
}

// TestDemoOfAFolderThatShrinks checks that no gate stands between a developer and
// the folder as it is.
func TestDemoOfAFolderThatShrinks(t *testing.T) {
	data, folder := t.TempDir(), t.TempDir()
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		writeFile(t, filepath.Join(folder, name+".txt"), name+"\n\nThe page "+name+".")
	}
	for _, want := range []string{"5 documents of 5 pages", "3 documents of 3 pages"} {
		ctx, stop := context.WithCancel(t.Context())
		out := &signalWriter{want: "Stop with", seen: stop}
		err := run(ctx, []string{"demo", "--data", data, "--pages", folder, "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0"}, nil, out, io.Discard)
		stop()
		if !errors.Is(err, context.Canceled) || !strings.Contains(out.String(), want) {
			t.Errorf("%v\n%s", err, out)
		}
		for _, name := range []string{"a", "b"} {
			os.Remove(filepath.Join(folder, name+".txt"))
		}
	}
}

// signalWriter calls seen once the text that it waits for was written.
type signalWriter struct {
	mu   sync.Mutex // guards text
	text strings.Builder
	want string
	seen func()
}

func (w *signalWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Write(p)
	if strings.Contains(w.text.String(), w.want) {
		w.seen()
	}
	return len(p), nil
}

func (w *signalWriter) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}
