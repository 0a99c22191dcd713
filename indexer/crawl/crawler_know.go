package crawl

import (
	"context"
	"errors"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// know copies what From knows of an address, so that a visit of it begins where
// that of a crawl into From would.
func (c *Crawler) know(ctx context.Context, address string) error {
	if c.From == nil {
		return nil
	}
	c.mu.Lock() // nobody else writes
	defer c.mu.Unlock()
	if c.copied[address] {
		return nil
	}
	c.copied[address] = true
	p, live, err := c.From.Page(ctx, address)
	if err != nil || !live {
		return err
	}
	last, visited, err := c.From.Visit(ctx, address)
	if err != nil {
		return err
	}
	run, err := c.Archive.Begin(ctx, "known")
	if err != nil {
		return err
	}
	_, err = run.PutFrom(ctx, archive.Origin{Status: 200}, p)
	if err == nil && visited {
		err = run.PutVisit(ctx, last)
	}
	return errors.Join(err, run.Close())
}
