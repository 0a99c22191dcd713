package extract

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"github.com/uilsearch/uilsearch/corpus"
)

// ways are the ways in which a page is read, each with a page of its kind
// around some markup.
var ways = []struct {
	name, shape string
	page        func(lang, inner string) string
	broken      bool // the finder of articles
}{
	{"legacy", "template legacy", func(lang, inner string) string {
		return "<html lang=" + lang + `><body class="legacy"><article class="node"><h1 class="node-title">T</h1><div class="node-body">` + inner + "</div></article>"
	}, false},
	{"current", "template current", func(lang, inner string) string {
		return "<html lang=" + lang + `><body class="current"><main id="content"><div class="hero"><h1>T</h1></div><section>` + inner + "</section></main>"
	}, false},
	{"typo3", "template typo3-news", func(lang, inner string) string {
		return "<html lang=" + lang + `><body><table><tr><td><div class="news-single-item"><h1>T</h1>` + inner + "</div></td></tr></table>"
	}, false},
	{"article", "article", unknownPage, false},
	{"bare article", "article", func(lang, inner string) string { return "<html lang=" + lang + "><body><h1>T</h1>" + inner }, false},
	{"fallback", "density", unknownPage, true},
}

func unknownPage(lang, inner string) string {
	return "<html lang=" + lang + "><body><main><h1>T</h1><div>" + inner + "</div></main>"
}

// readIn reads markup in one of the ways.
func readIn(t *testing.T, way int, lang, inner string) (corpus.Document, Reading) {
	t.Helper()
	e := newExtractor(t)
	if ways[way].broken {
		a := newArticle()
		a.extract = func(*html.Node, trafilatura.Options) (*trafilatura.ExtractResult, error) {
			return nil, errors.New("no")
		}
		e.finder = a
	}
	d, r, err := e.Explain(corpus.Page{URL: "https://uil.example/x", MediaType: corpus.HTML, Body: []byte(ways[way].page(lang, inner)), Captured: noon})
	if err != nil {
		t.Fatalf("%s: %v\n%s", ways[way].name, err, inner)
	}
	if r.Shape != ways[way].shape {
		t.Errorf("%s: read as %q\n%s", ways[way].name, r.Shape, inner)
	}
	return d, r
}

// prose with a first and a last sentence that must stay, long enough for the
// finder of articles.
const (
	firstProse = "<p>The first sentence tells that learners of every age meet in the library on Mondays, without a card.</p>"
	lastProse  = "<p>The last sentence tells that the doors are open again on Tuesday, for those who could not come.</p>"
)

var middleProse = strings.Repeat("<p>In the middle stands what the mayor said about reading, and what it will cost in the coming years.</p>", 3)

