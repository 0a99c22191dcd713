// Uilsearch indexes the news pages and city case studies of UIL and answers
// searches over them. Each command is a file of its own; this one starts and
// ends the process.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/uilsearch/uilsearch/indexer/publish"
)

func main() {
	ctx, stop := untilSignal(context.Background())
	err := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr)
	stop()
	if line := message(err); line != "" {
		fmt.Fprintln(os.Stderr, "uilsearch: "+line)
	}
	os.Exit(exitCode(err))
}

// run is the whole program without its process: tests call it too. The
// arguments stand without the program's name. The error tells the exit code.
func run(ctx context.Context, args, env []string, stdout, stderr io.Writer) error {
	a := &app{env: env, stdin: os.Stdin, stdout: stdout, stderr: stderr, terminal: isTerminal, publish: publish.Run, now: time.Now}
	return a.run(ctx, args)
}

func (a *app) run(ctx context.Context, args []string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = a.panicked(r)
		}
	}()
	root := newRoot(a)
	root.SetArgs(args)
	err = root.ExecuteContext(ctx)
	if err != nil && !a.started {
		// Cobra found the command line wrong before any command began.
		return &exitError{exitUsage, err}
	}
	return final(ctx, a.ofArchive(err))
}

// panicked writes where a panic came from, and returns it as an error.
func (a *app) panicked(r any) error {
	fmt.Fprintf(a.stderr, "%s\n", debug.Stack())
	return &exitError{exitInternal, fmt.Errorf("internal error, please report it: %v", r)}
}

// final returns the error that a command ends with: where a signal has stopped
// it, one that says so. A run that came to its end was not stopped.
func final(ctx context.Context, err error) error {
	var sig signalError
	if code := exitCode(err); code == exitOK || code == exitRejects || code == exitUnreachable || !errors.As(context.Cause(ctx), &sig) {
		return err
	}
	if errors.Is(err, context.Canceled) {
		err = nil // it says no more than the signal does
	}
	return &exitError{sig.exitCode(), errors.Join(sig, err)}
}

// message returns the one line that the process ends with, or "".
func message(err error) string {
	if err == nil {
		return ""
	}
	return strings.ReplaceAll(err.Error(), "\n", "; ")
}

// signalError is the cause of a context that a signal has ended.
type signalError struct {
	signal syscall.Signal
}

func (e signalError) Error() string { return "stopped by signal: " + e.signal.String() }

// exitCode returns what a shell gives for a process that the signal ended.
func (e signalError) exitCode() int { return 128 + int(e.signal) }

// untilSignal returns a context that the first interrupt or termination ends,
// with a signalError as its cause. A second signal ends the process at once.
func untilSignal(parent context.Context) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			if s, ok := s.(syscall.Signal); ok {
				cancel(signalError{s})
			}
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}
