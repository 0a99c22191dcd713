package ingest

import (
	"mime"
	"net/url"
	"path"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
)

// mediaTypes are the kinds of file that are one page, by ending.
var mediaTypes = map[string]string{
	".htm": corpus.HTML, ".html": corpus.HTML, ".xhtml": corpus.HTML,
	".md": corpus.Markdown, ".markdown": corpus.Markdown,
	".txt": corpus.Text, ".text": corpus.Text,
	".pdf": corpus.PDF,
}

// mediaTypeOf returns the kind of file by its ending, or "".
func mediaTypeOf(name string) string { return mediaTypes[strings.ToLower(path.Ext(name))] }

// served are the media types that a server, or another program, may name, with
// what corpus calls them.
var served = map[string]string{
	corpus.HTML: corpus.HTML, "application/xhtml+xml": corpus.HTML,
	corpus.Markdown: corpus.Markdown, "text/x-markdown": corpus.Markdown,
	corpus.Text: corpus.Text,
	corpus.PDF:  corpus.PDF, "application/x-pdf": corpus.PDF,
}

// contentType returns the media type of a Content-Type, in lower case, and the
// charset as it is named. What is wrong with parameters does not hide the type.
func contentType(value string) (mediaType, charset string) {
	mediaType, params, err := mime.ParseMediaType(value)
	if err != nil {
		mediaType, _, _ = strings.Cut(value, ";")
		if at := strings.Index(strings.ToLower(value), "charset="); at >= 0 {
			charset, _, _ = strings.Cut(value[at+len("charset="):], ";")
		}
		return strings.ToLower(strings.TrimSpace(mediaType)), strings.Trim(charset, " \"'")
	}
	return mediaType, strings.TrimSpace(params["charset"])
}

// SaysOf reports whether a Content-Type says of a page what the page itself does,
// so that ingest makes the same page of it.
func SaysOf(value string, p corpus.Page) bool {
	said, charset := contentType(value)
	return served[said] == p.MediaType && charset == p.Charset
}

// container is a kind of file that holds many pages.
type container string

const (
	noContainer container = ""
	warcFile    container = "WARC"
	ndjsonFile  container = "NDJSON"
	zipFile     container = "zip"
)

// containers are the kinds of file that hold many pages, by ending.
var containers = []struct {
	ending string
	kind   container
	gzip   bool
}{
	{".warc", warcFile, false}, {".warc.gz", warcFile, false}, // the reader sees by itself what is compressed
	{".ndjson", ndjsonFile, false}, {".jsonl", ndjsonFile, false},
	{".ndjson.gz", ndjsonFile, true}, {".jsonl.gz", ndjsonFile, true},
	{".zip", zipFile, false},
}

// containerOf returns which kind of container a file is by its name, and whether
// it is compressed as a whole.
func containerOf(name string) (kind container, gzip bool) {
	name = strings.ToLower(name)
	for _, c := range containers {
		if strings.HasSuffix(name, c.ending) {
			return c.kind, c.gzip
		}
	}
	return noContainer, false
}

// HoldsPages reports whether a file of the name can hold many pages: whether it
// is WARC, NDJSON or zip by its ending.
func HoldsPages(name string) bool {
	kind, _ := containerOf(name)
	return kind != noContainer
}

// maxAddress is the longest address of the web, and maxFileAddress that of a file,
// whose path may be long where it is no ASCII, in bytes.
const (
	maxAddress     = 2048
	maxFileAddress = 16 << 10
)

// longPath refuses a file whose address would be too long.
const longPath skip = "its path makes an address of more than 16 KiB"

// addressOf returns an address as a page may have it, without its fragment, or
// why it can have none.
func addressOf(raw string) (string, error) {
	raw, _, _ = strings.Cut(raw, "#")
	u, err := url.Parse(raw)
	switch {
	case raw == "":
		return "", skip("no address")
	case strings.HasPrefix(raw, addressPrefix) && len(raw) > maxFileAddress:
		return "", longPath
	case !strings.HasPrefix(raw, addressPrefix) && len(raw) > maxAddress:
		return "", skip("an address of more than 2,048 bytes")
	case err != nil || strings.ContainsAny(raw, " \t\r\n"):
		return "", skip("not an address")
	case strings.HasPrefix(raw, addressPrefix) && len(raw) > len(addressPrefix):
		return raw, nil
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return "", skip("not an address of the web")
	case u.User != nil:
		return "", skip("an address with a user name")
	}
	return raw, nil
}
