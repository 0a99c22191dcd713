package crawl

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"github.com/mmcdole/gofeed"
)

// maxFeedItems bounds the addresses that are taken from one feed.
const maxFeedItems = 10_000

// ParseFeed returns the addresses of the entries of an RSS, Atom or JSON feed at
// the address base, absolute, each once, in the order of the feed; at most
// 10,000. What is relative is resolved against xml:base; without one, in Atom
// against the address of the feed, and in the others against the page that the
// feed says it belongs to.
func ParseFeed(body []byte, base string) ([]string, error) {
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("feed %s: %w", base, err)
	}
	if feed.FeedType != "atom" {
		if home, ok := absolute(base, feed.Link); ok && feed.Link != "" {
			base = home
		}
	}
	var out []string
	seen := map[string]bool{}
	for _, item := range feed.Items {
		link := strings.TrimSpace(cmp.Or(item.Link, permalink(item.GUID)))
		address, ok := absolute(base, link)
		if link == "" || !ok || seen[address] {
			continue
		}
		if seen[address] = true; len(out) == maxFeedItems {
			break
		}
		out = append(out, address)
	}
	return out, nil
}

// permalink returns the ID of an item if it is an address of the web, which it
// is in RSS unless it says otherwise.
func permalink(id string) string {
	if s := schemeOf(id); s == "http" || s == "https" {
		return id
	}
	return ""
}
