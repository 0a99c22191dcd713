package ingest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
)

// Line is one page as a line of NDJSON; docs/formats.md describes it. A line
// holds Body or BodyBase64, as exports write it, or Title and Text.
type Line struct {
	URL       string    `json:"url"`
	MediaType string    `json:"media_type,omitempty"`
	Charset   string    `json:"charset,omitempty"`
	Captured  time.Time `json:"captured,omitzero"`
	Status    int       `json:"status,omitempty"`
	Header    Headers   `json:"header,omitempty"`
	Aliases   Aliases   `json:"aliases,omitempty"`
	// Body is the body as text, which is UTF-8, BodyBase64 any other.
	Body       *string `json:"body,omitempty"`
	BodyBase64 *[]byte `json:"body_base64,omitempty"`

	// Seen is when the page was last as it is here; Gone when it was found gone,
	// and Reason how.
	Seen   time.Time `json:"seen,omitzero"`
	Gone   time.Time `json:"gone,omitzero"`
	Reason string    `json:"reason,omitempty"`

	Title string  `json:"title,omitempty"`
	Text  *string `json:"text,omitempty"`
	Lang  string  `json:"lang,omitempty"`
	Date  string  `json:"date,omitempty"`
}

// Limits of a line.
const (
	// maxLine is the longest line, in bytes: enough for every page, however
	// it is written.
	maxLine    = 96 << 20
	maxAliases = 10_000
	maxHeaders = 100
)

// NewLine returns the line of one version of a page.
func NewLine(c archive.Capture) Line {
	p := c.Page
	l := Line{URL: p.URL, MediaType: p.MediaType, Charset: p.Charset, Captured: p.Captured, Status: c.Status, Header: p.Header, Aliases: p.Aliases, Gone: c.Gone, Reason: c.Reason}
	if !c.Seen.Equal(p.Captured) {
		l.Seen = c.Seen
	}
	if isText(p) {
		body := string(p.Body)
		l.Body = &body
		return l
	}
	body := append([]byte{}, p.Body...)
	l.BodyBase64 = &body
	return l
}

// oneLine returns a text without line ends, as a web archive holds it.
func oneLine(s string) string {
	return strings.TrimSpace(strings.NewReplacer("\r", " ", "\n", " ").Replace(s))
}

// isText reports whether JSON can hold the body of a page as text, and not at
// many times its length.
func isText(p corpus.Page) bool {
	control := func(c rune) bool { return c < ' ' && c != '\t' && c != '\n' && c != '\r' }
	return isUTF8(p.Charset) && utf8.Valid(p.Body) && !bytes.ContainsFunc(p.Body, control)
}

// isUTF8 reports whether a charset allows a body to be UTF-8.
func isUTF8(charset string) bool {
	return charset == "" || strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}

// page returns the page of a line, without a time if it names none.
func (l Line) page() (corpus.Page, error) {
	p := corpus.Page{URL: l.URL, MediaType: l.MediaType, Charset: l.Charset, Captured: l.Captured.UTC(), Aliases: l.Aliases}
	if (l.Body != nil) == (l.BodyBase64 != nil) && l.Text == nil || l.Text != nil && (l.Body != nil || l.BodyBase64 != nil) {
		return p, errors.New(`want one of "body", "body_base64" and "text"`)
	}
	switch {
	case l.Status != 0 && !givesPage(l.Status):
		return p, skip(fmt.Sprintf("status %d", l.Status))
	case l.Captured.IsZero() && !(l.Seen.IsZero() && l.Gone.IsZero()):
		return p, errors.New(`"seen" or "gone" without "captured"`)
	case l.Text != nil:
		return l.written(p)
	case l.BodyBase64 != nil:
		p.Body = *l.BodyBase64
	case !isUTF8(l.Charset):
		return p, fmt.Errorf(`"body" is UTF-8; a body in %.40s goes into "body_base64"`, l.Charset)
	default:
		p.Body = []byte(*l.Body)
	}
	kind, ok := served[strings.ToLower(l.MediaType)]
	switch {
	case l.MediaType == "":
		return p, errors.New(`no "media_type"`)
	case !ok:
		return p, skip(fmt.Sprintf("cannot read %.60s", l.MediaType))
	case int64(len(p.Body)) > maxSize(kind):
		return p, tooLarge(kind)
	}
	p.MediaType = kind
	return l.said(p)
}

