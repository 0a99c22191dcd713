package monitor

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"
)

func TestPinger(t *testing.T) {
	var got []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		got = append(got, r.Method+" "+r.URL.Path+" "+r.UserAgent()+" "+r.Header.Get("Content-Type")+" "+string(body))
	}))
	p := New(server.URL+"/abc/", "agent/1", func(msg string, args ...any) { t.Error(msg, args) })
	p.Start(t.Context())
	p.End(t.Context(), true, 1)
	p.End(t.Context(), false, 2)
	server.Close()
	want := []string{"POST /abc/start agent/1  ", "POST /abc agent/1 application/json 1", "POST /abc/fail agent/1 application/json 2"}
	if !slices.Equal(want, got) {
		t.Errorf("told is %q", got)
	}
	for _, nobody := range []Pinger{{}, New("", "agent/1", nil)} {
		nobody.Start(t.Context())
		nobody.End(t.Context(), true, 3)
	}
}

// A monitor that does not answer is not waited for.
func TestPingThatHangs(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer server.Close()
	defer close(release)
	var warnings []any
	p := New(server.URL, "agent/1", func(_ string, args ...any) { warnings = append(warnings, args...) })
	p.timeout = time.Millisecond
	p.Start(t.Context())
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	p.End(stopped, false, nil)
	if len(warnings) != 8 {
		t.Errorf("warnings: %v", warnings)
	}
}
