//go:build unix

package live

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// mapped is an engine that reads its file through memory for each question, as
// Bleve does.
type mapped struct {
	search.Engine
	memory []byte
	sum    atomic.Int64
}

func openMapped(dir string, m generation.Manifest) (search.Engine, error) {
	f, err := os.Open(filepath.Join(dir, docsFile))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	memory, err := syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	e, err := openFake(dir, m)
	return &mapped{Engine: e, memory: memory}, err
}

func (m *mapped) Search(ctx context.Context, q search.Query) (search.Result, error) {
	for _, b := range m.memory {
		m.sum.Add(int64(b))
	}
	return m.Engine.Search(ctx, q)
}

func (m *mapped) Close() error { return syscall.Munmap(m.memory) }

// TestTruncatedWhileOpen cuts a file off under an open engine. Its askers get an
// error, the process lives, and the older generation answers from then on.
func TestTruncatedWhileOpen(t *testing.T) {
	p := newPublisher(t)
	older := p.publish(searchtest.Library()[:5], analysis.Version)
	newer := p.publish(searchtest.Library(), analysis.Version)
	x := newIndex(t, p, openMapped)
	must(t, x.Refresh(t.Context()))
	path := filepath.Join(p.store.Path(newer), generation.EngineDir, docsFile)
	must(t, os.Chmod(path, 0o644))
	must(t, os.Truncate(path, 0))
	var d *doubt
	if _, err := x.Search(t.Context(), query("governance")); !errors.As(err, &d) || !d.memory {
		t.Fatalf("error %v", err)
	}
	must(t, x.Refresh(t.Context()))
	if s := x.Status(); s.Generation != older || !strings.Contains(s.Problem, docsFile) || total(t, x, "governance") != 1 {
		t.Errorf("status %+v", s)
	}
}

// TestMendedWhileOpen puts a whole file in the place of the one that was cut off.
// What is open is of no use, though the files are good.
func TestMendedWhileOpen(t *testing.T) {
	p := newPublisher(t)
	p.publish(searchtest.Library()[:5], analysis.Version)
	newer := p.publish(searchtest.Library(), analysis.Version)
	x := newIndex(t, p, openMapped)
	must(t, x.Refresh(t.Context()))
	path := filepath.Join(p.store.Path(newer), generation.EngineDir, docsFile)
	whole, err := os.ReadFile(path)
	must(t, err)
	must(t, os.Chmod(path, 0o644))
	must(t, os.Truncate(path, 0))
	must(t, os.Remove(path))
	must(t, os.WriteFile(path, whole, 0o444))
	if _, err := x.Search(t.Context(), query("governance")); err == nil {
		t.Fatal("the file that is open was cut off, and nothing is wrong")
	}
	must(t, x.Refresh(t.Context()))
	if s := x.Status(); s.Generation != newer || s.Problem != "" || total(t, x, "governance") != 1 {
		t.Errorf("status %+v", s)
	}
}
