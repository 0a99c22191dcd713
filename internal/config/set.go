package config

import (
	"strconv"
	"strings"
	"time"
)

// set takes a value as a settings file holds it, or, where text is true, as
// text from the environment or a flag. It reports whether the value fits.
func (s setting) set(v any, text bool) bool {
	str, isText := v.(string)
	switch p := s.value.(type) {
	case *string:
		return keep(p, str, isText)
	case *int:
		n, isInt := v.(int64)
		if text {
			var err error
			n, err = strconv.ParseInt(str, 10, 0)
			isInt = err == nil
		}
		return keep(p, int(n), isInt)
	case *Size:
		if n, ok := v.(int64); ok {
			str, isText = strconv.FormatInt(n, 10), true
		}
		size, err := ParseSize(str)
		return keep(p, size, isText && err == nil)
	case *Percent:
		share, err := ParsePercent(str)
		return keep(p, share, isText && err == nil)
	case *time.Duration:
		d, err := time.ParseDuration(str)
		return keep(p, d, isText && err == nil)
	case *[]string:
		if text {
			return keep(p, list(str), true)
		}
		return setList(p, v)
	}
	return false
}

// keep sets a value that fits.
func keep[T any](p *T, v T, fits bool) bool {
	if fits {
		*p = v
	}
	return fits
}

// list reads values with commas between them.
func list(s string) []string {
	var out []string
	for v := range strings.SplitSeq(s, ",") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// setList takes an array of texts.
func setList(p *[]string, v any) bool {
	array, ok := v.([]any)
	if !ok {
		return false
	}
	var out []string
	for _, e := range array {
		text, ok := e.(string)
		if !ok {
			return false
		}
		out = append(out, text)
	}
	*p = out
	return true
}
