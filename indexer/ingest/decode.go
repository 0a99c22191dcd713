package ingest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Headers are the headers of a line. More than maxHeaders are an error before
// they are in memory.
type Headers map[string]string

// UnmarshalJSON reads an object of texts.
func (h *Headers) UnmarshalJSON(b []byte) error {
	m := newMembers(b, '{', "header")
	out := Headers{}
	for m.more() {
		if len(out) == maxHeaders {
			return fmt.Errorf(`"header": more than %d`, maxHeaders)
		}
		name := m.text()
		out[name] = m.text()
	}
	if m.err == nil && !m.null {
		*h = out
	}
	return m.err
}

// Aliases are the aliases of a line. More than maxAliases are an error before
// they are in memory.
type Aliases []string

// UnmarshalJSON reads a list of texts.
func (a *Aliases) UnmarshalJSON(b []byte) error {
	m := newMembers(b, '[', "aliases")
	var out Aliases
	for m.more() {
		if len(out) == maxAliases {
			return fmt.Errorf(`"aliases": more than %d`, maxAliases)
		}
		out = append(out, m.text())
	}
	if m.err == nil && !m.null {
		*a = out
	}
	return m.err
}

// members reads an object or a list of texts one by one, so that it can end
// before all of them are in memory.
type members struct {
	d    *json.Decoder
	name string
	null bool
	err  error
}

// newMembers returns what reads b, which is JSON and should begin as named.
func newMembers(b []byte, begin json.Delim, name string) *members {
	m := &members{d: json.NewDecoder(bytes.NewReader(b)), name: name}
	token, err := m.d.Token()
	switch m.null = token == nil; {
	case err != nil:
		m.err = err
	case !m.null && token != begin:
		m.err = wanted(name)
	}
	return m
}

func (m *members) more() bool { return m.err == nil && !m.null && m.d.More() }

// text returns the next text, and is an error where something else stands.
func (m *members) text() string {
	if m.err != nil {
		return ""
	}
	token, err := m.d.Token()
	s, ok := token.(string)
	switch {
	case err != nil:
		m.err = err
	case !ok:
		m.err = wanted(m.name)
	}
	return s
}

const (
	wantText = "a text"
	wantTime = "a time such as 2026-11-22T03:15:00Z"
)

// wants says what the members of a line hold that are no texts.
var wants = map[string]string{
	"captured": wantTime, "seen": wantTime, "gone": wantTime,
	"status": "a whole number", "header": "an object of texts", "aliases": "a list of texts", "body_base64": "base64",
}

// wanted is the error of a member that holds something else.
func wanted(name string) error {
	want, ok := wants[name]
	if !ok {
		want = wantText
	}
	return fmt.Errorf("%q: want %s", name, want)
}

// parseLine reads one line, and says what is wrong with it as its writer knows it.
func parseLine(line []byte) (Line, error) {
	var l Line
	err := json.Unmarshal(line, &l)
	var (
		syntax *json.SyntaxError
		kind   *json.UnmarshalTypeError
		coding base64.CorruptInputError
	)
	switch {
	case err == nil:
		return l, nil
	case errors.As(err, &syntax):
		return l, fmt.Errorf("no JSON: at byte %d: %w", syntax.Offset, err)
	case errors.As(err, &kind) && kind.Field == "":
		return l, fmt.Errorf("want an object, not %s", kind.Value)
	case errors.As(err, &kind):
		return l, wanted(kind.Field)
	case errors.As(err, &coding):
		return l, wanted("body_base64")
	}
	if name := noTime(line); name != "" {
		return l, wanted(name)
	}
	return l, err
}

// noTime returns the first member that should hold a time and does not, or "".
func noTime(line []byte) string {
	var l struct{ Captured, Seen, Gone json.RawMessage }
	if json.Unmarshal(line, &l) != nil {
		return ""
	}
	for _, member := range []struct {
		name  string
		value json.RawMessage
	}{{"captured", l.Captured}, {"seen", l.Seen}, {"gone", l.Gone}} {
		var t time.Time
		if member.value != nil && json.Unmarshal(member.value, &t) != nil {
			return member.name
		}
	}
	return ""
}
