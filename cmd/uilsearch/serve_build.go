package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"sync"
	"time"
)

// buildName names this very program: its version, and unless that of a release
// or of a revision says it all, a hash of the program's file. Answers are named
// by it, so that none is taken for that of a program that answers otherwise.
var buildName = sync.OnceValue(func() string {
	v := readVersions()
	if version != "" || v.Revision != "" && !v.Modified {
		return v.Version + plus(v.Revision)
	}
	return v.Version + plus(cmp.Or(hashOfProgram(), time.Now().UTC().Format(time.RFC3339Nano)))
})

// plus returns the beginning of a hash as a part of a version.
func plus(hash string) string {
	if hash == "" {
		return ""
	}
	return "+" + hash[:min(len(hash), 12)]
}

// hashOfProgram returns the SHA-256 of the file that runs, or "" where it cannot
// be read.
func hashOfProgram() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}
