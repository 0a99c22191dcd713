package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Size is a number of bytes, 0 or more.
type Size int64

// units are the suffixes of a size, largest first.
var units = []struct {
	name  string
	bytes int64
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}}

// ParseSize reads a whole number of bytes, or one with B, KiB, MiB or GiB
// after it.
func ParseSize(s string) (Size, error) {
	number, factor := s, int64(1)
	for _, u := range units {
		if n, ok := strings.CutSuffix(s, u.name); ok {
			number, factor = strings.TrimSpace(n), u.bytes
			break
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64/factor {
		return 0, fmt.Errorf("%q is no size", s)
	}
	return Size(n * factor), nil
}

// String returns the size as ParseSize reads it, in the largest unit that
// divides it. Rounded is for sizes that were measured.
func (s Size) String() string {
	if s == 0 {
		return "0"
	}
	for _, u := range units {
		if int64(s)%u.bytes == 0 {
			return strconv.FormatInt(int64(s)/u.bytes, 10) + u.name
		}
	}
	return strconv.FormatInt(int64(s), 10)
}

// Rounded returns the size for people: up to three figures and a unit.
func (s Size) Rounded() string {
	const step = 1024
	if s < step {
		return fmt.Sprintf("%d bytes", int64(s))
	}
	names := []string{"KiB", "MiB", "GiB", "TiB"}
	n, unit := float64(s)/step, 0
	for ; n >= 999.5 && unit < len(names)-1; unit++ {
		n /= step
	}
	if n < 9.95 {
		return fmt.Sprintf("%.1f %s", n, names[unit])
	}
	return fmt.Sprintf("%.0f %s", n, names[unit])
}
