package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// overrides returns the settings that flags overrule, by key.
func overrides(c *cobra.Command) map[string]string {
	out := map[string]string{}
	c.Flags().Visit(func(f *pflag.Flag) {
		for _, key := range f.Annotations[settingKey] {
			out[key] = f.Value.String()
		}
	})
	return out
}

// plainFlagError says what is wrong with the value of a flag without the terms
// of the library that reads it.
func plainFlagError(err error) error {
	var invalid *pflag.InvalidValueError
	var cause *strconv.NumError
	if !errors.As(err, &invalid) || !errors.As(err, &cause) {
		return err
	}
	want := "true or false"
	if invalid.GetFlag().Value.Type() != "bool" {
		want = "a whole number"
	}
	return fmt.Errorf("--%s wants %s, not %q", invalid.GetFlag().Name, want, invalid.GetValue())
}

// writeJSON writes one value as indented JSON.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// writeJSONLine writes one value as one line of JSON.
func writeJSONLine(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
