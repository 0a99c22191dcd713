package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/warc"
)

// keptHeaders are the headers of a response that say something of the page.
var keptHeaders = []string{
	"Content-Disposition", "Content-Language", "Content-Location", "Content-Type", "Date", "Etag", "Expires", "Last-Modified", "Link", "X-Robots-Tag",
}

// warc yields the pages of a web archive: responses and resources. Where the
// archive says that an address redirects to another before that one comes, it
// is an alias of it. Records that are no pages by their type are not told of.
func (r *reader) warc(ctx context.Context, src io.Reader, from string) bool {
	redirects := redirects{}
	for rec, err := range warc.Read(src, warc.DefaultLimits(MaxPDFSize)) {
		if r.ended(ctx) {
			return false
		}
		var damage *warc.Damage
		if err != nil && !errors.As(err, &damage) {
			return r.fail(from, false, err)
		}
		var f found
		switch {
		case damage != nil:
			f = damaged(from, rec, damage)
		case !isPage(rec):
			continue
		default:
			f = r.fromRecord(from, rec, redirects)
		}
		if !r.yield(f) {
			return false
		}
	}
	return true
}

// isPage reports whether a record can hold a page, or say something of one.
func isPage(rec warc.Record) bool {
	return slices.Contains([]string{warc.Response, warc.Resource, warc.Revisit}, rec.Type())
}

// damaged tells of a record that cannot be read, by its address if that was read.
func damaged(from string, rec warc.Record, damage *warc.Damage) found {
	url, err := addressOf(rec.URI())
	if err != nil || !isPage(rec) {
		url = fmt.Sprintf("%s#byte-%d", from, damage.Offset)
	}
	bad := &FileError{URL: url, Reason: damage.Error(), Skipped: damage.TooLarge}
	return found{page: corpus.Page{URL: url}, err: bad, record: true}
}

// fromRecord returns the page of a record, or why it has none.
func (r *reader) fromRecord(from string, rec warc.Record, redirects redirects) found {
	f := found{record: true}
	at := fmt.Sprintf("at byte %d of %s", rec.Offset, from)
	address, err := addressOf(rec.URI())
	if err != nil {
		f.page.URL = fmt.Sprintf("%s#byte-%d", from, rec.Offset)
		f.err = fileError(f.page.URL, fmt.Errorf("%w: %.200q", err, rec.URI()))
		return f
	}
	f.page.URL = address
	if f.page.Captured, err = rec.Date(); err != nil {
		f.page.Captured = r.now().UTC()
	}
	switch rec.Type() {
	case warc.Revisit:
		err = skip("a revisit, which holds no page")
	case warc.Resource:
		f.page.Body = rec.Block
		err = f.named(rec.ContentType())
	default:
		err = f.response(rec, redirects)
	}
	if err != nil {
		f.page = corpus.Page{URL: address}
		f.err = fileError(address, fmt.Errorf("%w (%s)", err, at))
		return f
	}
	f.page.Aliases = redirects.to(address)
	return f
}

// response fills in what a server answered.
func (f *found) response(rec warc.Record, redirects redirects) error {
	h, err := rec.HTTP(MaxPDFSize)
	if errors.Is(err, warc.ErrTooLarge) {
		return tooLarge(corpus.PDF)
	}
	if err != nil {
		return err
	}
	f.status = h.Status
	switch {
	case h.Status == http.StatusOK || h.Status == http.StatusNonAuthoritativeInfo:
	case h.Status >= 300 && h.Status < 400 && h.Header.Get("Location") != "":
		target := redirects.add(f.page.URL, h.Header.Get("Location"))
		return skip("redirects to " + target)
	default:
		return skip(fmt.Sprintf("status %d", h.Status))
	}
	for _, name := range keptHeaders {
		// Several of one name mean the same as one with commas.
		if value := strings.Join(h.Header.Values(name), ", "); value != "" {
			if f.page.Header == nil {
				f.page.Header = map[string]string{}
			}
			f.page.Header[name] = value
		}
	}
	f.page.Body = h.Body
	return f.named(h.Header.Get("Content-Type"))
}

// named fills in what a Content-Type says of the body, and refuses what is no
// page. Where nothing is said the body shows it.
func (f *found) named(value string) error {
	said, charset := contentType(value)
	if said == "" {
		said, _ = contentType(http.DetectContentType(f.page.Body))
	}
	kind, ok := served[said]
	if !ok {
		return skip(fmt.Sprintf("cannot read %.60s", said))
	}
	if int64(len(f.page.Body)) > maxSize(kind) {
		return tooLarge(kind)
	}
	f.page.MediaType, f.page.Charset = kind, charset
	return nil
}

// maxRedirects bounds the redirects that wait for their target.
const maxRedirects = 10_000

// redirects are the addresses that redirect to each address.
type redirects map[string][]string

// add notes a redirect, and returns where it leads.
func (r redirects) add(from, location string) string {
	base, err := url.Parse(from)
	if err != nil {
		return location
	}
	u, err := base.Parse(location)
	if err != nil {
		return location
	}
	target, err := addressOf(u.String())
	if err != nil || target == from {
		return u.String()
	}
	sources := append(r.to(from), from)
	if len(r) < maxRedirects && len(r[target])+len(sources) <= maxAliases {
		r[target] = append(r[target], sources...)
	}
	return target
}

// to returns the addresses that redirect to one, sorted, and forgets them.
func (r redirects) to(target string) []string {
	sources := slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(r[target]))), func(s string) bool { return s == target })
	delete(r, target)
	if len(sources) == 0 {
		return nil
	}
	return sources
}
