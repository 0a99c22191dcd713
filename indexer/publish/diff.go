package publish

// Diff says how a generation differs from an older one, usually the live one.
type Diff struct {
	// From and To are the generations, old and new.
	From string `json:"from"`
	To   string `json:"to"`
	// DocumentsBefore and DocumentsAfter count documents, TextBefore and
	// TextAfter the bytes of their text.
	DocumentsBefore int   `json:"documents_before"`
	DocumentsAfter  int   `json:"documents_after"`
	TextBefore      int64 `json:"text_before"`
	TextAfter       int64 `json:"text_after"`
	// Added, Removed and Changed are in order of ID.
	Added   List[PageChange] `json:"added"`
	Removed List[PageChange] `json:"removed"`
	Changed List[PageChange] `json:"changed"`
	// TextChanged counts those of Changed that have another text.
	TextChanged int `json:"text_changed"`
	// Gone counts those of Removed of which neither an address nor the text is
	// anywhere in To.
	Gone int `json:"gone"`
	// CitiesBefore and ThemesBefore count the cities and themes that had a
	// document, CitiesGone and ThemesGone those of them that have none any more.
	CitiesBefore int `json:"cities_before"`
	CitiesGone   int `json:"cities_gone"`
	ThemesBefore int `json:"themes_before"`
	ThemesGone   int `json:"themes_gone"`
	// Cities and Themes are those that came to a page or left one, greatest
	// loss first.
	Cities List[ValueChange] `json:"cities"`
	Themes List[ValueChange] `json:"themes"`
	// Collapsed are the texts that came in the place of two or more others,
	// most pages first.
	Collapsed List[Collapse] `json:"collapsed"`
	// Retitled are likewise the titles that came in the place of two or more
	// others.
	Retitled List[Collapse] `json:"retitled"`
	// Ranks are the judged pages that stand in another place, in order of the
	// queries.
	Ranks List[RankChange] `json:"ranks"`
}

// List is a list that may have been cut: Count says how many there are in all.
type List[T any] struct {
	Count int `json:"count"`
	First []T `json:"first,omitempty"`
}

// listLimit is how many entries of a List are kept in a file.
const listLimit = 10_000

// add counts an entry, and keeps it if there is room.
func (l *List[T]) add(v T) {
	l.Count++
	if len(l.First) < listLimit {
		l.First = append(l.First, v)
	}
}

// listOf returns a list of all values.
func listOf[T any](values []T) (l List[T]) {
	for _, v := range values {
		l.add(v)
	}
	return l
}

// cut returns the list with no more than n entries.
func (l List[T]) cut(n int) List[T] {
	l.First = l.First[:min(n, len(l.First))]
	return l
}

// PageChange is a page that came, went, or is not what it was.
type PageChange struct {
	ID    string `json:"id"`
	URL   string `json:"url"`
	Title string `json:"title"`
	// Into is the page that has taken in a removed one, or empty.
	Into string `json:"into,omitempty"`
	// Text says that the text of a changed page is another one.
	Text bool `json:"text,omitempty"`
	// Gained and Lost are the cities and themes, such as "city:cork", that a
	// changed page came to be about and is no longer about.
	Gained []string `json:"gained,omitempty"`
	Lost   []string `json:"lost,omitempty"`
}

// ValueChange is a city or theme whose pages are others than before.
type ValueChange struct {
	Value string `json:"value"`
	// Before and After count the documents that are about it.
	Before int `json:"before"`
	After  int `json:"after"`
	// Gained counts documents that are about it and were not, Lost those that
	// were and are no more: After - Before = Gained - Lost.
	Gained int `json:"gained"`
	Lost   int `json:"lost"`
}

// Collapse is a text or title that several pages have now which had texts or
// titles of their own.
type Collapse struct {
	// Title and URL are those of the page that has it now, or of one of them.
	Title string `json:"title"`
	URL   string `json:"url"`
	// Before counts the different texts or titles that gave way to it.
	Before int `json:"before"`
}

// RankChange is a judged page that stands in another place than before.
type RankChange struct {
	Query string `json:"query"`
	URL   string `json:"url"`
	// Before and After are places, 1 for the first, 0 for not found.
	Before int `json:"before"`
	After  int `json:"after"`
}
