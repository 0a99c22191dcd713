package main

import (
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/uilsearch/uilsearch/indexer"
	"github.com/uilsearch/uilsearch/internal/config"
)

// isTerminal reports whether a person sees at once what is written.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// showsProgress reports whether a run is followed by somebody who did not ask
// for silence or for what machines read.
func (a *app) showsProgress(asJSON bool) bool {
	return a.terminal != nil && a.terminal(a.stderr) && !a.quiet && !asJSON && a.config.Log.Format != config.LogJSON
}

// progress is one line at the foot of a terminal that says how far a run is.
// What is written through it, such as the log, stands above. It uses no colours,
// so that NO_COLOR holds of itself. It is safe for concurrent use.
type progress struct {
	mu    sync.Mutex // guards what follows, and writing
	out   io.Writer
	stage string
	total int
	bar   *progressbar.ProgressBar
}

// redrawEvery is how often the line may change.
const redrawEvery = 100 * time.Millisecond

// Write takes the line away before something else is written. It comes again
// with the next step.
func (p *progress) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	return p.out.Write(b)
}

// begin shows a stage whose length is not known.
func (p *progress) begin(stage string) { p.step(stage, 0, 0) }

// step shows how much of a stage is done, with rate and time left. A total of 0
// is not known.
func (p *progress) step(stage string, done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar == nil || p.stage != stage || p.total != total {
		p.clear()
		p.stage, p.total, p.bar = stage, total, newBar(p.out, stage, total)
	}
	// An error would be one of the terminal, which is nothing to a run.
	if total > 0 {
		_ = p.bar.Set(done)
	} else {
		_ = p.bar.RenderBlank()
	}
}

// end takes the line away.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.bar = nil
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

func newBar(w io.Writer, stage string, total int) *progressbar.ProgressBar {
	options := []progressbar.Option{
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(stage),
		progressbar.OptionSetWidth(20),
		progressbar.OptionThrottle(redrawEvery),
		progressbar.OptionClearOnFinish(),
	}
	if total <= 0 {
		// An interval of 0 starts no goroutine.
		return progressbar.NewOptions(-1, append(options, progressbar.OptionSetSpinnerChangeInterval(0))...)
	}
	what := "pages"
	if stage == indexer.BuildingStage {
		what = "documents"
	}
	return progressbar.NewOptions(total, append(options,
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString(what))...)
}