// Where something is no text, none of it is in the text, and what is around it is
// there in full, whichever way the page is read.
func TestFurnitureIsNoText(t *testing.T) {
	for _, c := range []struct{ lang, markup, leak string }{
		// breadcrumbs
		{"en", `<p>Home › News › Leaked</p>`, "Leaked"},
		{"en", `<div><a href="/">Home</a> <a href="/n">News</a> <span>Leaked</span></div>`, "Leaked"},
		{"en", `<ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li><li>Leaked</li></ul>`, "Leaked"},
		{"en", `<p>You are here: <a href="/">Home</a> &gt; <a href="/n">News</a> &gt; Leaked</p>`, "Leaked"},
		{"en", `<div>UIL &gt; News &gt; Leaked</div>`, "Leaked"},
		{"en", `<p>You are here:</p>`, "You are"},
		{"fr", `<p>Vous êtes ici : Accueil &gt; Leaked</p>`, "Leaked"},
		{"fr", `<p>Accueil » Leaked</p>`, "Leaked"},
		{"es", `<p>Usted está aquí: Inicio / Leaked</p>`, "Leaked"},
		{"pt", `<p>Você está aqui: Início | Leaked</p>`, "Leaked"},
		{"de", `<p>Sie sind hier: Startseite &gt; Leaked</p>`, "Leaked"},
		{"ru", `<p>Вы здесь: Главная → Leaked</p>`, "Leaked"},
		{"ar", `<p>الرئيسية › Leaked</p>`, "Leaked"},
		{"ko", `<p>현재 위치: 홈 &gt; Leaked</p>`, "Leaked"},
		{"zh", `<p>您的位置：首页 &gt; Leaked</p>`, "Leaked"},
		{"zh", `<p>首页 › Leaked</p>`, "Leaked"},
		// tails, alone and at the end of a line
		{"en", `<p><a href="/x">READ MORE »</a></p>`, "READ"},
		{"en", `<p>A teaser ends here. <a href="/x">Read more</a></p>`, "Read more"},
		{"en", `<p>A teaser ends here… [<a href="/x">Read more</a>]</p>`, "["},
		{"en", `<p><a href="/x">Read more about Leaked</a></p>`, "Leaked"},
		{"en", `<p>[Read more]</p>`, "Read"},
		{"en", `<p>A teaser ends here.<br><a href="/x">More…</a></p>`, "More"},
		{"en", `<p>&lt; <a href="/x">Back to: Leaked</a></p>`, "Leaked"},
		{"en", `<div><a href="/x">Print this page</a></div>`, "Print"},
		{"fr", `<p><a href="/x">Lire la suite de Leaked</a></p>`, "Leaked"},
		{"fr", `<p>Fin de la phrase. <a href="/x">En savoir plus</a></p>`, "savoir"},
		{"fr", `<p><a href="/x">« Retour</a></p>`, "Retour"},
		{"es", `<p><a href="/x">Leer más →</a></p>`, "Leer"},
		{"es", `<p>Volver</p>`, "Volver"},
		{"pt", `<p><a href="/x">Leia mais</a></p>`, "Leia"},
		{"de", `<p>Ende des Satzes. <a href="/x">Weiterlesen…</a></p>`, "Weiterlesen"},
		{"de", `<p><a href="/x">Zurück zur Übersicht</a></p>`, "Zurück"},
		{"ru", `<p><a href="/x">Читать далее</a></p>`, "Читать"},
		{"ar", `<p><a href="/x">اقرأ المزيد</a></p>`, "اقرأ"},
		{"ko", `<p><a href="/x">더보기</a></p>`, "더보기"},
		{"ko", `<p>끝났습니다. <a href="/x">자세히 보기</a></p>`, "자세히"},
		{"zh", `<p><a href="/x">阅读更多 &gt;&gt;</a></p>`, "阅读"},
		{"zh", `<p>结束了。<a href="/x">查看更多</a></p>`, "查看"},
		// icon words
		{"en", `<p>groups City population: 40,000</p>`, "groups"},
		{"en", `<p><i>emoji_events</i> City award 2017</p>`, "emoji"},
		{"en", `<div><span class="icon">person</span></div><p>Member since 2016</p>`, "person"},
		{"en", `<p>emoji_events</p>`, "emoji"},
		{"en", `<h2>school Education</h2><p>All the schools of the city take part in it.</p>`, "school Edu"},
		// credits and names of files
		{"en", `<p>© Leaked / Jane Doe</p>`, "Leaked"},
		{"en", `<p>The harbour at night © Leaked</p>`, "Leaked"},
		{"en", `<p>Photo credit: Leaked</p>`, "Leaked"},
		{"en", `<p>Photo by Leaked Doe</p>`, "Leaked"},
		{"en", `<p>(Photo: Leaked)</p>`, "Leaked"},
		{"en", `<p>leaked_harbour_02.JPG</p>`, "leaked"},
		{"fr", `<p>Crédit photo : Leaked</p>`, "Leaked"},
		{"es", `<p>Créditos: © Leaked</p>`, "Leaked"},
		{"pt", `<p>Foto: Leaked</p>`, "Leaked"},
		{"de", `<p>Bildnachweis: Leaked</p>`, "Leaked"},
		{"ru", `<p>Фото: Leaked</p>`, "Leaked"},
		{"ar", `<p>صورة: Leaked</p>`, "Leaked"},
		{"ko", `<p>사진 제공: Leaked</p>`, "Leaked"},
		{"zh", `<p>图片来源：Leaked</p>`, "Leaked"},
		{"en", `<p>Photo: Leaked<br>The picture shows the reading room of the old harbour, as it is now.</p>`, "Leaked"},
		// banners of archives
		{"en", `<div id="wm-ipp-base">12 captures Leaked</div>`, "Leaked"},
		{"en", `<p>You are viewing an archived web page, collected on 3 May 2017. Leaked</p>`, "Leaked"},
		{"en", `<div class="archive-banner">Leaked</div>`, "Leaked"},
		{"en", `<p>12 captures</p>`, "captures"},
		{"en", `<p>1,204 captures 3 Feb 2014 - 9 Aug 2020</p>`, "captures"},
		{"en", `<p>[ARCHIVED CONTENT] Leaked</p>`, "Leaked"},
		{"en", `<p>This page has been archived and is no longer updated. Leaked</p>`, "Leaked"},
		{"fr", `<p>Cette page a été archivée le 3 mai 2017. Leaked</p>`, "Leaked"},
		{"es", `<p>Esta página ha sido archivada. Leaked</p>`, "Leaked"},
		{"pt", `<p>Esta página foi arquivada. Leaked</p>`, "Leaked"},
		{"de", `<p>Diese Seite wurde archiviert. Leaked</p>`, "Leaked"},
		{"ru", `<p>Это архивная копия страницы. Leaked</p>`, "Leaked"},
		{"ar", `<p>هذه صفحة مؤرشفة. Leaked</p>`, "Leaked"},
		{"ko", `<p>이 페이지는 보관된 페이지입니다. Leaked</p>`, "Leaked"},
		{"zh", `<p>您正在查看存档页面。Leaked</p>`, "Leaked"},
		// menus
		{"en", `<nav><a href="/x">Leaked</a></nav>`, "Leaked"},
	} {
		for i, way := range ways {
			for place, inner := range map[string]string{
				"before": c.markup + firstProse + middleProse + lastProse,
				"middle": firstProse + c.markup + middleProse + lastProse,
				"behind": firstProse + middleProse + lastProse + c.markup,
			} {
				d, r := readIn(t, i, c.lang, inner)
				text := d.Text()
				if strings.Contains(text, c.leak) {
					t.Errorf("%s, %s: %s leaks:\n%s", way.name, place, c.markup, text)
				}
				if !strings.Contains(text, "first sentence") || !strings.Contains(text, "last sentence") || strings.Count(text, "In the middle") != 3 && ways[i].shape != "article" {
					t.Errorf("%s, %s: %s took text with it:\n%s", way.name, place, c.markup, text)
				}
				if !slices.ContainsFunc(r.Decisions, func(d Decision) bool { return d.What == "dropped" || d.What == "credit" }) {
					t.Errorf("%s, %s: no word about %s", way.name, place, c.markup)
				}
			}
		}
	}
}

