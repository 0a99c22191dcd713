package extract

import (
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

func TestTypes(t *testing.T) {
	e := newExtractor(t)
	long := enProse + "\n\n" + enProse
	for _, c := range []struct {
		name, url, body string
		want            corpus.Type
	}{
		{"a section of the address", "/es/eventos/feria", "# Feria\n\n" + long, corpus.Event},
		{"in any case", "/EN/Events/fair", "# Fair\n\n" + long, corpus.Event},
		{"in another script", "/ru/публикации/obzor", "# Обзор\n\n" + long, corpus.Publication},
		{"percent-encoded", "/ru/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/x", "# Заголовок\n\n" + long, corpus.News},
		{"only the last part is no section", "/events", "# Fair\n\n" + long, corpus.Other},
		{"part of a word is no section", "/newsletters/x", "# Fair\n\n" + long, corpus.Other},
		{"a case study below cities", "/learning-cities/case-studies/x", "# Cork\n\n14 July 2016\n\n" + long, corpus.CaseStudy},
		{"a city without a date", "/fr/villes-apprenantes/cork", "# Cork\n\n" + long, corpus.CityProfile},
		{"a city with a date", "/fr/villes-apprenantes/cork", "# Cork\n\n14 juillet 2016\n\n" + long, corpus.News},
		{"deeper below the cities", "/learning-cities/award/rules", "# Rules\n\n" + long, corpus.Other},
		{"a fact of a city", "/x", "# Querétaro\n\nMiembro desde 2022. Premio de ciudad 2024.\n\n" + long, corpus.CityProfile},
		{"a fact in Korean", "/x", "# 광명\n\n2016년부터 회원.\n\n" + long, corpus.CityProfile},
		{"a fact in Arabic", "/x", "# بن جرير\n\nعضو منذ 2020. جائزة المدينة 2024.\n\n" + long, corpus.CityProfile},
		{"no fact but a sentence", "/x", "# Querétaro\n\nMiembro desde 2022, la ciudad celebra cada año.\n\n" + long, corpus.Other},
		{"a line with its kind", "/x", "# A title\n\nFallstudie\n\n" + long, corpus.CaseStudy},
		{"a date with its kind", "/x", "# A title\n\nОбзор, 2021 год\n\n" + long, corpus.Publication},
		{"the address before the kind", "/news/x", "# A title\n\nReport\n\n" + long, corpus.News},
		{"an event in the title", "/x", "# Online-Seminar: Lesen\n\n" + long, corpus.Event},
		{"an event in a Chinese title", "/x", "# 在线研讨会：微证书\n\n" + long, corpus.Event},
		{"a conference in a sentence", "/x", "# The conference ends: what now?\n\n" + long, corpus.Other},
		{"facts of an event", "/x", "# Reading\n\nVenue: the town hall\n\n" + long, corpus.Event},
		{"facts of a book", "/x", "# Reading\n\n14 July 2016\n\nISBN 978-92-820-1234-5\n\n" + long, corpus.Publication},
		{"only a year", "/x", "# Reading\n\nPublished in 2016\n\n" + long, corpus.Publication},
		{"a notice", "/de/impressum", "# Impressum\n\n" + long, corpus.Other},
		{"a vacancy with a date", "/x", "# Vacancy: editor\n\n14 July 2016\n\n" + long, corpus.Other},
		{"a date", "/x", "# Reading\n\n14 July 2016\n\n" + long, corpus.News},
		{"a title of a list", "/x", "# Новости\n\nПервая\n\nВторая\n\nТретья", corpus.Listing},
		{"a title of a list with a number", "/x", "# News, page 2\n\nOne page\n\nAnother page\n\nA third page", corpus.Listing},
		{"a title of a list above a text", "/x", "# News\n\n" + long, corpus.Other},
		{"lines with dates", "/news/y2021", "# All of 2021\n\n2021-10-29 One page\n\n2021-05-16 Another page\n\nA third page 2021-04-08", corpus.Listing},
		{"the address of a list", "/es/noticias/page/2", "# Todo\n\nUna página\n\nOtra página\n\nY otra página", corpus.Listing},
	} {
		d, err := e.Document(corpus.Page{URL: "https://uil.example" + c.url, MediaType: corpus.Markdown, Body: []byte(c.body), Captured: noon})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if d.Type != c.want {
			t.Errorf("%s: %s, want %s", c.name, d.Type, c.want)
		}
	}
}

func TestTypesOfSchema(t *testing.T) {
	for _, c := range []struct {
		head string
		want corpus.Type
	}{
		{`<script type="application/ld+json">{"@type":"BlogPosting"}</script>`, corpus.News},
		{`<script type="application/ld+json">{"@type":["EducationEvent"]}</script>`, corpus.Event},
		{`<script type="application/ld+json">{"@type":"Report"}</script>`, corpus.Publication},
		{`<script type="application/ld+json">{"@type":"JobPosting","datePosted":"2016-07-14"}</script>`, corpus.Other},
		{`<meta property="og:type" content="book">`, corpus.Publication},
		{`<meta property="og:type" content="article">`, corpus.Other},
	} {
		page := "<html><head>" + c.head + "</head><body><h1>A title</h1><div><p>" + enProse + "</p></div></body></html>"
		if d := mustRead(t, "https://uil.example/x", page); d.Type != c.want {
			t.Errorf("%s: %s, want %s", c.head, d.Type, c.want)
		}
	}
}

// The rules of the profile that cannot hold are refused with a reason.
func TestBadTypeRules(t *testing.T) {
	for _, c := range []struct{ toml, want string }{
		{"[[types]]\nundated = true\nline = 'x'\ntype = \"news\"", "undated stands with"},
		{"[[kinds]]\nwords = [\"x\"]\ntype = \"novel\"", `kinds[0]: unknown type "novel"`},
	} {
		_, err := LoadProfile(strings.NewReader("[unknown]\ndrop = \"nav\"\n" + c.toml))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q", c.toml, err, c.want)
		}
	}
}
