package config

import (
	"errors"
	"fmt"
	"strings"
)

// Error is one thing wrong with the settings.
type Error struct {
	// File is the settings file, or the environment variable, or "command
	// line"; empty where the value is the default.
	File string
	// Line is the line in File, from 1, or 0 where there is none.
	Line int
	// Key is the setting, such as "serve.addr"; empty where the whole file is
	// unreadable.
	Key string
	// Reason says what is wrong, Remedy what to write instead.
	Reason, Remedy string
}

// Error returns place, key, reason and remedy in one line.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File)
		if e.Line > 0 {
			fmt.Fprintf(&b, ":%d", e.Line)
		}
		b.WriteString(": ")
	}
	if e.Key != "" {
		b.WriteString(e.Key + ": ")
	}
	b.WriteString(e.Reason)
	if e.Remedy != "" {
		b.WriteString("; " + e.Remedy)
	}
	return b.String()
}

// Problems returns every Error that err holds, in order.
func Problems(err error) []*Error {
	if err == nil {
		return nil
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*Error
		for _, e := range many.Unwrap() {
			all = append(all, Problems(e)...)
		}
		return all
	}
	var one *Error
	if errors.As(err, &one) {
		return []*Error{one}
	}
	return nil
}
