package extract

import (
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

const (
	enProse = "Learners of every age meet in the library on Mondays, and nobody is asked for a card. They read, they write, and they drink tea together until the lamp goes out."
	frProse = "Des adultes de tous les âges se retrouvent le lundi dans la bibliothèque, et personne ne leur demande une carte. On lit, on écrit, et on boit du thé avec les voisins."
	deProse = "Erwachsene jeden Alters treffen sich am Montag in der Bibliothek, und niemand wird nach einem Ausweis gefragt. Sie lesen und schreiben, und dann gibt es Tee."
)

// What is the date of a whole page, and what is not.
func TestDatesOfPages(t *testing.T) {
	e := newExtractor(t)
	html := func(head, body string) string {
		return "<html><head><title>T</title>" + head + "</head><body>" + body + "</body></html>"
	}
	for _, c := range []struct {
		name, media, url, body, want string
	}{
		{"a German date is no list", corpus.Markdown, "", "# Ein Titel\n\n14. Juli 2016\n\n" + deProse, "2016-07-14 text"},
		{"below a subtitle", corpus.Markdown, "", "# A title\n\nReading together\n\n14 July 2016\n\n" + enProse, "2016-07-14 text"},
		{"a kind and a year", corpus.Markdown, "", "# A title\n\nCase study, 2024\n\n" + enProse, "2024 text"},
		{"at the end, called so", corpus.Markdown, "", "# A title\n\n" + enProse + "\n\n" + enProse + "\n\n" + enProse + "\n\n" + enProse + "\n\nPublished on 14 July 2016", "2016-07-14 text"},
		{"at the end, not called so", corpus.Markdown, "", "# A title\n\n" + enProse + "\n\n" + enProse + "\n\n" + enProse + "\n\n" + enProse + "\n\n14 July 2016", ""},
		{"a list of books", corpus.Markdown, "", "# A title\n\n" + enProse + "\n\n" + enProse + "\n\n" + enProse + "\n\n" + enProse + "\n\nPublished in 2016\n\n" + enProse + "\n\nPublished in 2018", ""},
		{"a dateline", corpus.Markdown, "", "# A title\n\nHamburg, 14 July 2016 — " + enProse, "2016-07-14 text"},
		{"a dateline with a country", corpus.Markdown, "", "# A title\n\nSuwon, Republic of Korea, 14 July 2016 – " + enProse, "2016-07-14 text"},
		{"a dateline in brackets", corpus.Text, "", "A title\n\n(Hamburg, 14 July 2016) " + enProse, "2016-07-14 text"},
		{"a day before a dash", corpus.Markdown, "", "# A title\n\n14 July 2016 – " + enProse, "2016-07-14 text"},
		{"the day of something else", corpus.Markdown, "", "# A title\n\nOn 14 July 2016 – a Thursday – " + enProse, ""},
		{"a year in the text", corpus.Markdown, "", "# A title\n\nIn 2016 the city joined. " + enProse, ""},
		{"front matter", corpus.Markdown, "", "---\ntitle: T\npublished: 2016-07-14\nmodified: 2019-01-02\n---\n" + enProse, "2016-07-14 front matter"},
		{"text", corpus.Text, "", "A title\n14 July 2016\n\n" + enProse, "2016-07-14 text"},

		{"day first by the text", corpus.Markdown, "", "# Un titre\n\n03/11/2022\n\n" + frProse, "2022-11-03 text"},
		{"day first by the text, in English", corpus.Markdown, "", "# A title\n\n11/03/2022\n\n" + enProse, "2022-03-11 text"},
		{"day first in British English", corpus.HTML, "", `<html lang="en-GB"><body><h1>A title</h1><div><p>11/03/2022</p><p>` + enProse + "</p></div></body></html>", "2022-03-11 text"},
		{"month first in American English", corpus.HTML, "", `<html lang="en-US"><body><h1>A title</h1><div><p>11/03/2022</p><p>` + enProse + "</p></div></body></html>", "2022-11-03 text"},
		{"month first in American English of Markdown", corpus.Markdown, "", "---\nlang: en_US\ndate: 11/03/2022\n---\n# A title\n\n" + enProse, "2022-11-03 front matter"},
		{"day first where an American page has another text", corpus.HTML, "", `<html lang="en-US"><body><h1>Un titre</h1><div><p>11/03/2022</p><p>` + frProse + "</p></div></body></html>", "2022-03-11 text"},
		{"a weekday tells the order", corpus.HTML, "", `<html lang="en"><body><h1>A title</h1><div><p>11/03/2022</p><p>` + enProse + " The first one was on Thu, 10/06/2022.</p></div></body></html>", "2022-11-03 text"},
		{"American figures tell the order", corpus.Markdown, "", "# A title\n\n11/03/2022\n\n" + enProse + " The next one is on 12/25/2022.", "2022-11-03 text"},
		{"other figures outweigh American English", corpus.HTML, "", `<html lang="en-US"><body><h1>A title</h1><div><p>03/11/2022</p><p>` + enProse + " The next one is on 25/11/2022.</p></div></body></html>", "2022-11-03 text"},
		{"other figures tell the order", corpus.Markdown, "", "# A title\n\n03/11/2022\n\n" + enProse + " The next one is on 25/11/2022.", "2022-11-03 text"},
		{"another date tells the order", corpus.HTML, "", html(`<meta name="date" content="2022-11-03">`, "<h1>A title</h1><div><p>03/11/2022</p><p>"+enProse+"</p></div>"), "2022-11-03 meta"},
		{"no date after the capture", corpus.Markdown, "", "# A title\n\n12/05/2026\n\n" + enProse, "2026-05-12 text"},

		{"an event and when it was announced", corpus.Markdown, "https://uil.example/events/a", "# A title\n\nPublished on 1 March 2022\n\nWhen: 24 March 2022. " + enProse, "2022-03-01 text"},
		{"an event, with its own date", corpus.Markdown, "https://uil.example/events/a", "# A title\n\n24 March 2022\n\n" + enProse, ""},
		{"an event, with a later date", corpus.Markdown, "https://uil.example/events/a", "# A title\n\n1 March 2022\n\nWhen: 24 March 2022. " + enProse, "2022-03-01 text"},
		{"an event, with an earlier date", corpus.Markdown, "https://uil.example/events/a", "# A title\n\n24 March 2022\n\nRegistration ends on 1 March 2022. " + enProse, ""},
		{"an event by its title", corpus.Markdown, "", "# Webinar: reading at home\n\n24 March 2022\n\n" + enProse, ""},
		{"an event in HTML", corpus.HTML, "https://uil.example/veranstaltungen/a", html("", `<h1>Ein Titel</h1><p class="date">24.03.2022</p><div><p>`+deProse+"</p><p>"+deProse+"</p></div>"), ""},
		{"an event in HTML that says when it was published", corpus.HTML, "https://uil.example/veranstaltungen/a", html("", `<h1>Ein Titel</h1><p class="date">Veröffentlicht am 01.03.2022</p><div><p>Termin: 24.03.2022</p><p>`+deProse+"</p></div>"), "2022-03-01 element"},

		{"an element by its class", corpus.HTML, "", html("", `<h1>A title</h1><div class="post-meta"><span>By Jane Doe</span> | <span>14 July 2016</span></div><div><p>`+enProse+"</p><p>"+enProse+"</p></div>"), "2016-07-14 element"},
		{"RDFa", corpus.HTML, "", html("", `<h1>A title</h1><span property="dc:date dc:created" content="2016-07-14T10:00:00+02:00">Thu, 07/14/2016</span><div><p>`+enProse+"</p></div>"), "2016-07-14 time"},
		{"before a line break", corpus.HTML, "", html("", "<h1>A title</h1><div><p><em>14 July 2016</em><br>"+enProse+"</p><p>"+enProse+"</p></div>"), "2016-07-14 text"},
		{"a table of facts", corpus.HTML, "", html("", "<h1>A title</h1><div><dl><dt>Published</dt><dd>14 July 2016</dd><dt>Pages</dt><dd>120</dd></dl><p>"+enProse+"</p></div>"), "2016-07-14 text"},
		{"a table of facts, after the text", corpus.HTML, "", html("", "<h1>A title</h1><div><p>"+enProse+"</p><p>"+enProse+"</p><p>"+enProse+"</p><dl><dt>Publication date</dt><dd>14 July 2016</dd></dl></div>"), "2016-07-14 text"},
		{"a table of other facts", corpus.HTML, "", html("", "<h1>A title</h1><div><dl><dt>Deadline</dt><dd>14 July 2016</dd></dl><p>"+enProse+"</p></div>"), ""},
		{"the rights", corpus.HTML, "", html("", "<h1>A title</h1><div><p>"+enProse+"</p></div><p>© 2015–2023</p>"), ""},
		{"a change only", corpus.HTML, "", html("", "<h1>A title</h1><div><p>"+enProse+"</p></div><p>Last updated: 14 July 2016</p>"), ""},
		{"dates of other pages", corpus.HTML, "", html("", "<h1>A title</h1><div><p>"+enProse+"</p><p>"+enProse+"</p></div><div>"+strings.Repeat(`<div><h3><a href="/x">Another</a></h3><span class="date">1 May 2019</span></div>`, 1)+
			`<div><h3><a href="/y">Another</a></h3><span class="date">2 May 2019</span></div><div><h3><a href="/z">Another</a></h3><span class="date">3 May 2019</span></div><div><h3><a href="/w">Another</a></h3><span class="date">4 May 2019</span></div></div>`), ""},
		{"the foot of an article", corpus.HTML, "", html("", "<article><h1>A title</h1><div><p>"+enProse+"</p><p>"+enProse+"</p></div><footer><p>Published on 14 July 2016 by Jane Doe</p></footer></article>"), "2016-07-14 text"},
		{"the foot of the site", corpus.HTML, "", html("", "<h1>A title</h1><div><p>"+enProse+"</p><p>"+enProse+"</p></div><footer><p>14 July 2016</p></footer>"), ""},
		{"the day of the capture", corpus.HTML, "", html("", `<header><time>22 November 2026</time></header><h1>A title</h1><p class="date">14 July 2016</p><div><p>`+enProse+"</p></div>"), "2016-07-14 element"},
		{"published on the day of the capture", corpus.HTML, "", html("", `<h1>A title</h1><p class="date">22 November 2026</p><div><p>`+enProse+"</p></div>"), "2026-11-22 element"},
		{"in the address", corpus.Markdown, "https://uil.example/blog/2016/07/14/a-title", "# A title\n\n" + enProse, "2016-07-14 address"},
		{"a month in the address", corpus.HTML, "https://uil.example/2016/07/a-title/", html("", "<h1>A title</h1><div><p>"+enProse+"</p></div>"), "2016-07 address"},
		{"a number in the address", corpus.Markdown, "https://uil.example/2016/07/1234", "# A title\n\n" + enProse, ""},
		{"the day of an event in the address", corpus.Markdown, "https://uil.example/events/2016/07/14/a-title", "# A title\n\n" + enProse, ""},
		{"pictures have dates of their own", corpus.HTML, "", html(`<script type="application/ld+json">{"@graph":[{"@type":"ImageObject","datePublished":"2012-01-01"},{"@type":"Article","datePublished":"2016-07-14"}]}</script>`, "<h1>A title</h1><div><p>"+enProse+"</p></div>"), "2016-07-14 json-ld"},
		{"articles of a list", corpus.HTML, "", html(`<script type="application/ld+json">[{"@type":"Article","datePublished":"2012-01-01"},{"@type":"Article","datePublished":"2013-01-01"},{"@type":"Article","datePublished":"2014-01-01"},{"@type":"Article","datePublished":"2015-01-01"}]</script>`, "<h1>A title</h1><div><p>"+enProse+"</p></div>"), ""},
		{"a list by its lines", corpus.HTML, "", html("", "<h1>소식</h1><div><p>2021년 10월 29일 오산시, 상을 받다</p><p>2023년 5월 16일 세종시, 시민이 고른 지표</p><p>2017년 11월 8일 수원의 선생님들</p></div>"), ""},
	} {
		url := c.url
		if url == "" {
			url = "https://uil.example/a/b"
		}
		d, err := e.Document(corpus.Page{URL: url, MediaType: c.media, Body: []byte(c.body), Captured: noon})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := strings.TrimSpace(d.Published.String() + " " + d.Published.Source); got != c.want {
			_, r, _ := e.Explain(corpus.Page{URL: url, MediaType: c.media, Body: []byte(c.body), Captured: noon})
			t.Errorf("%s: published %q, want %q\n%+v", c.name, got, c.want, r.Decisions)
		}
	}
}