// What only looks like it stays.
func TestTextIsKept(t *testing.T) {
	for _, c := range []struct{ lang, markup, text string }{
		{"en", `<p><a href="/">Home</a> is where learning begins, said the mayor of the city.</p>`, "Home is where learning begins"},
		{"en", `<p>Home learning is for all.</p>`, "Home learning is for all"},
		{"en", `<p>You are here because you want to learn, said the mayor.</p>`, "You are here because"},
		{"en", `<p>To find the list of all the courses, <a href="/x">read more</a>.</p>`, "the courses, read more."},
		{"en", `<p><a href="/x">Learn more</a> about reading by coming to the library each Monday.</p>`, "Learn more about reading"},
		{"en", `<p>More than forty cities came to the conference in the town hall.</p>`, "More than forty"},
		{"en", `<p><a href="/x">More cities have joined the network in the spring</a> than ever before.</p>`, "More cities have joined"},
		{"en", `<p>Back in 2016 nobody had heard of reading rooms in the harbour.</p>`, "Back in 2016"},
		{"en", `<p>person by person, the city learns to read all that is written.</p>`, "person by person"},
		{"en", `<p>Photos of the festival were shown in the library all summer long.</p>`, "Photos of the festival"},
		{"en", `<p>Credit is given for what has been learnt at work or in the family.</p>`, "Credit is given"},
		{"en", `<p>Image by image the story of the old harbour is told to all who come.</p>`, "Image by image"},
		{"en", `<p>The archived letters of the city can be read in the library now.</p>`, "The archived letters"},
		{"en", `<p>Archived content shows how the city has learnt to read in a hundred years.</p>`, "Archived content shows"},
		{"en", `<p>12 captures of the harbour by its painters hang in the reading room.</p>`, "12 captures of"},
		{"en", `<p>This is an archive of letters that learners wrote to the mayor of the city.</p>`, "This is an archive"},
		{"en", `<p>Archives are where a city keeps what it has learnt, said the mayor.</p>`, "Archives are where"},
		{"en", `<p>Print and radio were the first to tell of it, and others came later.</p>`, "Print and radio"},
		{"en", `<p>Level 1 → Level 2 → Level 3</p>`, "Level 2"},
		{"en", `<p>UNESCO/Jane Doe prize for reading goes to the harbour of the city</p>`, "UNESCO/Jane"},
		{"fr", `<p>Accueil des nouveaux arrivants à la bibliothèque chaque lundi matin.</p>`, "Accueil des nouveaux"},
		{"fr", `<p>Il a dit « lire » et « apprendre » puis « enseigner » devant tous.</p>`, "« apprendre »"},
		{"es", `<p>Inicio de las clases para personas de todas las edades en otoño.</p>`, "Inicio de las clases"},
		{"de", `<p>Mehr als vierzig Städte kamen zu der Tagung im Rathaus am Hafen.</p>`, "Mehr als vierzig"},
		{"ru", `<p>Главная задача города: научить читать всех, кто этого хочет.</p>`, "Главная задача"},
		{"ko", `<p>사진 속의 도서관은 매주 월요일에 모든 사람에게 열려 있습니다.</p>`, "사진 속의 도서관"},
		{"zh", `<p>更多的城市加入了学习型城市网络，并在会议上介绍了自己的经验。</p>`, "更多的城市"},
	} {
		for i, way := range ways {
			d, _ := readIn(t, i, c.lang, firstProse+middleProse+c.markup+lastProse)
			if !strings.Contains(d.Text(), c.text) {
				t.Errorf("%s: %s is gone:\n%s", way.name, c.markup, d.Text())
			}
		}
	}
}

// Headings part the text, whichever way the page is read.
func TestSectionsHaveHeadings(t *testing.T) {
	inner := firstProse + "<h2>How it began</h2>" + middleProse + "<h3>How it goes on</h3>" + lastProse
	for i, way := range ways {
		d, r := readIn(t, i, "en", inner)
		var got []string
		for _, s := range d.Sections {
			got = append(got, fmt.Sprintf("%s %d", s.Heading, min(1, len(s.Paragraphs))))
		}
		if want := []string{" 1", "How it began 1", "How it goes on 1"}; !slices.Equal(got, want) {
			t.Errorf("%s: sections %q", way.name, got)
		}
		if n := len(slices.DeleteFunc(slices.Clone(r.Decisions), func(d Decision) bool { return d.What != "section" })); n != 3 {
			t.Errorf("%s: %d decisions about sections", way.name, n)
		}
	}
}
