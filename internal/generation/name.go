package generation

import (
	"errors"
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

// farAhead is how far a name may be in the future, with a clock that is wrong,
// before it takes more than the name to believe it.
const farAhead = 24 * time.Hour

// NextName returns a name as NewName does, but one that sorts after every
// generation in the store: should the clock stand still, or have been set
// back, it takes the second after the newest. Names more than a day ahead count
// only with a manifest that can be read: anybody may make a directory.
func (s Store) NextName(now time.Time, random io.Reader) (string, error) {
	names, err := s.List()
	if err != nil {
		return "", err
	}
	for _, name := range names {
		newest, err := time.Parse(nameTime, name[:len(nameTime)])
		if (err != nil || newest.Sub(now) > farAhead) && !s.hasManifest(name) {
			continue
		}
		after := newest.Add(time.Second)
		if err != nil || after.Year() > 9999 {
			return "", fmt.Errorf("name a generation: no name sorts after that of %s; remove this directory, after uilsearch rollback if it is live", s.Path(name))
		}
		if now.Before(after) {
			now = after
		}
		break
	}
	return NewName(now, random)
}

// hasManifest reports whether a generation has a manifest that can be read,
// perhaps by another version of the program.
func (s Store) hasManifest(name string) bool {
	_, err := readManifest(s.Path(name), name, AnyAnalysis)
	var d *Damage
	return err == nil || errors.As(err, &d) && d.Outdated
}
