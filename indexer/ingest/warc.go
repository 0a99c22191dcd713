package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/warc"
)

// goneField is the field of a metadata record that says why a page is gone.
const goneField = "uilsearch-gone"

// NewGone returns the record of a web archive that says that a page was found
// gone, and how.
func NewGone(url string, at time.Time, reason string) warc.Record {
	return warc.NewMetadata(url, at, warc.Field{Name: goneField, Value: reason})
}

// warc yields the pages of a web archive: responses and resources. Where the
// archive says that an address redirects to another before that one comes, it
// is an alias of it. A revisit of the page just before says when that was last
// seen. Records that are no pages by their type are not told of.
func (r *reader) warc(ctx context.Context, src io.Reader, from string) bool {
	redirects := &redirects{}
	var last found
	limits := warc.DefaultLimits(MaxPDFSize)
	limits.Spend = r.budget.spend
	in := &counted{r: src}
	payloads := &payloads{archive: in, budget: r.budget}
	for rec, err := range warc.Read(in, limits) {
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
			f = r.fromRecord(from, rec, redirects, last)
		}
		if err := payloads.add(f.expanded); err != nil {
			return r.fail(from, false, err)
		}
		f.expanded = 0 // a revisit gives the same once more
		if f.err == nil && !f.known {
			last = f
		}
		if !r.yield(f) {
			return false
		}
	}
	return true
}

// isPage reports whether a record can hold a page, or say something of one.
func isPage(rec warc.Record) bool {
	if rec.Type() == warc.Metadata {
		return slices.ContainsFunc(rec.Fields(), func(f warc.Field) bool { return f.Name == goneField })
	}
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

// fromRecord returns the page of a record, or why it has none. Last is the page
// before.
func (r *reader) fromRecord(from string, rec warc.Record, redirects *redirects, last found) found {
	f := found{record: true, stream: r.streams}
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
	case warc.Metadata:
		f.known, f.gone, f.reason = true, f.page.Captured, rec.Fields().Get(goneField)
		return f
	case warc.Revisit:
		if last.page.URL == address && rec.Repeats(last.page.Body) {
			last.known, last.seen = true, f.page.Captured
			return last
		}
		err = skip("a revisit, which holds no page")
	case warc.Resource:
		f.page.Body = rec.Block
		err = f.named(rec.ContentType(), "")
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
func (f *found) response(rec warc.Record, redirects *redirects) error {
	h, err := rec.HTTP(MaxPDFSize)
	f.expanded = max(0, int64(len(h.Body)-len(rec.Block)))
	if errors.Is(err, warc.ErrTooLarge) {
		f.expanded = MaxPDFSize
		return tooLarge(corpus.PDF)
	}
	if err != nil {
		return err
	}
	f.status = h.Status
	switch {
	case givesPage(h.Status):
	case h.Status >= 300 && h.Status < 400 && h.Header.Get("Location") != "":
		target := redirects.add(f.page.URL, h.Header.Get("Location"))
		return skip("redirects to " + target)
	default:
		return skip(fmt.Sprintf("status %d", h.Status))
	}
	f.page.Header = corpus.KeptHeader(h.Header)
	f.page.Body = h.Body
	return f.named(h.Header.Get("Content-Type"), rec.Identified())
}

// givesPage reports whether the body of a response of a status is the page.
func givesPage(status int) bool {
	return status == http.StatusOK || status == http.StatusNonAuthoritativeInfo
}

// named fills in what a Content-Type says of the body, and refuses what is no
// page. What the page was identified as comes first where that names a charset,
// as exports do, and else last. Where nothing is said the body shows it.
func (f *found) named(value, identified string) error {
	said, charset := contentType(value)
	if found, itsCharset := contentType(identified); served[found] != "" && (said == "" || strings.Contains(strings.ToLower(identified), "charset")) {
		said, charset = found, itsCharset
	}
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
