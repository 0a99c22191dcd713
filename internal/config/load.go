package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// envPrefix begins every environment variable of ours.
const envPrefix = "UILSEARCH_"

// PathVariable is the environment variable that names the settings file.
const PathVariable = envPrefix + "CONFIG"

// Find returns the settings file that Load reads: path, or else the one that
// UILSEARCH_CONFIG names, or else FileName where it is there. Where there is
// none it returns "". Environ is in the form of os.Environ.
func Find(path string, environ []string) string {
	if path == "" {
		path = ours(environ)[PathVariable]
	}
	if path != "" {
		return path
	}
	if _, err := os.Stat(FileName); errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	return FileName
}

// commandLine stands for the place of a flag in an Error.
const commandLine = "command line"

// Load returns the settings from defaults, file, environment and flags, each
// overruling the one before. The file is the one that Find returns. Environ is
// in the form of os.Environ; flags are texts by key. File names in the file are
// relative to its directory, all others to the working directory. The error
// holds one Error for each problem; see Problems.
func Load(path string, environ []string, flags map[string]string) (Config, error) {
	l := loader{config: Defaults(), origins: map[string]place{}}
	if file := Find(path, environ); file != "" {
		l.file(file)
	}
	env := ours(environ)
	delete(env, PathVariable)
	l.environment(env)
	for _, key := range slices.Sorted(maps.Keys(flags)) {
		l.set(place{file: commandLine}, key, flags[key], true)
	}
	l.problems = append(l.problems, l.config.check(l.origins, l.bad)...)
	return l.config, join(l.problems)
}

// check returns an Error for each bad value, except for the keys to pass
// over, which are known to be bad already.
func (c *Config) check(origins map[string]place, except map[string]bool) []*Error {
	var out []*Error
	for _, s := range c.settings() {
		if except[s.key] {
			continue
		}
		if reason := s.check(); reason != "" {
			at := origins[s.key]
			out = append(out, &Error{File: at.file, Line: at.line, Key: s.key, Reason: reason, Remedy: "write " + s.want})
		}
	}
	return out
}

// place is where a value was read.
type place struct {
	file string
	line int
}

// loader collects values and problems over all sources.
type loader struct {
	config   Config
	origins  map[string]place
	bad      map[string]bool
	problems []*Error
}

// file reads the settings file.
func (l *loader) file(path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		l.problems = append(l.problems, &Error{File: path, Reason: reason(err), Remedy: "name a file that can be read with --config"})
		return
	}
	entries, problem := parse(path, data)
	if problem != nil {
		l.problems = append(l.problems, problem)
		return
	}
	for _, e := range entries {
		l.set(place{file: path, line: e.line}, e.key, e.value, false)
	}
	for _, s := range l.config.settings() {
		p, ok := s.value.(*string)
		if ok && s.path && l.origins[s.key].file == path && *p != "" && !filepath.IsAbs(*p) {
			*p = filepath.Join(filepath.Dir(path), *p)
		}
	}
}

// environment takes the variables of ours, and names those that are no
// setting: a misspelt variable would else be passed over in silence.
func (l *loader) environment(env map[string]string) {
	keys := map[string]string{}
	for _, s := range l.config.settings() {
		keys[variable(s.key)] = s.key
	}
	for _, name := range slices.Sorted(maps.Keys(env)) {
		key, ok := keys[name]
		if !ok {
			near := nearest(name, slices.Collect(maps.Keys(keys)))
			l.problems = append(l.problems, &Error{File: name, Reason: "no such setting", Remedy: fmt.Sprintf("remove it from the environment, or did you mean %s?", near)})
			continue
		}
		l.set(place{file: name}, key, env[name], true)
	}
}

// set gives a key its value, or records why not.
func (l *loader) set(at place, key string, value any, text bool) {
	var known []string
	for _, s := range l.config.settings() {
		if s.key != key {
			known = append(known, s.key)
			continue
		}
		l.origins[key] = at
		delete(l.bad, key)
		if !s.set(value, text) {
			if l.bad == nil {
				l.bad = map[string]bool{}
			}
			l.bad[key] = true
			l.problems = append(l.problems, &Error{File: at.file, Line: at.line, Key: key, Reason: fmt.Sprintf("%#v does not fit", value), Remedy: "write " + s.want})
		}
		return
	}
	l.problems = append(l.problems, &Error{File: at.file, Line: at.line, Key: key, Reason: "no such setting",
		Remedy: fmt.Sprintf("remove it, or did you mean %s?", nearest(key, known))})
}

// ours returns the variables that begin with our prefix; of two with the same
// name the last one holds.
func ours(environ []string) map[string]string {
	env := map[string]string{}
	for _, kv := range environ {
		name, value, ok := strings.Cut(kv, "=")
		if ok && strings.HasPrefix(name, envPrefix) {
			env[name] = value
		}
	}
	return env
}

// reason returns the error of the operating system without the file's name,
// which the Error carries already.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

func join(problems []*Error) error {
	errs := make([]error, len(problems))
	for i, p := range problems {
		errs[i] = p
	}
	return errors.Join(errs...)
}
