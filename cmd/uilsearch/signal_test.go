//go:build unix

package main

import (
	"context"
	"errors"
	"os"
	"syscall"
	"testing"
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
