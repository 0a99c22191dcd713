package ingest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
)

// Line is one page as a line of NDJSON; docs/formats.md describes it. A line
// holds Body or BodyBase64, as exports write it, or Title and Text.
type Line struct {
	URL       string            `json:"url"`
	MediaType string            `json:"media_type,omitempty"`
	Charset   string            `json:"charset,omitempty"`
	Captured  time.Time         `json:"captured,omitzero"`
	Header    map[string]string `json:"header,omitempty"`
	Aliases   []string          `json:"aliases,omitempty"`
	// Body is the body as text, which is UTF-8, BodyBase64 any other.
	Body       *string `json:"body,omitempty"`
	BodyBase64 *[]byte `json:"body_base64,omitempty"`

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
	maxAliases = 1000
	maxHeaders = 100
)

// NewLine returns the line of a page.
func NewLine(p corpus.Page) Line {
	l := Line{URL: p.URL, MediaType: p.MediaType, Charset: p.Charset, Captured: p.Captured, Header: p.Header, Aliases: p.Aliases}
	if isText(p) {
		body := string(p.Body)
		l.Body = &body
		return l
	}
	body := append([]byte{}, p.Body...)
	l.BodyBase64 = &body
	return l
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
	p := corpus.Page{URL: l.URL, MediaType: l.MediaType, Charset: l.Charset, Captured: l.Captured.UTC(), Header: l.Header, Aliases: l.Aliases}
	if (l.Body != nil) == (l.BodyBase64 != nil) && l.Text == nil || l.Text != nil && (l.Body != nil || l.BodyBase64 != nil) {
		return p, errors.New(`want one of "body", "body_base64" and "text"`)
	}
	switch {
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

// said returns the page with headers and aliases, and refuses what no server
// could have said.
func (l Line) said(p corpus.Page) (corpus.Page, error) {
	if len(l.Header) > maxHeaders || len(l.Aliases) > maxAliases {
		return p, fmt.Errorf(`more than %d headers or %d aliases`, maxHeaders, maxAliases)
	}
	p.Header = nil
	for name, value := range l.Header {
		if name == "" || strings.ContainsAny(name+value, "\r\n\x00") || strings.ContainsAny(name, " :") {
			return p, fmt.Errorf(`"header": %.40q is no header`, name)
		}
		if p.Header == nil {
			p.Header = map[string]string{}
		}
		p.Header[http.CanonicalHeaderKey(name)] = value
	}
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
			return r.fail(from, false, err)
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
	f := found{record: true}
	f.page.URL = fmt.Sprintf("%s#line-%d", from, number)
	var l Line
	var err error
	switch {
	case rule != "":
		err = rule
	case !utf8.Valid(line):
		err = errors.New("not UTF-8")
	default:
		if err = json.Unmarshal(line, &l); err == nil {
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
			f.page = p
			return f
		}
	}
	f.err = fileError(f.page.URL, fmt.Errorf("%w (line %d of %s)", err, number, from))
	return f
}
