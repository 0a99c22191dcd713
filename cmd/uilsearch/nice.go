package main

import (
	"runtime/debug"
	"strings"
)

// restrain makes the process step back behind others and bounds its memory, as
// the settings of runs say.
func (a *app) restrain() {
	if nice := a.config.Reindex.Nice; nice > 0 {
		if err := stepBack(nice); err != nil {
			a.log.Warn("the run does not step back behind other processes", "error", err)
		}
	}
	a.limitMemory(int64(a.config.Reindex.Memory))
}

// limitMemory bounds the memory of the process in bytes; 0 leaves it as it is.
// So does a limit in the environment, GOMEMLIMIT, which Go itself obeys: it
// comes before that of any setting.
func (a *app) limitMemory(limit int64) {
	if limit > 0 && !a.inEnvironment("GOMEMLIMIT") {
		debug.SetMemoryLimit(limit)
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
