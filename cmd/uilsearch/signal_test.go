//go:build unix

package main

import (
	"context"
	"errors"
	"net/http"
	"os"
	"syscall"
	"testing"
	"time"
)

func TestSignalEndsTheContext(t *testing.T) {
	ctx, stop := untilSignal(t.Context())
	defer stop()
	if err := syscall.Kill(os.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-ctx.Done()
	var got signalError
	if !errors.As(context.Cause(ctx), &got) || got.exitCode() != 143 {
		t.Errorf("cause is %v", context.Cause(ctx))
	}
}

// TestHangupReloads has nothing but the signal tell the server of a new
// generation.
func TestHangupReloads(t *testing.T) {
	data, _ := archived(t)
	hangups, stop := onHangup()
	defer stop()
	s := servingWith(t, data, func(s *server) { s.hangups, s.lookEvery = hangups, time.Hour })
	reindexJSON(t, data, exitOK)
	if code, _ := s.get("/api/v1/search"); code != http.StatusServiceUnavailable {
		t.Fatalf("before the signal: %d", code)
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	s.until(s.site+"/api/v1/search", func(a answer) bool { return a.code == http.StatusOK })
	if err := s.stop(); !errors.Is(err, context.Canceled) {
		t.Errorf("serve ends with %v", err)
	}
}