// said returns the page with aliases and with those headers that are kept, and
// refuses what no server could have said. A web archive gives the same values.
func (l Line) said(p corpus.Page) (corpus.Page, error) {
	header := http.Header{}
	for _, name := range slices.Sorted(maps.Keys(l.Header)) {
		if name == "" || strings.ContainsAny(name, " :\r\n\x00") || strings.ContainsAny(l.Header[name], "\r\x00") {
			return p, fmt.Errorf(`"header": %.40q is no header`, name)
		}
		for value := range strings.SplitSeq(l.Header[name], "\n") {
			header.Add(name, strings.TrimSpace(value))
		}
	}
	p.Header = corpus.KeptHeader(header)
	for _, alias := range l.Aliases {
		if _, err := addressOf(alias); err != nil {
			return p, fmt.Errorf(`"aliases": %.200q: %w`, alias, err)
		}
	}
	return p, nil
}

// written returns the page of a line that holds title and text: HTML in which
// both stand with their language and date.
func (l Line) written(p corpus.Page) (corpus.Page, error) {
	if strings.TrimSpace(l.Title) == "" {
		return p, errors.New(`"text" without a "title"`)
	}
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n<html")
	if l.Lang != "" {
		fmt.Fprintf(&b, ` lang="%s"`, html.EscapeString(l.Lang))
	}
	fmt.Fprintf(&b, ">\n<head>\n<meta charset=\"utf-8\">\n<title>%s</title>\n", html.EscapeString(l.Title))
	if l.Date != "" {
		day, _, _ := strings.Cut(l.Date, "T")
		date, err := corpus.ParseDate(day)
		if err != nil {
			return p, fmt.Errorf(`"date": %w`, err)
		}
		fmt.Fprintf(&b, "<meta property=\"article:published_time\" content=\"%s\">\n", date)
	}
	fmt.Fprintf(&b, "</head>\n<body>\n<main>\n<h1>%s</h1>\n", html.EscapeString(l.Title))
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(*l.Text)
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		if strings.TrimSpace(paragraph) != "" {
			fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(strings.TrimSpace(paragraph)))
		}
	}
	b.WriteString("</main>\n</body>\n</html>\n")
	if b.Len() > MaxFileSize {
		return p, tooLarge(corpus.HTML)
	}
	p.MediaType, p.Charset, p.Body = corpus.HTML, "utf-8", []byte(b.String())
	return l.said(p)
}

// ndjson yields the pages of a file with a page a line. Empty lines are none.
func (r *reader) ndjson(ctx context.Context, src io.Reader, from string) bool {
	in := bufio.NewReaderSize(src, 64<<10)
	for number := 1; ; number++ {
		if r.ended(ctx) {
			return false
		}
		line, err := readLine(in)
		var rule skip
		if err != nil && err != io.EOF && !errors.As(err, &rule) {
			return !r.ended(ctx) && r.fail(from, false, err)
		}
		if line = bytes.TrimSpace(line); number == 1 {
			line = bytes.TrimPrefix(line, []byte("\uFEFF"))
		}
		if len(line) > 0 || rule != "" {
			if !r.yield(r.fromLine(line, rule, number, from)) {
				return false
			}
		}
		if err == io.EOF {
			return true
		}
	}
}

// readLine returns the next line with its end. A line that is too long is read
// to its end, and is a skip.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxLine; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if long && (err == nil || err == io.EOF) {
			return nil, skip(fmt.Sprintf("longer than %d MiB", maxLine>>20))
		}
		return line, err
	}
}

// fromLine returns the page of a line, or why it has none.
func (r *reader) fromLine(line []byte, rule skip, number int, from string) found {
	f := found{record: true, stream: r.streams}
	f.page.URL = fmt.Sprintf("%s#line-%d", from, number)
	var l Line
	var err error
	switch {
	case rule != "":
		err = rule
	case !utf8.Valid(line):
		err = errors.New("not UTF-8")
	default:
		if l, err = parseLine(line); err == nil {
			l.URL, err = addressOf(l.URL)
		}
	}
	if err == nil {
		f.page.URL = l.URL
		var p corpus.Page
		if p, err = l.page(); err == nil {
			if p.Captured.IsZero() {
				p.Captured = r.now().UTC()
			}
			f.page, f.status, f.seen, f.gone, f.reason = p, l.Status, l.Seen.UTC(), l.Gone.UTC(), oneLine(l.Reason)
			if f.status == 0 && len(p.Header) > 0 {
				f.status = http.StatusOK // headers come with a response
			}
			return f
		}
	}
	f.err = fileError(f.page.URL, fmt.Errorf("%w (line %d of %s)", err, number, from))
	return f
}
