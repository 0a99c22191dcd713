package config

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
)

// setting ties a key to its place in a Config. The table of settings is the
// only list of keys: file, environment and flags all go through it.
type setting struct {
	key string
	// value is a *string, *int or *Size.
	value any
	// want says what the value must be, as the end of "write …".
	want string
	// path marks a file name, which is relative to the settings file.
	path bool
	// check returns what is wrong with the value, or "".
	check func() string
}

// settings lists every key with its place in c.
func (c *Config) settings() []setting {
	const address = "an address such as 127.0.0.1:8080"
	return []setting{
		{key: "data", value: &c.Data, want: "a directory", path: true, check: notEmpty(&c.Data)},
		{key: "serve.addr", value: &c.Serve.Addr, want: address, check: isAddress(&c.Serve.Addr)},
		{key: "serve.admin_addr", value: &c.Serve.AdminAddr, want: address + ", other than serve.addr", check: c.adminAddr},
		{key: "index.keep", value: &c.Index.Keep, want: "a whole number from 1 to 1000", check: between(&c.Index.Keep, 1, 1000)},
		{key: "extract.profile", value: &c.Extract.Profile, want: "a file that is there, or nothing for the built-in profile", path: true, check: isFile(&c.Extract.Profile)},
		{key: "taxonomy.dir", value: &c.Taxonomy.Dir, want: "a directory that is there, or nothing for the built-in taxonomy", path: true, check: isDir(&c.Taxonomy.Dir)},
		{key: "reindex.max_rejects", value: &c.Reindex.MaxRejects, want: "a whole number from 0 to 100000000", check: between(&c.Reindex.MaxRejects, 0, 100_000_000)},
		{key: "log.format", value: &c.Log.Format, want: `"text" or "json"`, check: oneOf(&c.Log.Format, LogText, LogJSON)},
		{key: "memory.limit", value: &c.Memory.Limit, want: `0 for none, or a size of at least 64MiB, such as "1GiB"`, check: memoryLimit(&c.Memory.Limit)},
	}
}

// set takes a value as a settings file holds it, or, where text is true, as
// text from the environment or a flag. It reports whether the value fits.
func (s setting) set(v any, text bool) bool {
	str, isText := v.(string)
	switch p := s.value.(type) {
	case *string:
		if isText {
			*p = str
		}
		return isText
	case *int:
		n, isInt := v.(int64)
		if text {
			var err error
			n, err = strconv.ParseInt(str, 10, 0)
			isInt = err == nil
		}
		if isInt {
			*p = int(n)
		}
		return isInt
	case *Size:
		if n, ok := v.(int64); ok {
			str, isText = strconv.FormatInt(n, 10), true
		}
		size, err := ParseSize(str)
		if isText && err == nil {
			*p = size
		}
		return isText && err == nil
	}
	return false
}

// variable returns the environment variable of a key.
func variable(key string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

func (c *Config) adminAddr() string {
	if reason := isAddress(&c.Serve.AdminAddr)(); reason != "" {
		return reason
	}
	if c.Serve.AdminAddr == c.Serve.Addr && !strings.HasSuffix(c.Serve.Addr, ":0") {
		return fmt.Sprintf("%q is the public address too", c.Serve.AdminAddr)
	}
	return ""
}

func notEmpty(s *string) func() string {
	return func() string {
		if *s == "" {
			return "is empty"
		}
		return ""
	}
}

func isAddress(s *string) func() string {
	return func() string {
		_, port, err := net.SplitHostPort(*s)
		if err == nil {
			_, err = strconv.ParseUint(port, 10, 16)
		}
		if err != nil {
			return fmt.Sprintf("%q is no address", *s)
		}
		return ""
	}
}

func between(n *int, low, high int) func() string {
	return func() string {
		if *n < low || *n > high {
			return fmt.Sprintf("%d is out of range", *n)
		}
		return ""
	}
}

// memoryLimit refuses limits so low that the collector would do nothing but
// collect.
func memoryLimit(n *Size) func() string {
	return func() string {
		if *n != 0 && *n < 64<<20 {
			return fmt.Sprintf("%s is too little", *n)
		}
		return ""
	}
}

func oneOf(s *string, words ...string) func() string {
	return func() string {
		for _, w := range words {
			if *s == w {
				return ""
			}
		}
		return fmt.Sprintf("%q is unknown", *s)
	}
}

func isFile(s *string) func() string {
	return func() string {
		if *s == "" {
			return ""
		}
		if info, err := os.Stat(*s); err != nil || !info.Mode().IsRegular() {
			return fmt.Sprintf("there is no file %s", *s)
		}
		return ""
	}
}

func isDir(s *string) func() string {
	return func() string {
		if *s == "" {
			return ""
		}
		if info, err := os.Stat(*s); err != nil || !info.IsDir() {
			return fmt.Sprintf("there is no directory %s", *s)
		}
		return ""
	}
}
