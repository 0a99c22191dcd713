package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/internal/config"
)

// installed is where the files of deploy expect the binary.
const installed = "/usr/local/bin/uilsearch"

// deployFile returns a file of deploy.
func deployFile(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("../../deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// unit returns the values of a systemd unit by section and key, such as
// "Service.ExecStart", in order.
func unit(t *testing.T, name string) map[string][]string {
	t.Helper()
	values, section := map[string][]string{}, ""
	for line := range strings.Lines(deployFile(t, "systemd/"+name)) {
		line = strings.TrimSpace(line)
		switch key, value, ok := strings.Cut(line, "="); {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
		case ok:
			values[section+"."+key] = append(values[section+"."+key], value)
		default:
			t.Errorf("%s: %q is no line of a unit", name, line)
		}
	}
	return values
}

// parses checks that a command line is one that the program takes, and returns
// the name of its command.
func parses(t *testing.T, line string) string {
	t.Helper()
	words := regexp.MustCompile(`'[^']*'|\S+`).FindAllString(line, -1)
	for i, w := range words {
		words[i] = strings.Trim(w, "'")
	}
	if filepath.Base(words[0]) != "uilsearch" {
		t.Errorf("%q does not begin with uilsearch", line)
		return ""
	}
	root := newRoot(&app{})
	c, rest, err := root.Find(words[1:])
	if err == nil && c == root {
		t.Errorf("%q names no command", line)
	}
	if err == nil {
		err = c.ParseFlags(rest)
	}
	if err == nil {
		err = c.ValidateArgs(c.Flags().Args())
	}
	if err != nil {
		t.Errorf("%q: %v", line, err)
	}
	return c.Name()
}

func TestUnits(t *testing.T) {
	for name, want := range map[string][]string{"uilsearch.service": {"serve"}, "uilsearch-reindex.service": {"reindex"}} {
		values := unit(t, name)
		var commands []string
		for _, line := range values["Service.ExecStart"] {
			if !strings.HasPrefix(line, installed+" ") {
				t.Errorf("%s starts %q", name, line)
			}
			commands = append(commands, parses(t, line))
			if strings.Contains(line, " reindex ") && !strings.Contains(line, " --crawl ") {
				t.Errorf("%s crawls no site: %q", name, line)
			}
		}
		if !slices.Equal(commands, want) {
			t.Errorf("%s starts %v, not %v", name, commands, want)
		}
		for key, value := range map[string]string{
			"User": "uilsearch", "NoNewPrivileges": "yes", "ProtectSystem": "strict", "PrivateTmp": "yes", "CapabilityBoundingSet": "",
		} {
			if got := values["Service."+key]; !slices.Equal(got, []string{value}) {
				t.Errorf("%s: %s is %q, not %q", name, key, got, value)
			}
		}
		for _, key := range []string{"MemoryMax", "LimitNOFILE", "SystemCallFilter", "TimeoutStopSec"} {
			if len(values["Service."+key]) == 0 {
				t.Errorf("%s has no %s", name, key)
			}
		}
		if got := values["Service.SuccessExitStatus"]; len(got) != 1 || !slices.Contains(strings.Fields(got[0]), "143") {
			t.Errorf("%s: a clean stop is a failure: %q", name, got)
		}
	}
	if _, line, ok := strings.Cut(deployFile(t, "systemd/uilsearch-reindex.service"), "\n#ExecStart="); !ok || parses(t, strings.SplitN(line, "\n", 2)[0]) != "ingest" {
		t.Error("there is no line for the pages of a folder")
	}
	if got := unit(t, "uilsearch-reindex.service")["Service.SuccessExitStatus"]; !slices.Contains(strings.Fields(got[0]), "20") {
		t.Errorf("pages that gave no document make a run fail: %q", got)
	}
	serve := unit(t, "uilsearch.service")
	if got := serve["Service.StateDirectory"]; got != nil {
		t.Errorf("the server writes to %s", got)
	}
	if got := serve["Service.ExecReload"]; !slices.Equal(got, []string{"/bin/kill -HUP $MAINPID"}) || !slices.Equal(serve["Service.Restart"], []string{"on-failure"}) {
		t.Errorf("reload is %q", got)
	}
	timer := unit(t, "uilsearch-reindex.timer")
	if !slices.Equal(timer["Timer.Persistent"], []string{"true"}) || len(timer["Timer.RandomizedDelaySec"]) != 1 || len(timer["Timer.OnCalendar"]) != 1 {
		t.Errorf("the timer is %v", timer)
	}
}

// TestUnitsVerify has systemd read the units, with a program in the place of
// ours that is there.
func TestUnitsVerify(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	dir := t.TempDir()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"verify"}
	for _, name := range []string{"uilsearch.service", "uilsearch-reindex.service", "uilsearch-reindex.timer"} {
		path := filepath.Join(dir, name)
		writeFile(t, path, strings.ReplaceAll(deployFile(t, "systemd/"+name), installed, program))
		args = append(args, path)
	}
	if out, err := exec.CommandContext(t.Context(), "systemd-analyze", args...).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}

func TestCrontab(t *testing.T) {
	line := regexp.MustCompile(`^(\d+|\*) (\d+|\*) \S+ \S+ \S+ uilsearch (.+)$`)
	jobs := 0
	for text := range strings.Lines(deployFile(t, "crontab")) {
		text = strings.TrimSpace(text)
		if text == "" || text[0] == '#' || regexp.MustCompile(`^[A-Z]+=`).MatchString(text) {
			continue
		}
		m := line.FindStringSubmatch(text)
		if m == nil || strings.Contains(m[3], "%") { // cron makes a new line of it
			t.Fatalf("%q is no line of a crontab", text)
		}
		jobs++
		var commands []string
		for _, c := range strings.Split(m[3], " && ") {
			commands = append(commands, parses(t, c))
		}
		if !slices.Equal(commands, []string{"reindex"}) || !strings.Contains(m[3], " --crawl ") {
			t.Errorf("the job runs %v", commands)
		}
	}
	if jobs != 1 {
		t.Errorf("%d jobs", jobs)
	}
}

func TestContainerfile(t *testing.T) {
	instructions := map[string][]string{}
	for line := range strings.Lines(deployFile(t, "Containerfile")) {
		if word, rest, ok := strings.Cut(strings.TrimSpace(line), " "); ok && word != "#" {
			instructions[word] = append(instructions[word], rest)
		}
	}
	for word, want := range map[string]string{"FROM": "scratch", "USER": "65532:65532", "VOLUME": "/data", "ENTRYPOINT": `["/uilsearch"]`, "CMD": `["serve"]`} {
		if got := instructions[word]; !slices.Equal(got, []string{want}) {
			t.Errorf("%s is %q, not %q", word, got, want)
		}
	}
	if got := instructions["RUN"]; got != nil {
		t.Errorf("an image without a shell runs %q", got)
	}
	_, err := config.Load("", strings.Fields(strings.Join(instructions["ENV"], " ")), nil)
	if err != nil {
		t.Error(err)
	}
}

// TestServerSettings checks the settings for a server, and that they leave room
// below the limits of the units.
func TestServerSettings(t *testing.T) {
	c, err := config.Load("../../deploy/uilsearch.toml", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Data != "/var/lib/"+unit(t, "uilsearch-reindex.service")["Service.StateDirectory"][0] {
		t.Errorf("the data directory is %s", c.Data)
	}
	// The lines that are commented out must be good ones, too.
	text := regexp.MustCompile(`(?m)^#(\w+ = )`).ReplaceAllString(deployFile(t, "uilsearch.toml"), "$1")
	all := filepath.Join(t.TempDir(), "a.toml")
	writeFile(t, all, strings.ReplaceAll(text, "/etc/uilsearch/queries.tsv", all))
	if c, err := config.Load(all, nil, nil); err != nil || len(c.Crawl.Sites) == 0 || c.Crawl.Contact == "" || c.Reindex.PingURL == "" {
		t.Errorf("with all lines: %+v, %v", c, err)
	}
	for name, limit := range map[string]config.Size{"uilsearch.service": c.Memory.Limit, "uilsearch-reindex.service": c.Reindex.Memory} {
		most, err := config.ParseSize(unit(t, name)["Service.MemoryMax"][0] + "iB")
		if err != nil || limit == 0 || limit > most*4/5 {
			t.Errorf("%s: the settings allow %s of %s, %v", name, limit, most, err)
		}
	}
}
