package config

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// entry is one key of a settings file.
type entry struct {
	key   string
	line  int
	value any
}

// parse reads a settings file into its entries, in the order of their lines.
// The problem is that of a file that is no TOML.
func parse(path string, data []byte) ([]entry, *Error) {
	var tree map[string]any
	if err := toml.Unmarshal(data, &tree); err != nil {
		problem := &Error{File: path, Reason: err.Error(), Remedy: "correct the line"}
		var de *toml.DecodeError
		if errors.As(err, &de) {
			problem.Line, _ = de.Position()
			problem.Key = strings.Join(de.Key(), ".")
			problem.Reason = strings.TrimPrefix(de.Error(), "toml: ")
		}
		return nil, problem
	}
	at := lines(data)
	entries := flatten(nil, "", tree)
	for i, e := range entries {
		entries[i].line = at[e.key]
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(a.line-b.line, strings.Compare(a.key, b.key))
	})
	return entries, nil
}

// flatten appends the entries of a table, with dotted keys. A table that is
// empty or unknown as a whole stays out: its keys are named one by one.
func flatten(out []entry, prefix string, table map[string]any) []entry {
	for name, v := range table {
		key := prefix + name
		if sub, ok := v.(map[string]any); ok {
			out = flatten(out, key+".", sub)
			continue
		}
		out = append(out, entry{key: key, value: v})
	}
	return out
}

// lines returns the line of each key of a file that is known to be TOML.
func lines(data []byte) map[string]int {
	at := map[string]int{}
	var p unstable.Parser
	p.Reset(data)
	table := ""
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			key, line := dotted(&p, e)
			at[key] = line
			table = key + "."
		case unstable.KeyValue:
			record(&p, at, table, e)
		}
	}
	return at
}

// record notes the line of a key, and those of the keys of an inline table.
func record(p *unstable.Parser, at map[string]int, prefix string, kv *unstable.Node) {
	key, line := dotted(p, kv)
	at[prefix+key] = line
	if value := kv.Value(); value.Kind == unstable.InlineTable {
		for it := value.Children(); it.Next(); {
			record(p, at, prefix+key+".", it.Node())
		}
	}
}

// dotted returns a node's key and the line it begins on.
func dotted(p *unstable.Parser, n *unstable.Node) (key string, line int) {
	var parts []string
	for it := n.Key(); it.Next(); {
		if line == 0 {
			line = p.Shape(it.Node().Raw).Start.Line
		}
		parts = append(parts, string(it.Node().Data))
	}
	return strings.Join(parts, "."), line
}
