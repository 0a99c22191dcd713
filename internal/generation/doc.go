// Package generation is a generation on disk: its directory, its manifest and
// the digests in it, the pointer to the live one, and the setting aside of
// damaged ones. It knows no engine; indexing writes through it, serving reads.
package generation
