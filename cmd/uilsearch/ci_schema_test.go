//go:build ci

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// schemathesisConfig says what a request that fits the document may come to
// besides an answer: no schema says what a query, a date or a cursor may hold.
// Wrong requests are made one fault at a time. Those made at random count for
// the other checks only, because an empty value among them passes for absent
// and a null for text, which Schemathesis takes for faults.
const schemathesisConfig = `
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "304", "404", "410", "422"]

[phases.fuzzing.checks.negative_data_rejection]
enabled = false

[phases.stateful.checks.negative_data_rejection]
enabled = false
`

var casesPassed = regexp.MustCompile(`(\d+) generated, (\d+) passed`)

// TestOpenAPI has Schemathesis make requests from the OpenAPI document, right
// and wrong ones, and hold the answers of a running server to it.
func TestOpenAPI(t *testing.T) {
	st := tool(t, "schemathesis", "st")
	examples := "30"
	if os.Getenv("TORTURE") != "" {
		examples = "2000"
	}
	s := serving(t, sampleData(t))
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "schemathesis.toml"), schemathesisConfig)
	cmd := exec.CommandContext(t.Context(), st, "--no-color", "run", s.site+"/api/v1/openapi.json",
		"--max-examples="+examples, "--seed=3", "--generation-database=none",
		"--continue-on-failure", "--suppress-health-check=all", "--request-timeout=20")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	counts := casesPassed.FindSubmatch(out)
	if counts == nil {
		t.Fatalf("no count of cases in\n%s", out)
	}
	if passed, _ := strconv.Atoi(string(counts[2])); passed < 500 || !bytes.Equal(counts[1], counts[2]) {
		t.Errorf("%s\n%s", counts[0], out)
	}
	t.Logf("%s", counts[0])
}

// tool returns the path of the first program that is installed. Where none is,
// the test is skipped, or fails where CI promises them all.
func tool(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("none of %v is installed", names)
	}
	t.Skipf("none of %v is installed", names)
	return ""
}
