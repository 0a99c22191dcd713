package generation

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// The manifest vouches for every other file; its own last member, "sha256",
// vouches for it. It covers all bytes before the comma in front of it.
const (
	sumOpen  = ",\n  \"sha256\": \""
	sumClose = "\"\n}\n"
)

// encode returns the bytes of a manifest file.
func encode(m Manifest) ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	body := bytes.TrimSuffix(b, []byte("\n}"))
	return append(body, ending(body)...), nil
}

// errAltered says that a manifest has been changed since it was sealed.
var errAltered = errors.New("is not as it was written: its SHA-256 differs")

// decode reads a manifest file. Of another format it reads no more than that
// format, and of every format it checks the ending, which therefore must stay
// as it is: errAltered comes with what could be read.
func decode(b []byte) (Manifest, error) {
	var version struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(b, &version); err != nil {
		return Manifest{}, fmt.Errorf("is no manifest: %w", err)
	}
	m := Manifest{Format: version.Format}
	at := len(b) - len(ending(nil))
	if at < 0 || !bytes.Equal(b[at:], ending(b[:at])) {
		return m, errAltered
	}
	if version.Format != Format {
		return m, nil
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return Manifest{}, fmt.Errorf("is no manifest: %w", err)
	}
	return m, nil
}

// ending returns what follows the body of a manifest.
func ending(body []byte) []byte {
	sum := sha256.Sum256(body)
	return []byte(sumOpen + hex.EncodeToString(sum[:]) + sumClose)
}
