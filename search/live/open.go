package live

import (
	"context"
	"log/slog"

	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/hidden"
)

// Open returns an Index that serves the whole generation in dir and no other, for
// runs that ask one before it is published. It must have been verified. There
// is nothing to Refresh or Watch; end it with Close.
func Open(ctx context.Context, dir string, m generation.Manifest, open OpenFunc) (*Index, error) {
	x := &Index{open: open, log: slog.New(slog.DiscardHandler)}
	h, err := x.openHandle(ctx, dir, m)
	if err != nil {
		return nil, err
	}
	x.swap(newView(h, hidden.List{}))
	return x, nil
}
