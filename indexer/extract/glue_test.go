package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
)

// paragraphs returns what a document consists of, headings with a mark before
// them.
func paragraphs(d corpus.Document) []string {
	var out []string
	for _, s := range d.Sections {
		if s.Heading != "" {
			out = append(out, "# "+s.Heading)
		}
		out = append(out, s.Paragraphs...)
	}
	return out
}

func TestListItemsStandApart(t *testing.T) {
	for _, gap := range []string{"", "\n"} {
		page := "<main><article><h1>T</h1>" + firstProse + middleProse + "<ul>" + gap +
			"<li>Day 1: opening in Cork</li>" + gap + "<li>Day 2: visits to Limerick</li>" + gap + "<li>Day 3: a walk by the river</li>" + gap + "</ul>" + lastProse + "</article></main>"
		got := paragraphs(mustRead(t, "file:///a", page))
		for _, item := range []string{"Day 1: opening in Cork", "Day 2: visits to Limerick", "Day 3: a walk by the river"} {
			if !slices.Contains(got, item) {
				t.Errorf("gap %q: no paragraph %q in %q", gap, item, got)
			}
		}
		if why := explain(t, "file:///a", page, "dropped"); strings.Contains(why, "Day") {
			t.Errorf("gap %q: %s", gap, why)
		}
	}
}

// nestedBlocks draws block markup with a word of its own in every block.
func nestedBlocks(t *rapid.T, count *int, depth int) string {
	word := func() string { *count++; return fmt.Sprintf("Word%dx", *count) }
	text := func() string {
		return word() + strings.Repeat(" learners meet here again", rapid.IntRange(0, 6).Draw(t, "length")) + rapid.SampledFrom([]string{"", "."}).Draw(t, "end")
	}
	inner := func() string {
		if depth == 0 {
			return text()
		}
		return nestedBlocks(t, count, depth-1)
	}
	var b strings.Builder
	for range rapid.IntRange(1, 4).Draw(t, "blocks") {
		gap := rapid.SampledFrom([]string{"", "\n"}).Draw(t, "gap")
		switch rapid.SampledFrom([]string{"p", "div", "section", "ul", "ol", "dl", "table", "h2", "h4", "br", "blockquote", "bare"}).Draw(t, "block") {
		case "p":
			b.WriteString("<p>" + text() + "</p>")
		case "div":
			b.WriteString("<div>" + inner() + "</div>")
		case "section":
			b.WriteString("<section>" + inner() + "</section>")
		case "blockquote":
			b.WriteString("<blockquote>" + inner() + "</blockquote>")
		case "ul":
			b.WriteString("<ul><li>" + inner() + "</li>" + gap + "<li>" + text() + "</li></ul>")
		case "ol":
			b.WriteString("<ol><li>" + text() + "</li>" + gap + "<li><p>" + text() + "</p></li></ol>")
		case "dl":
			b.WriteString("<dl><dt>" + text() + "</dt>" + gap + "<dd>" + inner() + "</dd></dl>")
		case "table":
			b.WriteString("<table><tr><td>" + inner() + "</td>" + gap + "<td>" + text() + "</td></tr><tr><td>" + text() + "</td></tr></table>")
		case "h2":
			b.WriteString("<h2>" + text() + "</h2>")
		case "h4":
			b.WriteString("<h4>" + text() + "</h4>")
		case "br":
			b.WriteString("<p>" + text() + "<br>" + text() + "<br><br>" + text() + "</p>")
		default:
			b.WriteString("<div>" + text() + "</div>" + gap + text() + gap + "<p>" + text() + "</p>")
		}
		b.WriteString(gap)
	}
	return b.String()
}

// Texts of different blocks are never glued together, whoever finds them.
func TestBlocksPartWords(t *testing.T) {
	e := newExtractor(t)
	rapid.Check(t, func(t *rapid.T) {
		count := 0
		markup := nestedBlocks(t, &count, 3)
		around := rapid.SampledFrom([][2]string{
			{"<main><article><h1>T</h1>" + firstProse + middleProse, lastProse + "</article></main>"},
			{"<h1>T</h1>" + firstProse, ""},
			{"<table><tr><td><h1>T</h1>" + firstProse, lastProse + "</td></tr></table>"},
			{`<body class="legacy"><article class="node"><h1 class="node-title">T</h1><div class="node-body">` + firstProse, "</div></article>"},
		}).Draw(t, "around")
		body := around[0] + markup + around[1]
		d, err := e.Document(corpus.Page{URL: "https://uil.example/x", MediaType: corpus.HTML, Body: []byte(body), Captured: noon})
		if err != nil {
			t.Fatalf("%v\n%s", err, body)
		}
		for _, line := range paragraphs(d) {
			for at := 1; at < len(line); at++ {
				if strings.HasPrefix(line[at:], "Word") && line[at-1] != ' ' || strings.HasPrefix(line[at:], "The ") && line[at-1] != ' ' {
					t.Fatalf("glued: %q\n%s", line, body)
				}
			}
		}
	})
}

