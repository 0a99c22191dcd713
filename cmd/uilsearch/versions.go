package main

import (
	"context"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// pruneVersions removes the versions of pages that archive.versions does not
// keep. It is called when the changes of a run are committed: before that, it
// would wait for them.
func (a *app) pruneVersions(ctx context.Context, ar *archive.Archive) error {
	keep := a.config.Archive.Versions
	if keep == 0 {
		return nil
	}
	removed, err := ar.PruneVersions(ctx, keep)
	if removed > 0 {
		a.log.Info("old versions of pages removed", "versions", removed, "keep", keep)
	}
	return err
}

// versionStats is one version of a page that the archive keeps.
type versionStats struct {
	Captured  string `json:"captured"`
	Run       string `json:"run"`
	MediaType string `json:"media_type"`
	Bytes     int    `json:"bytes"`
	Digest    string `json:"digest"`
	Live      bool   `json:"live,omitempty"`
}

// shortDigest is how much of a digest people are shown.
const shortDigest = 12

// readVersions reads which versions of the address are kept.
func (s *addressStats) readVersions(ctx context.Context, ar *archive.Archive) error {
	versions, err := ar.Versions(ctx, s.URL)
	if err != nil {
		return err
	}
	shown := versions[:min(len(versions), lastVersions)]
	s.Older = len(versions) - len(shown)
	for _, v := range shown {
		p, err := ar.Version(ctx, s.URL, v.ID)
		if err != nil {
			return err
		}
		s.Versions = append(s.Versions, versionStats{
			Captured: v.Captured.Format(time.RFC3339), Run: v.Run, MediaType: v.MediaType, Bytes: len(p.Body), Digest: v.Digest, Live: v.Live,
		})
	}
	return nil
}
