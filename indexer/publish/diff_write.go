package publish

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// diffName is the file that holds the Diff of the last run that made one.
const diffName = "last-diff.json"

// Save writes the diff below the data directory. The caller holds the Lock.
func (d *Diff) Save(data string) error {
	if err := saveJSON(data, diffName, d); err != nil {
		return fmt.Errorf("save diff: %w", err)
	}
	return nil
}

// shortLimit is how many entries of each list Short leaves.
const shortLimit = 20

// Short returns the diff with whole counts, but no more than the first 20 of
// each list. That of nil is nil.
func (d *Diff) Short() *Diff {
	if d == nil {
		return nil
	}
	const n = shortLimit
	short := *d
	short.Added, short.Removed, short.Changed = d.Added.cut(n), d.Removed.cut(n), d.Changed.cut(n)
	short.Cities, short.Themes = d.Cities.cut(n), d.Themes.cut(n)
	short.Collapsed, short.Retitled, short.Ranks = d.Collapsed.cut(n), d.Retitled.cut(n), d.Ranks.cut(n)
	return &short
}

// writeLimit is how many entries of each list Write shows.
const writeLimit = 10

// Write tells people what has changed: two lines, and a few more for each list
// that is not empty.
func (d *Diff) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "compared with %s: %d pages added, %d removed, %d changed (%d in their text)\n",
		d.From, d.Added.Count, d.Removed.Count, d.Changed.Count, d.TextChanged)
	fmt.Fprintf(&b, "documents %d → %d, text %d → %d bytes\n", d.DocumentsBefore, d.DocumentsAfter, d.TextBefore, d.TextAfter)
	writeList(&b, "removed", d.Removed, func(p PageChange) string {
		if p.Into != "" {
			return p.URL + " → " + p.Into
		}
		return p.URL
	})
	writeList(&b, "added", d.Added, func(p PageChange) string { return p.URL })
	writeList(&b, "changed", d.Changed, PageChange.tags)
	writeList(&b, "one text in the place of several", d.Collapsed, Collapse.text)
	writeList(&b, "one title in the place of several", d.Retitled, Collapse.text)
	writeList(&b, "cities", d.Cities, ValueChange.text)
	writeList(&b, "themes", d.Themes, ValueChange.text)
	writeList(&b, "judged queries", d.Ranks, func(r RankChange) string {
		return fmt.Sprintf("%s: %s %s, before %s", r.Query, r.URL, place(r.After), place(r.Before))
	})
	_, err := io.WriteString(w, b.String())
	return err
}

// tags returns the address of a changed page, and what it gained and lost.
func (p PageChange) tags() string {
	var b strings.Builder
	b.WriteString(p.URL)
	for _, v := range p.Gained {
		b.WriteString(" +" + v)
	}
	for _, v := range p.Lost {
		b.WriteString(" -" + v)
	}
	return b.String()
}

func (c Collapse) text() string {
	return fmt.Sprintf("%s (%s) in the place of %d", c.URL, c.Title, c.Before)
}

func (v ValueChange) text() string {
	return fmt.Sprintf("%s %d → %d (+%d -%d)", v.Value, v.Before, v.After, v.Gained, v.Lost)
}

// writeList writes the head of a list that is not empty. What comes from pages
// goes to a terminal here, so that control characters become spaces.
func writeList[T any](b *strings.Builder, title string, l List[T], line func(T) string) {
	if l.Count == 0 {
		return
	}
	fmt.Fprintf(b, "%s:\n", title)
	shown := l.cut(writeLimit).First
	for _, v := range shown {
		fmt.Fprintf(b, "  %s\n", strings.Map(printable, line(v)))
	}
	if more := l.Count - len(shown); more > 0 {
		fmt.Fprintf(b, "  and %d more\n", more)
	}
}

func printable(r rune) rune {
	if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
		return ' '
	}
	return r
}
