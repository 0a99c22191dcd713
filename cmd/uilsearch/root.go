package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/config"
)

// app is what the commands share: where they read and write, and the
// settings.
type app struct {
	env            []string
	stdin          io.Reader
	stdout, stderr io.Writer

	configFile     string
	quiet, verbose bool
	// started says that the command line was right and a command has begun.
	started bool

	// config and log are set before a command begins.
	config config.Config
	log    *slog.Logger

	// terminal reports whether a person sees at once what is written, publish
	// ends a run, now gives the time at which pages are brought in; tests put others
	// in their place.
	terminal func(io.Writer) bool
	publish  func(context.Context, publish.Options) (publish.Outcome, error)
	now      func() time.Time
}

// newRoot returns the program's command with all commands below it.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:           "uilsearch",
		Short:         "Index and search the pages of UIL",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return plainFlagError(err) })
	flags := root.PersistentFlags()
	flags.StringVar(&a.configFile, "config", "", "settings `file` (default uilsearch.toml where it is there)")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "write warnings and errors only")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "write more")
	root.MarkFlagsMutuallyExclusive("quiet", "verbose")
	setting(root, true, "data", "data", "`directory` of archive and index")
	setting(root, true, "log-format", "log.format", "how messages are written: `text` or json")
	root.AddCommand(
		a.newConfig(), a.newCrawl(), a.newStats(), a.newExplain(), a.newIngest(), a.newReindex(), a.newServe(), a.newSearch(), a.newEval(), a.newDemo(),
		a.newHide(), a.newRollback(), a.newVerify(), a.newGC(), a.newBackup(), a.newExport(), a.newImport(), a.newVersion())
	return root
}

// settingKey marks a flag as one that overrules a setting.
const settingKey = "setting"

// setting adds a flag that overrules the setting with a key. Its default is
// that of the setting.
func setting(c *cobra.Command, persistent bool, name, key, usage string) {
	flags := c.Flags()
	if persistent {
		flags = c.PersistentFlags()
	}
	flags.String(name, "", usage)
	if err := flags.SetAnnotation(name, settingKey, []string{key}); err != nil {
		panic(err) // the flag was added just above
	}
}

// command is what a command does once settings and log are ready.
type command func(ctx context.Context, args []string) error

// configured makes a command ready: it reads the settings, overruled by the
// flags of c, and opens the log.
func (a *app) configured(do command) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		a.started = true
		loaded, err := a.load(c)
		if err != nil {
			return firstProblem(err)
		}
		a.config = loaded
		a.log = newLogger(a.stderr, loaded.Log.Format, a.level())
		a.limitMemory(int64(loaded.Memory.Limit))
		return do(c.Context(), args)
	}
}

// firstProblem returns the first of several problems of the settings, and how
// many more there are. Other errors it returns as they are.
func firstProblem(err error) error {
	if problems := config.Problems(err); len(problems) > 1 {
		return fmt.Errorf("%w (and %d more: run uilsearch config check)", problems[0], len(problems)-1)
	}
	return err
}

// load reads the settings.
func (a *app) load(c *cobra.Command) (config.Config, error) {
	return config.Load(a.configFile, a.env, overrides(c))
}

func (a *app) level() slog.Level {
	switch {
	case a.quiet:
		return slog.LevelWarn
	case a.verbose:
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// newLogger returns a log in the format of the settings. It writes no colours,
// so that NO_COLOR holds of itself.
func newLogger(w io.Writer, format string, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if format == config.LogJSON {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
