package crawl

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// SitemapEntry is one address that a sitemap names.
type SitemapEntry struct {
	// URL is absolute where the sitemap's own address allows, and not yet
	// canonical. It can be of any site: sitemaps are not believed.
	URL string
	// Modified is when the page changed last, in UTC, by the sitemap; zero if
	// it does not say.
	Modified time.Time
	// Sitemap is set if URL is a further sitemap: the entry of an index.
	Sitemap bool
	// Alternates are the addresses of the page in other languages, without those
	// that an entry before it named in the same spelling.
	Alternates []string
}

// Caps bounds what is read of one sitemap.
type Caps struct {
	// Bytes is how many bytes are read, after unpacking; 0 means 50 MiB.
	Bytes int64
	// Entries is how many pages or sitemaps are read, and how many addresses of
	// other languages besides; 0 means 50,000.
	Entries int
	// Addresses is how many bytes the addresses may have together, in absolute
	// form, which can be much longer than what is read; 0 means 16 MiB.
	Addresses int
}

const (
	defaultSitemapBytes   = 50 << 20
	defaultSitemapEntries = 50_000
	defaultAddressBytes   = 16 << 20
)

var (
	// ErrCapped is the error of a sitemap that has more than the caps allow.
	ErrCapped = errors.New("more than the caps allow")
	// ErrFeed is the error of a sitemap that is a feed; ParseFeed reads it.
	ErrFeed = errors.New("a feed")
)

// ParseSitemap yields the entries of a sitemap at the address base: XML, an
// index of sitemaps, or plain text with an address on each line; packed by gzip
// or not, whatever its name. It reads as it yields. Whatever goes wrong, the
// entries before it come first, and then the error, alone and once: broken XML or
// gzip, ErrCapped, ErrFeed, or what reading r gives. Where there are too many
// other languages, entries go on without them, and ErrCapped comes at the end.
func ParseSitemap(r io.Reader, base string, max Caps) iter.Seq2[SitemapEntry, error] {
	max.Bytes = cmp.Or(max.Bytes, defaultSitemapBytes)
	max.Entries = cmp.Or(max.Entries, defaultSitemapEntries)
	max.Addresses = cmp.Or(max.Addresses, defaultAddressBytes)
	return func(yield func(SitemapEntry, error) bool) {
		p := sitemapParser{base: base, left: max.Entries, others: max.Entries, room: max.Addresses, named: map[string]bool{}, yield: yield}
		err := p.read(r, max.Bytes)
		if err == nil && p.capped {
			err = ErrCapped
		}
		if err != nil && !p.stopped {
			yield(SitemapEntry{}, fmt.Errorf("sitemap %s: %w", base, err))
		}
	}
}

// sitemapParser is one run over a sitemap.
type sitemapParser struct {
	base string
	// left is how many entries there may be yet, others how many addresses of
	// other languages, and room how many bytes of both.
	left, others, room int
	// named are the addresses of other languages so far, as they are spelt.
	named map[string]bool
	// capped is set when one of them was left out.
	capped bool
	yield  func(SitemapEntry, error) bool
	// stopped is set when nobody wants more.
	stopped bool
}

// read finds out what r is and reads it.
func (p *sitemapParser) read(r io.Reader, bytesLeft int64) error {
	b := bufio.NewReader(r)
	if magic, _ := b.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(b)
		if err != nil {
			return err
		}
		b = bufio.NewReader(z)
	}
	// Byte order marks go, and UTF-16 becomes UTF-8.
	decoder := unicode.BOMOverride(encoding.Nop.NewDecoder())
	b = bufio.NewReader(transform.NewReader(&cappedReader{r: b, left: bytesLeft}, decoder))
	for {
		c, err := b.ReadByte()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case c <= ' ':
			continue
		}
		if err := b.UnreadByte(); err != nil {
			return err
		}
		if c == '<' {
			return p.xml(b)
		}
		return p.text(b)
	}
}

// cappedReader gives ErrCapped where a reader goes on beyond a number of bytes.
type cappedReader struct {
	r    io.Reader
	left int64
}

func (c *cappedReader) Read(b []byte) (int, error) {
	if c.left < 0 {
		return 0, ErrCapped
	}
	// One byte more than is left tells a reader that ends from one that goes on.
	if int64(len(b)) > c.left+1 {
		b = b[:c.left+1]
	}
	n, err := c.r.Read(b)
	if c.left -= int64(n); c.left < 0 {
		return n - 1, ErrCapped
	}
	return n, err
}

// entry yields one entry and returns ErrCapped if there may be no more.
func (p *sitemapParser) entry(e SitemapEntry) error {
	if p.left == 0 {
		return ErrCapped
	}
	p.left--
	e.URL = p.resolved(e.URL)
	if p.room -= len(e.URL); p.room < 0 {
		return ErrCapped
	}
	if !p.yield(e, nil) {
		p.stopped = true
		return io.EOF
	}
	return nil
}

// resolved returns an address in absolute form, or as it is: who reads the
// entries says what is wrong with it.
func (p *sitemapParser) resolved(address string) string {
	if u, ok := absolute(p.base, address); ok {
		return u
	}
	return address
}

// text reads an address from each line. Lines that are none are passed over; a
// file with nothing else is no sitemap.
func (p *sitemapParser) text(r *bufio.Reader) error {
	found, other := false, false
	for {
		line, err := readLine(r)
		if err != nil && err != io.EOF {
			return err // half a line is another address
		}
		line = bytes.TrimSpace(line)
		switch scheme := schemeOf(string(line)); {
		case scheme == "http" || scheme == "https":
			found = true
			if err := p.entry(SitemapEntry{URL: string(line)}); err != nil {
				return err
			}
		case len(line) > 0:
			other = true
		}
		if err == io.EOF {
			break
		}
	}
	if other && !found {
		return errors.New("neither XML nor a list of addresses")
	}
	return nil
}

// maxLine bounds a line of a list and an address in XML, in bytes.
const maxLine = 16 << 10

// readLine returns the next line, which is empty if it is too long for an
// address.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		piece, err := r.ReadSlice('\n')
		if len(line) <= maxLine {
			line = append(line, piece...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if len(line) > maxLine {
			line = line[:0]
		}
		return line, err
	}
}

// charsetReader reads XML in the charset that it names. UTF-16 was read already,
// by its byte order mark.
func charsetReader(label string, r io.Reader) (io.Reader, error) {
	if strings.HasPrefix(strings.ToLower(label), "utf-16") {
		return r, nil
	}
	return charset.NewReaderLabel(label, r)
}

// w3cDates are the forms of dates in sitemaps, and two that are common mistakes.
var w3cDates = []string{
	time.RFC3339, "2006-01-02", "2006-01-02T15:04Z07:00", "2006-01", "2006", "2006-01-02T15:04:05", "2006-01-02T15:04:05Z0700",
}

func w3cDate(s string) time.Time {
	for _, layout := range w3cDates {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