const tableTop = `<body bgcolor="#fff"><table width="100%"><tr><td colspan="2"><img src="/logo.gif" alt="The Reading House"> <a href="/">Home</a> | <a href="/1">Themes</a></td></tr>
<tr><td width="180"><b>Related content</b><br><a href="/r/0">Another page on street art</a><br><a href="/r/1">A page on museums</a><br><br>Subscribe to our newsletter</td>
<td><font size="1">Home &gt; News</font><p><font size="4"><b>Books by the sea</b></font></p><p><i>11 April 2018</i></p>`

const tableEnd = `<p><a href="#">Print</a> &middot; <a href="#">Share</a></p></td></tr><tr><td colspan="2" align="center">© 2018 The Reading House. All rights reserved.</td></tr></table>`

func TestTableLayout(t *testing.T) {
	text := func(p string) []string {
		return strings.Split(strings.TrimSuffix(strings.TrimPrefix(p, "<p>"), "</p>"), "</p><p>")
	}
	for _, title := range []string{"The Reading House - Books by the sea", "Books by the sea – The Reading House", "Books by the sea"} {
		d := mustRead(t, "file:///a", "<title>"+title+"</title>"+tableTop+"<p><b>How it began</b></p>"+firstProse+middleProse+"<p><b>What came of it</b></p>"+lastProse+tableEnd)
		want := slices.Concat([]string{"# How it began"}, text(firstProse), text(middleProse), []string{"# What came of it"}, text(lastProse))
		if diff := cmp.Diff(want, paragraphs(d)); diff != "" || d.Title != "Books by the sea" || d.Published.String() != "2018-04-11" || len(d.Credits) > 0 {
			t.Errorf("%s: title %q of %s, credits %q (-want +got):\n%s", title, d.Title, d.Published, d.Credits, diff)
		}
	}
}

// The step of a breadcrumb that repeats the title is not the line of the title.
func TestTitleLineIsNoStep(t *testing.T) {
	d := mustRead(t, "file:///a", `<title>The Reading House - Books by the sea</title><div><span>Start</span> » <span>Books by the sea</span></div><div class="x"><p><b>Books by the sea</b></p>`+firstProse+middleProse+lastProse+"</div>")
	if d.Title != "Books by the sea" || slices.Contains(paragraphs(d), d.Title) || slices.Contains(paragraphs(d), "# "+d.Title) {
		t.Errorf("title %q of %q", d.Title, paragraphs(d))
	}
}

// A column beside the text is no text of the page, whatever it holds and calls
// itself.
func TestColumnsOfTables(t *testing.T) {
	d := mustRead(t, "file:///a", `<title>T</title><table><tr><td><b>Elsewhere</b><br><a href="/1">Unwanted page on street art</a><br><a href="/2">Unwanted page on museums</a><br><br>Unwanted letters by mail</td><td>`+
		strings.Repeat(firstProse+middleProse+lastProse, 2)+"</td></tr></table>")
	if got := d.Text(); strings.Contains(got, "nwanted") || !strings.Contains(got, "first sentence") {
		t.Errorf("%q", got)
	}
}

func TestCellsOfALayoutStandApart(t *testing.T) {
	page := `<body class="legacy"><article class="node"><h1 class="node-title">T</h1><div class="node-body"><table><tr><td>A note on the left</td><td>A line above` + firstProse + lastProse + `</td></tr></table></div></article>`
	if got := paragraphs(mustRead(t, "file:///a", page)); len(got) != 4 || got[0] != "A note on the left" || got[1] != "A line above" {
		t.Errorf("%q", got)
	}
}

// A table of figures stays a table: its rows are lines.
func TestRowsAreLines(t *testing.T) {
	d := mustRead(t, "file:///a", "<main><h1>T</h1>"+firstProse+middleProse+"<table><tr><th>Year</th><th>Readers</th></tr><tr><td>2016</td><td>300 readers</td></tr></table>"+lastProse+"</main>")
	if got := paragraphs(d); !slices.Contains(got, "2016 300 readers") {
		t.Errorf("%q", got)
	}
}

