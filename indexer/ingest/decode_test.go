package ingest

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
)

// What is wrong with a line is said by the name of the member, as JSON knows it.
func TestWhatIsWrongWithALine(t *testing.T) {
	for members, says := range map[string]string{
		`"captured":"14.7.2016"`:           `"captured": want a time such as 2026-11-22T03:15:00Z`,
		`"captured":20160714`:              `"captured": want a time such as`,
		`"seen":"soon"`:                    `"seen": want a time such as`,
		`"gone":{}`:                        `"gone": want a time such as`,
		`"header":[]`:                      `"header": want an object of texts`,
		`"header":{"a":1}`:                 `"header": want an object of texts`,
		`"header":"a: b"`:                  `"header": want an object of texts`,
		`"aliases":"https://uil.example/"`: `"aliases": want a list of texts`,
		`"aliases":[[]]`:                   `"aliases": want a list of texts`,
		`"status":"200"`:                   `"status": want a whole number`,
		`"status":200.5`:                   `"status": want a whole number`,
		`"title":7`:                        `"title": want a text`,
		`"body":["x"]`:                     `"body": want a text`,
		`"body_base64":"?"`:                `"body_base64": want base64`,
		`"body_base64":{}`:                 `"body_base64": want base64`,
		`"title":"x`:                       "no JSON: at byte",
		`title:"x"`:                        "no JSON: at byte",
	} {
		_, err := parseLine([]byte(`{"url":"https://uil.example/a",` + members + `}`))
		if err == nil || !strings.HasPrefix(err.Error(), says) || strings.Contains(err.Error(), "Go ") || strings.Contains(err.Error(), "2006") {
			t.Errorf("%s: %v", members, err)
		}
	}
	l, err := parseLine([]byte(`{"url":"u","header":{"a":"b\nc","d":""},"aliases":["e"],"captured":null}`))
	if diff := cmp.Diff(Line{URL: "u", Header: Headers{"a": "b\nc", "d": ""}, Aliases: Aliases{"e"}}, l); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if l, err = parseLine([]byte(`{"header":null,"aliases":null}`)); l.Header != nil || l.Aliases != nil || err != nil {
		t.Errorf("%+v, %v", l, err)
	}
}

// A list of more than is taken is not read into memory.
func TestLongListsInALine(t *testing.T) {
	names := make([]string, 200_000)
	for i := range names {
		names[i] = fmt.Sprintf(`"%x":""`, i)
	}
	for says, line := range map[string]string{
		`"aliases": more than 10000`: `{"aliases":[` + strings.Repeat(`"",`, 2_000_000) + `""]}`,
		`"header": more than 100`:    `{"header":{` + strings.Join(names, ",") + `}}`,
	} {
		raw := []byte(line)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := parseLine(raw)
		runtime.ReadMemStats(&after)
		if err == nil || err.Error() != says {
			t.Errorf("%v, want %s", err, says)
		}
		if got := after.TotalAlloc - before.TotalAlloc; got > uint64(len(raw)) {
			t.Errorf("%s: %d bytes for a line of %d", says, got, len(raw))
		}
	}
}

// Values of headers are as a web archive gives them, and only those that are kept.
func TestHeadersOfALine(t *testing.T) {
	for in, want := range map[string]map[string]string{
		`"content-type":" text/html "`:                              {"Content-Type": "text/html"},
		`"Content-Encoding":"gzip","transfer-encoding":"chunked"`:   nil,
		`"Set-Cookie":"a=b","ETag":"\"1\""`:                         {"Etag": `"1"`},
		`"X-Robots-Tag":" a: b \n c ","Date":"first\nand no other"`: {"X-Robots-Tag": "a: b\nc", "Date": "first"},
		`"Expires":" "`: nil,
	} {
		l, err := parseLine([]byte(`{"url":"https://uil.example/a","media_type":"text/html","body":"x","reason":" a\r\nb ","header":{` + in + `}}`))
		if err != nil {
			t.Fatal(err)
		}
		p, err := l.page()
		if diff := cmp.Diff(want, p.Header); diff != "" || err != nil || p.MediaType != corpus.HTML {
			t.Errorf("%s: %v (-want +got):\n%s", in, err, diff)
		}
	}
	if got := oneLine(" a\r\nb "); got != "a  b" {
		t.Errorf("%q", got)
	}
}
