package main

import (
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"github.com/uilsearch/uilsearch/indexer/curate"
	"github.com/uilsearch/uilsearch/indexer/publish"
)

// overridesOf returns what became of the overrides of a file in a run that began
// at a time. Partial says that the run did not take all pages, so that nothing
// is known of those that it did not see.
func overridesOf(file string, s *curate.Session, began time.Time, partial bool) *publish.Overrides {
	out := &publish.Overrides{File: file, Compared: began}
	for _, r := range s.Results() {
		switch r.Status {
		case curate.Applied:
			out.Applied++
			continue
		case curate.Idle:
			out.Idle++
			continue
		case curate.Stale:
			out.Stale++
		case curate.Unsupported:
			out.Unsupported++
		case curate.Unmatched:
			if partial {
				out.Unread++
				continue
			}
			out.Unmatched++
		}
		out.Add(publish.NotApplied{
			Line: r.Line, URL: r.URL, Field: r.Field, Value: r.Value, Status: string(r.Status), Why: r.Why, Title: r.Title, HashNow: r.HashNow,
		})
	}
	return out
}

// noteOverrides fills in what became of the overrides. Where the run did not
// come to compare them with the pages, that is what the last run says that did:
// they are as stale as they were.
func (x *indexing) noteOverrides(s *publish.Summary) {
	if x.config.Taxonomy.Overrides == "" {
		return
	}
	if x.session == nil || x.report.Built.Documents == 0 {
		if last, err := publish.LastRun(x.config.Data); err == nil {
			s.Overrides = last.Overrides
		}
		return
	}
	s.Overrides = overridesOf(x.config.Taxonomy.Overrides, x.session, s.Started, x.report.LeftOut > 0)
	if o := s.Overrides; o.Lost() > 0 {
		x.log.Warn("overrides were not applied; the summary says why", "file", o.File, "stale", o.Stale, "unmatched", o.Unmatched, "unsupported", o.Unsupported)
	}
}

// withoutFile is a directory in which one file is not listed.
type withoutFile struct {
	fs.FS
	name string
}

// ReadDir lists a directory.
func (f withoutFile) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(f.FS, name)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return e.Name() == f.name }), err
}

// inDir returns the name of a file that stands right in a directory, or "".
func inDir(dir, path string) string {
	d, errDir := filepath.Abs(dir)
	p, errPath := filepath.Abs(path)
	if path == "" || errDir != nil || errPath != nil || filepath.Dir(p) != d {
		return ""
	}
	return filepath.Base(p)
}
