package extract

import "slices"

// The words that stand before a date, or before something else on a line of
// dates, are matched as folded words, the longest first.
var (
	// publishedLabels say that a date is that of publication.
	publishedLabels = newPhrases([]string{
		"published", "published on", "published in", "published at", "date published", "date of publication", "publication date", "year of publication", "publication year",
		"first published", "first published on", "first published in", "originally published", "originally published on", "originally published in", "posted", "posted on", "posted in", "posted at", "date posted",
		"released", "released on", "released in", "release date", "date of release", "issued", "issued on", "issued in", "date of issue", "issue date", "submitted", "submitted on", "created", "created on", "date created",
		"added", "added on", "uploaded on", "online since", "written on", "news date",
		"publié", "publié le", "publié en", "publiée", "publiée le", "publiée en", "mis en ligne", "mis en ligne le", "mis en ligne en", "mise en ligne", "mise en ligne le", "date de mise en ligne", "date de publication", "date de parution",
		"année de publication", "année de parution", "première publication", "paru", "paru le", "paru en", "parue le", "parue en", "parution", "posté le", "rédigé le", "écrit le", "diffusé le", "créé le", "ajouté le", "édité en", "soumis le",
		"publicado", "publicado el", "publicado en", "publicada", "publicada el", "publicada en", "fecha de publicación", "fecha de la publicación", "año de publicación", "fecha de edición", "fecha de creación", "primera publicación",
		"puesto en línea el", "subido el", "difundido el", "editado en", "creado el", "escrito el", "enviado el", "aparecido en",
		"publicado em", "publicado a", "publicada em", "data de publicação", "data da publicação", "ano de publicação", "primeira publicação", "postado em", "divulgado em", "colocado em linha em", "disponibilizado em",
		"criado em", "inserido em", "adicionado em", "editado em", "escrito em", "lançado em", "data de criação",
		"veröffentlicht", "veröffentlicht am", "veröffentlicht im", "veröffentlichungsdatum", "datum der veröffentlichung", "publikationsdatum", "publiziert", "publiziert am", "erschienen", "erschienen am", "erschienen im",
		"erscheinungsdatum", "erscheinungsjahr", "erstveröffentlichung", "eingestellt am", "online gestellt am", "online seit", "erstellt am", "verfasst am", "geschrieben am", "gepostet am", "herausgegeben",
		"опубликовано", "опубликован", "опубликована", "опубликованы", "дата публикации", "год публикации", "год издания", "дата издания", "дата выхода", "дата размещения", "размещено", "дата добавления", "добавлено", "создано", "дата создания", "вышло", "вышла", "издано", "публикация от",
		"نشر", "نشر في", "نشر بتاريخ", "نشر يوم", "نشرت", "نشرت في", "تم النشر", "تم النشر في", "تم النشر بتاريخ", "تم نشره في", "تاريخ النشر", "سنة النشر", "عام النشر", "صدر", "صدر في", "صدر عام", "صدرت في", "صدرت عام", "تاريخ الإصدار", "سنة الإصدار", "تاريخ الصدور",
		"تاريخ الإضافة", "أضيف في", "أضيف بتاريخ", "كتب في", "كتب بتاريخ",
		"등록", "등록일", "등록일자", "등록일시", "등록 일시", "작성", "작성일", "작성일자", "작성일시", "게시", "게시일", "게시일자", "게시 날짜", "게시됨", "발행", "발행일", "발행일자", "발행연도", "발행년도", "발간", "발간일", "발간연도", "출판", "출판일", "출판연도", "출판년도", "출간일",
		"공개일", "입력", "입력일", "기사입력", "올린 날짜", "등록 날짜", "발표일",
		"发布", "发布于", "发布时间", "发布日期", "发表", "发表于", "发表时间", "发表日期", "出版", "出版于", "出版时间", "出版日期", "出版年", "出版年份", "刊登", "刊登于", "刊登时间", "刊登日期", "刊发", "上线时间", "创建时间", "添加时间", "录入时间", "首发",
		"發布", "發佈", "發布於", "發佈於", "發布時間", "發布日期", "發佈日期", "發佈時間", "發表", "發表於", "發表日期", "出版於", "出版日期", "出版年份", "刊登於", "刊登日期", "上線日期", "建立日期", "张贴日期",
	})
	// modifiedLabels stand before the date of a change.
	modifiedLabels = newPhrases([]string{
		"last updated on", "last update on", "last updated", "last update", "last modified on", "last modified", "last changed", "last revised", "last reviewed", "last edited", "updated on", "updated", "update", "modified on", "modified", "changed", "revised", "revised on", "date modified", "page updated",
		"dernière mise à jour le", "dernière mise à jour", "mis à jour le", "mise à jour le", "mis à jour", "mise à jour", "modifié le", "modifié", "dernière modification", "dernière modification le", "date de mise à jour", "actualisé le",
		"última actualización", "actualizado el", "actualizado", "actualización", "última modificación", "modificado el", "modificado", "fecha de actualización", "última actualización el", "última revisión",
		"última atualização", "atualizado em", "atualizado", "atualização", "atualizada em", "modificado em", "última modificação", "última modificação em", "data de atualização", "última revisão",
		"zuletzt aktualisiert am", "zuletzt aktualisiert", "letzte aktualisierung", "aktualisiert am", "aktualisiert", "zuletzt geändert am", "zuletzt geändert", "geändert am", "letzte änderung", "letzte änderung am", "zuletzt bearbeitet", "zuletzt bearbeitet am", "stand", "aktualisierung",
		"последнее обновление", "обновлено", "обновлена", "изменено", "дата обновления", "дата изменения", "последнее изменение", "страница обновлена", "отредактировано",
		"آخر تحديث", "آخر تحديث في", "تم التحديث في", "تم التحديث", "تاريخ التحديث", "آخر تعديل", "تاريخ التعديل", "حدث في",
		"최종 수정일", "최종수정일", "최종 수정", "최종수정", "수정일", "수정일자", "수정일시", "수정", "업데이트", "최근 업데이트", "갱신일", "마지막 수정",
		"最后更新", "最后更新于", "最後更新", "最近更新", "更新日期", "更新时间", "更新時間", "更新於", "更新于", "更新", "修改日期", "修改时间", "修訂日期", "最后修改", "最後修改",
	})
	// plainLabels stand before dates of any kind.
	plainLabels = newPhrases([]string{"date", "le", "fecha", "data", "datum", "дата", "التاريخ", "تاريخ", "날짜", "일자", "日期", "时间", "時間"})
	// authorLabels stand before those who wrote a page.
	authorLabels = newPhrases([]string{
		"author", "authors", "written by", "auteur", "auteurs", "autor", "autores", "autora", "autorin", "autoren", "verfasser", "автор", "авторы", "الكاتب", "المؤلف", "بقلم", "작성자", "글쓴이", "저자", "기자", "등록자", "作者", "撰稿", "记者", "記者", "编辑", "编辑者", "責任編輯", "责任编辑", "发布者", "發布者", "发布人",
	})
	// otherLabels stand on lines of dates before what is of no interest here.
	otherLabels = newPhrases([]string{
		"source", "views", "hits", "reads", "category", "categories", "section", "topic", "topics", "tags", "tag", "language", "reading time", "catégorie", "rubrique", "lectures", "vues", "langue", "fuente", "categoría", "visitas", "lecturas", "sección", "idioma", "tema",
		"fonte", "categoria", "visualizações", "acessos", "secção", "quelle", "kategorie", "rubrik", "aufrufe", "lesezeit", "sprache", "источник", "просмотров", "просмотры", "категория", "рубрика", "раздел", "язык", "المصدر", "عدد المشاهدات", "المشاهدات", "التصنيف", "القسم", "اللغة",
		"조회수", "조회", "담당부서", "담당자", "출처", "분류", "첨부파일", "부서", "来源", "來源", "浏览次数", "浏览", "浏览量", "瀏覽次數", "阅读", "阅读量", "阅读次数", "点击", "点击数", "点击次数", "點閱", "分类", "分類", "栏目", "字号", "信息来源", "文章来源",
	})
)

