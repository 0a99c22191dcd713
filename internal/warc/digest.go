package warc

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"hash"
	"strings"
)

var errDigest = errors.New("the content has another digest")

// digest returns what a header says of b: SHA-1 in base32, which every program
// knows.
func digest(b []byte) string {
	sum := sha1.Sum(b)
	return "sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

// verify returns errDigest if a labelled digest, as "sha1:…", is not that of b.
// Digests of unknown kinds and those that were not written whole say nothing.
func verify(labelled string, b []byte) error {
	kind, text, _ := strings.Cut(labelled, ":")
	var h hash.Hash
	switch strings.ToLower(strings.ReplaceAll(kind, "-", "")) {
	case "sha1":
		h = sha1.New()
	case "sha256":
		h = sha256.New()
	default:
		return nil
	}
	want, err := decodeDigest(text, h.Size())
	if err != nil {
		return nil
	}
	h.Write(b)
	if string(h.Sum(nil)) != string(want) {
		return errDigest
	}
	return nil
}

// decodeDigest reads base32, with padding or without, or hexadecimal.
func decodeDigest(text string, size int) ([]byte, error) {
	if len(text) == hex.EncodedLen(size) {
		return hex.DecodeString(text)
	}
	text = strings.TrimRight(strings.ToUpper(text), "=")
	sum, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(text)
	if err == nil && len(sum) != size {
		err = errors.New("its length is wrong")
	}
	return sum, err
}
