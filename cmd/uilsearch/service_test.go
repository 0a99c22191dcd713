package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/internal/api"
	"github.com/uilsearch/uilsearch/internal/config"
)

// service is a running server.
type service struct {
	t *testing.T
	// site and admin are the addresses of its listeners.
	site, admin string
	// stop ends it and returns what it ends with.
	stop func() error
}

// serving runs serve on a data directory until the test ends. One client may
// ask as often as it likes.
func serving(t *testing.T, data string) service {
	t.Helper()
	s := servingWith(t, data, func(*server) {})
	t.Cleanup(func() {
		if err := s.stop(); !errors.Is(err, context.Canceled) {
			t.Errorf("serve ends with %v", err)
		}
	})
	return s
}

// servingWith runs a server that was changed before, until stop or the end of
// the test.
func servingWith(t *testing.T, data string, change func(*server)) service {
	t.Helper()
	a := &app{stdout: io.Discard, stderr: io.Discard, config: config.Defaults(), log: newLogger(io.Discard, config.LogText, 0)}
	a.config.Data, a.config.Serve.Addr, a.config.Serve.AdminAddr, a.config.Serve.Rate = data, "127.0.0.1:0", "127.0.0.1:0", 0
	server := a.newServer()
	server.drainGrace = 0
	change(server)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ready, done := make(chan service, 1), make(chan error, 1)
	go func() {
		done <- server.run(ctx, func(public, admin net.Addr) {
			ready <- service{t: t, site: "http://" + public.String(), admin: "http://" + admin.String()}
		})
	}()
	stop := sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	t.Cleanup(func() { stop() })
	select {
	case s := <-ready:
		s.stop = stop
		return s
	case err := <-done:
		done <- err
		t.Fatalf("serve: %v", err)
	}
	return service{}
}

// answer is what a server answers.
type answer struct {
	code   int
	header http.Header
	body   string
}

// plain takes answers as they come, and each over a connection of its own.
var plain = &http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}

// fetch asks for an address with headers, names and values by turns, and reads
// the answer to its end.
func fetch(ctx context.Context, method, address string, header ...string) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return answer{}, err
	}
	for i := 0; i < len(header); i += 2 {
		if req.Header.Set(header[i], header[i+1]); header[i] == "Host" {
			req.Host = header[i+1]
		}
	}
	got, err := plain.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	return answer{got.StatusCode, got.Header, string(body)}, err
}

// send asks as fetch does, for what must be answered.
func (s service) send(method, address string, header ...string) answer {
	s.t.Helper()
	a, err := fetch(s.t.Context(), method, address, header...)
	if err != nil {
		s.t.Error(err)
	}
	return a
}

// until asks for an address until the answer is as it should be.
func (s service) until(address string, as func(answer) bool) answer {
	s.t.Helper()
	var a answer
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		var err error
		if a, err = fetch(s.t.Context(), http.MethodGet, address); err != nil {
			s.t.Fatal(err)
		}
		if as(a) {
			return a
		}
	}
	s.t.Fatalf("%s still answers %d %.300s", address, a.code, a.body)
	return a
}

// get returns the status and body of a path.
func (s service) get(path string) (int, []byte) {
	s.t.Helper()
	r, err := http.Get(s.site + path)
	if err != nil {
		s.t.Error(err)
		return 0, nil
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Error(err)
	}
	return r.StatusCode, body
}

// search asks the API.
func (s service) search(params url.Values) api.Answer {
	s.t.Helper()
	code, body := s.get("/api/v1/search?" + params.Encode())
	var a api.Answer
	if err := json.Unmarshal(body, &a); code != http.StatusOK || err != nil {
		s.t.Errorf("%s: %d %v %.300s", params.Encode(), code, err, body)
	}
	return a
}
