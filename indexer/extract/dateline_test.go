package extract

import (
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

// Lines that tell when a page was published, by language.
func TestDateLines(t *testing.T) {
	e := newExtractor(t)
	for _, c := range []struct{ lang, line, want string }{
		{"en", "Published on 14 July 2016", "2016-07-14"},
		{"en", "Published in 2015", "2015"},
		{"en", "First published in July 2016", "2016-07"},
		{"en", "Posted on Thursday, July 14th, 2016 at 9:30 am", "2016-07-14"},
		{"en", "Posted on 14 July 2016 by Jane Doe", "2016-07-14"},
		{"en", "Submitted by Jane Doe on Thu, 07/14/2016 - 09:30", "2016-07-14"},
		{"en", "By Jane Doe | 14 July 2016 | 5 min read", "2016-07-14"},
		{"en", "14 July 2016 — Hamburg, Germany", "2016-07-14"},
		{"en", "Hamburg, 14 July 2016", "2016-07-14"},
		{"en", "Hamburg, Germany – 14 July 2016", "2016-07-14"},
		{"en", "Hamburg (14 July 2016)", "2016-07-14"},
		{"en", "News | 14 July 2016", "2016-07-14"},
		{"en", "• September 2017", "2017-09"},
		{"en", "Working paper no. 12, 2017", "2017"},
		{"en", "Policy brief · May 2019", "2019-05"},
		{"en", "Publication date: 2016/07/14 | Views: 1,204", "2016-07-14"},
		{"en", "14 July 2016. Last updated: 3 May 2019", "2016-07-14 then 2019-05-03"},
		{"en", "Last updated on 3 May 2019", " then 2019-05-03"},
		{"en", "Published on 14 July 2016 | Deadline: 1 August 2016", "2016-07-14"},
		{"en", "Published by UIL, 2015", "2015"},
		{"en", "Published by UIL in July 2015", "2015-07"},
		{"fr", "Le Havre, 14 juillet 2016", "2016-07-14"},
		{"fr", "Le 14 juillet 2016", "2016-07-14"},
		{"fr", "Mis en ligne le 16/12/2019", "2019-12-16"},
		{"fr", "Publié le jeudi 14 juillet 2016 à 9h30", "2016-07-14"},
		{"fr", "mar. 12/07/2016 - 10:30", "2016-07-12"},
		{"fr", "Paris, le 1er août 2016", "2016-08-01"},
		{"fr", "Étude de cas, janvier 2025", "2025-01"},
		{"fr", "Par Jeanne Durand, le 3 févr. 2018", "2018-02-03"},
		{"fr", "Publié le 3 mai 2018 • Mis à jour le 4 juin 2019", "2018-05-03 then 2019-06-04"},
		{"es", "Publicado el 01/03/2022", "2022-03-01"},
		{"es", "Ficha del programa, 2014", "2014"},
		{"es", "Bogotá, 14 de julio de 2016", "2016-07-14"},
		{"es", "mié., 13 jul. 2016", "2016-07-13"},
		{"es", "Fecha de publicación: septiembre de 2017", "2017-09"},
		{"pt", "14 de julho de 2016", "2016-07-14"},
		{"pt", "quinta-feira, 14 de julho de 2016", "2016-07-14"},
		{"pt", "Publicado em 14/07/2016 às 10h30", "2016-07-14"},
		{"pt", "1.º de março de 2019", "2019-03-01"},
		{"pt", "Documento de trabalho, 2017", "2017"},
		{"pt", "Lisboa, 2 out. 2018 | Atualizado em 5/11/2019", "2018-10-02 then 2019-11-05"},
		{"de", "14. Juli 2016", "2016-07-14"},
		{"de", "Veröffentlicht am 09.01.2023", "2023-01-09"},
		{"de", "Hamburg, den 14. Juli 2016", "2016-07-14"},
		{"de", "Donnerstag, 14. Juli 2016, 10:30 Uhr", "2016-07-14"},
		{"de", "Erschienen im März 2018", "2018-03"},
		{"de", "Erscheinungsjahr: 2015", "2015"},
		{"de", "Stand: 03.05.2019", " then 2019-05-03"},
		{"de", "1. Jänner 2019", "2019-01-01"},
		{"ru", "14 июля 2016 г.", "2016-07-14"},
		{"ru", "Опубликовано: 14.07.2016, 10:30", "2016-07-14"},
		{"ru", "четверг, 14 июля 2016 года", "2016-07-14"},
		{"ru", "Москва, 3 дек. 2018 г.", "2018-12-03"},
		{"ru", "Обзор, 2021 год", "2021"},
		{"ru", "июль 2016", "2016-07"},
		{"ru", "Дата публикации: 1 мая 2020 Источник: Институт", "2020-05-01"},
		{"ar", "١٤ تموز ٢٠١٦", "2016-07-14"},
		{"ar", "14 تموز/يوليو 2016", "2016-07-14"},
		{"ar", "الخميس 14 يوليو 2016", "2016-07-14"},
		{"ar", "تاريخ النشر: 2021/04/06", "2021-04-06"},
		{"ar", "نُشر في 3 كانون الثاني 2019", "2019-01-03"},
		{"ar", "القاهرة، 12 مايو 2025", "2025-05-12"},
		{"ar", "9 شوال 1437 هـ الموافق 14 يوليو 2016 م", "2016-07-14"},
		{"ar", "5 غشت 2018", "2018-08-05"},
		{"ar", "7 جويلية 2018", "2018-07-07"},
		{"ar", "دراسة حالة، 2024", "2024"},
		{"ar", "أيلول 2017", "2017-09"},
		{"zh", "2016年7月14日", "2016-07-14"},
		{"zh", "2016年7月14日 星期四", "2016-07-14"},
		{"zh", "二〇一六年七月十四日", "2016-07-14"},
		{"zh", "二○一六年十月三十一日", "2016-10-31"},
		{"zh", "二零一六年七月廿四日", "2016-07-24"},
		{"zh", "二〇一六年七月", "2016-07"},
		{"zh", "发布时间：2016-07-14 10:30 来源：教育局 浏览次数：125", "2016-07-14"},
		{"zh", "發布日期：2016年7月14日", "2016-07-14"},
		{"zh", "出版年份：2017", "2017"},
		{"zh", "2017年出版", "2017"},
		{"zh", "汉堡，2016年7月14日", "2016-07-14"},
		{"zh", "案例研究，2019年", "2019"},
		{"zh", "民國105年7月14日", "2016-07-14"},
		{"zh", "民國一〇五年七月十四日", "2016-07-14"},
		{"ko", "2016년 7월 14일", "2016-07-14"},
		{"ko", "2016년 7월 14일 목요일", "2016-07-14"},
		{"ko", "2016. 7. 14. (목) 10:30", "2016-07-14"},
		{"ko", "등록일 2020.10.05.", "2020-10-05"},
		{"ko", "작성일 2016-07-14 조회수 123 작성자 홍길동", "2016-07-14"},
		{"ko", "서울, 2016년 7월 14일", "2016-07-14"},
		{"ko", "사례 연구, 2024년", "2024"},
		{"ko", "등록일: 2016.07.14 수정일: 2019.05.03", "2016-07-14 then 2019-05-03"},
		{"ko", "2016년 7월 14일 게시", "2016-07-14"},
	} {
		line, ok := lineReader{lang: c.lang, source: "text", kinds: e.rules.kinds}.read(c.line)
		got := line.published.String()
		if !line.modified.IsZero() {
			got += " then " + line.modified.String()
		}
		if !ok || got != c.want {
			t.Errorf("%s %q = %q, %v; want %q", c.lang, c.line, got, ok, c.want)
		}
	}
}

// Lines with dates that are not those of a publication.
func TestOtherDateLines(t *testing.T) {
	e := newExtractor(t)
	for _, c := range []struct{ lang, line string }{
		{"en", "Member since 2016"}, {"en", "Learning City Award 2017"}, {"en", "© 2015–2023"}, {"en", "Copyright 2019 UIL"}, {"en", "Deadline: 14 July 2016"},
		{"en", "Registration until 14 July 2016"}, {"en", "When: 14 July 2016"}, {"en", "Conference, 14 July 2016"}, {"en", "By Friday, 14 July 2016"}, {"en", "2–4 December 2024"},
		{"en", "From 14 July 2016"}, {"en", "Accessed 14 July 2016"}, {"en", "Printed on 14 July 2016"}, {"en", "14 July 2016, 10:00–12:00"}, {"en", "Hamburg, 2 to 4 December 2024"}, {"en", "14 July 2016 to 15 July 2016"},
		{"en", "Since 14 July 2016"}, {"en", "Founded in 1952"}, {"en", "The Summit, 14 July 2016"}, {"en", "Opening: 14 July 2016"}, {"en", "Concert Night: 14 July 2016"},
		{"fr", "Membre depuis 2016"}, {"fr", "Date limite : 14 juillet 2016"}, {"fr", "Du 14 au 16 juillet 2016"}, {"fr", "Jusqu’au 14 juillet 2016"}, {"fr", "Atelier, 14 juillet 2016"}, {"fr", "Clôture : 14 juillet 2016"},
		{"es", "Miembro desde 2016"}, {"es", "Plazo: 14 de julio de 2016"}, {"es", "Del 24 al 25 de marzo de 2022"}, {"es", "Hasta el 14 de julio de 2016"}, {"es", "Premio 2017"},
		{"pt", "Membro desde 2016"}, {"pt", "Prazo: 14 de julho de 2016"}, {"pt", "De 1 a 4 de dezembro de 2009"}, {"pt", "Até 14 de julho de 2016"}, {"pt", "Data de realização: 14/07/2016"},
		{"de", "Mitglied seit 2016"}, {"de", "Anmeldeschluss: 28.02.2023"}, {"de", "Termin: 22.03.2023"}, {"de", "Vernissage: 14. Juli 2016"}, {"de", "Bis 14. Juli 2016"}, {"de", "Jahrestagung, 14. Juli 2016"}, {"de", "14. bis 16. Juli 2016"}, {"de", "Abgerufen am 14. Juli 2016"},
		{"ru", "Участник с 2016 года"}, {"ru", "Срок подачи: 31.08.2020"}, {"ru", "До 14 июля 2016 г."}, {"ru", "14–16 июля 2016 г."}, {"ru", "Дата проведения: 14 июля 2016"},
		{"ar", "عضو منذ 2016"}, {"ar", "الموعد: 2021/04/22"}, {"ar", "آخر موعد للتسجيل: 2021/04/15"}, {"ar", "من 15 إلى 17 حزيران/يونيو 2022"}, {"ar", "حتى 14 يوليو 2016"}, {"ar", "مؤتمر، 14 يوليو 2016"}, {"ar", "9 شوال 1437 هـ"},
		{"zh", "2016年加入"}, {"zh", "会议时间：2016年7月14日"}, {"zh", "截止日期：2016年7月14日"}, {"zh", "7月14日至16日"}, {"zh", "截至2016年7月14日"}, {"zh", "2017年获奖"},
		{"ko", "2016년부터 회원"}, {"ko", "일시: 2020년 11월 12일 14시"}, {"ko", "신청 마감: 2020년 10월 30일"}, {"ko", "2016년 7월 14일까지"}, {"ko", "2016년 7월 14일 ~ 16일"}, {"ko", "포럼, 2016년 7월 14일"},
	} {
		line, ok := lineReader{lang: c.lang, source: "text", kinds: e.rules.kinds}.read(c.line)
		if ok && line.kind == "" {
			t.Errorf("%s %q was taken for %s", c.lang, c.line, line.published)
		}
	}
}

// A line of dates never gives one that no calendar has, whatever stands in it.
func FuzzDateLine(f *testing.F) {
	for _, line := range []string{
		"Published on 14 July 2016 by Jane Doe | Updated: 3 May 2019", "发布时间：2016-07-14 10:30 来源：教育局 浏览次数：125", "民國一〇五年七月十四日", "9 شوال 1437 هـ الموافق 14 يوليو 2016 م",
		"Hamburg, den 14. Juli 2016", "2016년 7월 14일 게시", "mar. 12/07/2016 - 10:30", "( , 2016 ) – : •", "十十年 二〇〇〇〇〇〇年",
	} {
		f.Add(line, "en", true)
	}
	e := newExtractor(f)
	f.Fuzz(func(t *testing.T, line, lang string, text bool) {
		r := lineReader{lang: lang, source: "element", kinds: e.rules.kinds}
		if text {
			r.source = "text"
		}
		got, _ := r.read(line)
		for _, d := range append(datesIn(line, lang), got.published, got.modified) {
			if d.IsZero() {
				continue
			}
			if _, err := corpus.ParseDate(d.Date.String()); err != nil {
				t.Errorf("%q gives %s: %v", line, d.Date, err)
			}
		}
	})
}
