//go:build ci && unix

package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"syscall"
	"testing"
	"time"
)

// process is a process that serves a house.
type process struct {
	service
	cmd   *exec.Cmd
	ended chan struct{} // closed when the process has ended

	mu   sync.Mutex // guards said
	said bytes.Buffer
}

var listening = regexp.MustCompile(` url=(http://[0-9.:]+) admin=(http://[0-9.:]+)`)

// serve starts a server, and waits until it listens. Prefix is what starts the
// program, such as a shell with a limit, or empty.
func (h *house) serve(prefix ...string) *process {
	h.t.Helper()
	p := &process{ended: make(chan struct{}), cmd: h.command("serve", "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0")}
	if len(prefix) > 0 {
		p.cmd.Path, p.cmd.Args = prefix[0], append(prefix, p.cmd.Args...)
	}
	p.start(h.t)
	return p
}

// start starts the process and waits until it listens. It lives until the test
// ends at the latest.
func (p *process) start(t *testing.T) {
	t.Helper()
	stderr, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p.cmd.Stderr = w
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	at := make(chan []string, 1)
	go func() {
		defer close(p.ended)
		p.read(stderr, at)
		stderr.Close()
		p.cmd.Wait() // how it ended is in ProcessState
	}()
	t.Cleanup(func() { p.cmd.Process.Kill(); <-p.ended })
	select {
	case m := <-at:
		p.service = service{t: t, site: m[1], admin: m[2]}
	case <-p.ended:
		t.Fatalf("serve: %v\n%s", p.cmd.ProcessState, p.log())
	}
}

// read keeps what the process says, and sends where it listens.
func (p *process) read(r io.Reader, at chan<- []string) {
	b := make([]byte, 4096)
	for sent := false; ; {
		n, err := r.Read(b)
		p.mu.Lock()
		p.said.Write(b[:n])
		m := listening.FindStringSubmatch(p.said.String())
		p.mu.Unlock()
		if m != nil && !sent {
			at <- m
			sent = true
		}
		if err != nil {
			return
		}
	}
}

func (p *process) log() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.String()
}

// stop ends the process as systemd does, and wants it to end well.
func (p *process) stop() {
	p.t.Helper()
	p.cmd.Process.Signal(syscall.SIGTERM)
	<-p.ended
	if code := p.cmd.ProcessState.ExitCode(); code != 143 {
		p.t.Errorf("the server ends with %v\n%s", p.cmd.ProcessState, p.log())
	}
}

// alive reports whether the process is there.
func (p *process) alive() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// ready returns what /readyz says.
func (p *process) ready() (code int, r readiness) {
	p.t.Helper()
	code, body := service{t: p.t, site: p.admin}.get("/readyz")
	if err := json.Unmarshal(body, &r); err != nil {
		p.t.Errorf("readiness: %v %s", err, body)
	}
	return code, r
}

// ask puts a question to the API, which may not be there.
func (p *process) ask(path string) (code int, body []byte, err error) {
	client := http.Client{Timeout: 30 * time.Second}
	r, err := client.Get(p.site + path)
	if err != nil {
		return 0, nil, err
	}
	defer r.Body.Close()
	body, err = io.ReadAll(r.Body)
	return r.StatusCode, body, err
}
