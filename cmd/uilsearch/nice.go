package main

import (
	"runtime/debug"
	"strings"
)

// restrain makes the process step back behind others and bounds its memory, as
// the settings of runs say. A limit in the environment, which Go itself reads,
// comes before that of the settings.
func (a *app) restrain() {
	if nice := a.config.Reindex.Nice; nice > 0 {
		if err := stepBack(nice); err != nil {
			a.log.Warn("the run does not step back behind other processes", "error", err)
		}
	}
	if limit := a.config.Reindex.Memory; limit > 0 && !a.inEnvironment("GOMEMLIMIT") {
		debug.SetMemoryLimit(int64(limit))
	}
}

// inEnvironment reports whether a variable is set to something.
func (a *app) inEnvironment(name string) bool {
	for _, kv := range a.env {
		if value, ok := strings.CutPrefix(kv, name+"="); ok && value != "" {
			return true
		}
	}
	return false
}
