// Package sample holds the bundled pages of make run.
//
// The pages are written in our own words on the host uil.example; they are not
// pages of UIL. See README.md for how they are made and expected.tsv for what a
// careful human indexer would say about each of them.
package sample

import "embed"

// FS holds the bundled HTML pages, all of them directly below "pages".
//
//go:embed pages
var FS embed.FS