// labelKinds are the labels in the order in which they are tried; of those that
// fit the longest counts.
var labelKinds = []struct {
	kind   labelKind
	labels phrases
}{
	{publishedLabel, publishedLabels}, {modifiedLabel, modifiedLabels}, {authorLabel, authorLabels}, {otherLabel, otherLabels}, {plainLabel, plainLabels},
}

// labelKind says what stands behind a label.
type labelKind int

const (
	noLabel labelKind = iota
	publishedLabel
	modifiedLabel
	authorLabel
	otherLabel
	plainLabel
)

// eventWords stand before or in the name of something that is to happen, whose
// date and place are not those of the page.
var eventWords = words("event events conference webinar workshop seminar symposium forum meeting summit congress festival training course deadline until when venue date time closing start end begins by before from to until till on copyright " +
	"événement conférence webinaire atelier séminaire colloque forum réunion sommet congrès formation échéance date limite lieu horaire clôture " +
	"evento conferencia webinario seminario taller coloquio foro reunión cumbre congreso curso plazo cierre lugar horario jornada jornadas encuentro " +
	"conferência webinário seminário oficina colóquio fórum reunião cimeira cúpula congresso prazo encerramento local encontro " +
	"veranstaltung tagung konferenz webinar seminar workshop fachtag fachtagung forum kongress treffen termin ort zeit beginn ende frist anmeldeschluss redaktionsschluss einsendeschluss bewerbungsschluss kurs lehrgang symposium festakt sommerfest " +
	"мероприятие конференция вебинар семинар форум встреча саммит конгресс симпозиум срок место время начало окончание мастер-класс тренинг " +
	"مؤتمر ندوة ورشة منتدى اجتماع قمة دورة فعالية الموعد موعد الزمان المكان التاريخ تاريخ الوقت مهرجان ملتقى " +
	"행사 회의 포럼 세미나 웨비나 워크숍 총회 심포지엄 강연 일시 장소 기간 마감 신청 접수 " +
	"会议 會議 大会 大會 论坛 論壇 研讨会 研討會 讲座 講座 培训 培訓 峰会 活动 活動 时间 時間 地点 地點 日期 截止 报名 報名")

// isEventWord reports whether a folded word names something that is to happen,
// alone or at the end of a compound.
func isEventWord(term string) bool {
	return eventWords[term] || slices.ContainsFunc(eventEndings, func(end string) bool { return len(term) > len(end) && term[len(term)-len(end):] == end })
}

// eventEndings are those of compounds.
var eventEndings = []string{"tagung", "konferenz", "seminar", "webinar", "schluss", "frist", "treffen", "kongress", "会议", "會議", "大会", "大會", "论坛", "論壇", "研讨会", "研討會", "讲座", "講座", "峰会", "포럼", "세미나", "웨비나", "워크숍", "회의", "총회", "대회", "심포지엄", "강연회"}