func TestRelatedIsDropped(t *testing.T) {
	text := firstProse + middleProse + lastProse
	for _, words := range []string{"Related content", "À lire aussi", "Contenido relacionado", "Conteúdos relacionados", "Weitere Beiträge", "Читайте также", "مواد ذات صلة", "관련 글", "相关内容"} {
		cards := `<div class="card"><div>Unwanted words on mobile phones</div><a href="#">Read more</a></div><div class="card"><div>Unwanted call for papers</div><a href="#">Read more</a></div>`
		for name, page := range map[string]string{
			"cards":  `<title>T</title><div class="hero"><div>T</div></div><div class="row"><div class="col">` + text + `</div><div class="col side"><div class="h">` + words + `</div>` + cards + `</div></div>`,
			"told":   `<h1>T</h1><div class="col">` + text + `<div class="x"><h3>` + words + `</h3><div>Unwanted sentence that tells what another page is about.<br><a href="#">Read more</a></div></div></div>`,
			"below":  `<h1>T</h1><div class="col">` + text + `<div class="x"><h3>` + words + `</h3>` + cards + `</div></div>`,
			"a list": `<h1>T</h1><div class="col">` + text + `<p><b>` + words + `</b></p><ul><li><a href="/1">Unwanted page</a></li><li><a href="/2">Unwanted book</a></li></ul></div>`,
			"before": `<h1>T</h1><div class="row"><div class="col l"><div class="h">` + words + `</div>` + cards + `</div><div class="col">` + text + `</div></div>`,
		} {
			got := mustRead(t, "file:///a", page)
			if body := got.Text(); strings.Contains(body, "nwanted") || strings.Contains(body, words) || len(paragraphs(got)) < 3 {
				t.Errorf("%s %s: %q", words, name, paragraphs(got))
			}
		}
	}
	// A section of that name with a text of its own is one of the page.
	long := "<p>" + strings.Repeat("The harbour museum keeps the letters of the founders. ", 6) + "</p>"
	d := mustRead(t, "file:///a", "<main><h1>T</h1>"+strings.Repeat(text, 4)+`<section><h2>See also</h2><p><a href="/1">A page</a></p>`+long+"</section></main>")
	if !strings.Contains(d.Text(), "harbour museum") {
		t.Errorf("%q", d.Text())
	}
	for _, open := range []string{"", "<section>"} {
		kept := mustRead(t, "file:///a", "<main><h1>T</h1>"+text+open+"<h2>See also</h2><p>The harbour museum keeps the letters of the founders, and shows them to every visitor who asks for them at the door.</p></main>")
		if !strings.Contains(kept.Text(), "harbour museum") {
			t.Errorf("%q", kept.Text())
		}
	}
}

func TestMenusAndFeetAreNoParts(t *testing.T) {
	d := mustRead(t, "file:///a", `<title>T</title><div class="topbar"><span>Home</span> <span>About us</span> <span>What we do all day long</span> <span>Publications</span> <span>Events</span></div>
<div class="hero"><div>T</div></div><div class="row"><div class="col">`+firstProse+middleProse+lastProse+`<div class="btns"><span>Share</span> <span>Facebook</span> <span>Print</span></div></div></div>
<div class="foot">Subscribe to our newsletter<br>© 2023 The Reading House. All rights reserved.</div>`)
	if got := paragraphs(d); len(got) != strings.Count(firstProse+middleProse+lastProse, "<p>") || len(d.Credits) > 0 {
		t.Errorf("%q, credits %q", got, d.Credits)
	}
}

func TestFactsAreText(t *testing.T) {
	for _, c := range []struct{ lang, members, people string }{
		{"en", "Member since 2024", "City population 106,000"},
		{"fr", "Membre depuis 2019", "Population de la ville : 40 000"},
		{"es", "Miembro desde 2019", "Población: 340.000"},
		{"pt", "Membro desde 2019", "População: 340.000"},
		{"de", "Mitglied seit 2019", "Einwohner: 340.000"},
		{"ru", "Участник сети с 2019", "Население: 340 000"},
		{"ar", "عضو منذ 2019", "عدد السكان 340000"},
		{"zh", "入网年份：2019", "人口：340000"},
		{"ko", "회원 가입 2019", "인구 340000"},
	} {
		// The finder of articles leaves such lines out of a page of some length.
		long := strings.Repeat("<p>"+strings.Repeat("Learners of every age meet in the library and nobody is asked for a card. ", 4)+"</p>", 2)
		d := mustRead(t, "file:///a", "<html lang="+c.lang+`><main><article><h1>Cork</h1><div class="fact"><span class="material-icons">groups</span> `+c.people+
			`</div><div class="fact"><span class="material-icons">person</span> `+c.members+"</div>"+firstProse+long+"<h2>Vision</h2>"+long+lastProse+"</article></main>")
		got := paragraphs(d)
		if !slices.Contains(got, c.people) || !slices.Contains(got, c.members) || d.Type != corpus.CityProfile {
			t.Errorf("%s: %s %q", c.lang, d.Type, got)
		}
	}
}
