package generation

import (
	"fmt"
	"io"
	"regexp"
	"time"
)

// nameTime is the layout of the time in a name; names sort by it.
const nameTime = "20060102T150405Z"

var namePattern = regexp.MustCompile(`^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}$`)

// NewName returns a name for a generation begun now, such as
// 20261122T031500Z-1f3a9c2e. The last part is read from random, so that two
// runs within a second do not meet.
func NewName(now time.Time, random io.Reader) (string, error) {
	var b [4]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("name a generation: %w", err)
	}
	return fmt.Sprintf("%s-%x", now.UTC().Format(nameTime), b), nil
}

// IsName reports whether a directory of that name may be a generation.
func IsName(name string) bool { return namePattern.MatchString(name) }

// NextName returns a name as NewName does, but one that sorts after every
// generation in the store: should the clock stand still, or have been set
// back, it takes the second after the newest.
func (s Store) NextName(now time.Time, random io.Reader) (string, error) {
	names, err := s.List()
	if err != nil {
		return "", err
	}
	if len(names) > 0 {
		newest, err := time.Parse(nameTime, names[0][:len(nameTime)])
		if err == nil && !now.Truncate(time.Second).After(newest) {
			now = newest.Add(time.Second)
		}
	}
	return NewName(now, random)
}
