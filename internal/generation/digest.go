package generation

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
)

// Digest sums up the logical content of a generation: one digest for each
// document and one root over them, whatever the order in which they came. The
// zero value is ready for use, by one goroutine at a time.
type Digest struct {
	documents []documentDigest
}

type documentDigest struct {
	id  string
	sum [sha256.Size]byte
}

// Add takes in a document: its ID and its content in a form that is the same
// for equal content, such as encoding/json writes for a struct.
func (d *Digest) Add(id string, canonical []byte) {
	d.documents = append(d.documents, documentDigest{id, sha256.Sum256(canonical)})
}

// Len returns how many documents were added.
func (d *Digest) Len() int { return len(d.documents) }

// Sum returns the root in hexadecimal. More documents may be added after it.
func (d *Digest) Sum() string {
	slices.SortFunc(d.documents, func(a, b documentDigest) int {
		return cmp.Or(cmp.Compare(a.id, b.id), slices.Compare(a.sum[:], b.sum[:]))
	})
	root := sha256.New()
	var length [8]byte
	for _, doc := range d.documents {
		// The length keeps the end of an ID and the start of a sum apart.
		binary.BigEndian.PutUint64(length[:], uint64(len(doc.id)))
		root.Write(length[:])
		root.Write([]byte(doc.id))
		root.Write(doc.sum[:])
	}
	return hex.EncodeToString(root.Sum(nil))
}

// HashFiles returns one SHA-256, in hexadecimal, over files given by name. It
// changes with any name or content.
func HashFiles(files map[string][]byte) string {
	var d Digest
	for name, content := range files {
		d.Add(name, content)
	}
	return d.Sum()
}
