package config

import (
	"fmt"
	"strconv"
	"strings"
)

// Percent is a share, in hundredths.
type Percent float64

// ParsePercent reads a number with % after it.
func ParsePercent(s string) (Percent, error) {
	number, ok := strings.CutSuffix(s, "%")
	n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if !ok || err != nil {
		return 0, fmt.Errorf("%q is no share such as 10%%", s)
	}
	return Percent(n), nil
}

// String returns the share as ParsePercent reads it.
func (p Percent) String() string { return strconv.FormatFloat(float64(p), 'f', -1, 64) + "%" }
