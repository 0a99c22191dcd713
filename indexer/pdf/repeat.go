package pdf

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// A line is taken for a running header or footer if it is one of the outer
// lines of a page and stands on at least this many pages and this part of them.
const (
	outerLines   = 2
	minRepeats   = 3
	minShare     = 0.5
	maxRepeated  = 200 // bytes
	minNumbering = 2   // pages, of a number alone on its line
)

// withoutRepeated returns the pages without running headers, footers and page
// numbers: outer lines that are the same on most pages but for a number that
// counts the pages.
func withoutRepeated(pages [][]line) [][]line {
	counts := map[string]int{}
	withText := 0
	for i, lines := range pages {
		if len(lines) > 0 {
			withText++
		}
		seen := map[string]bool{}
		for _, at := range outer(lines) {
			for _, key := range keys(lines[at].text, i+1) {
				if !seen[key] {
					seen[key] = true
					counts[key]++
				}
			}
		}
	}
	out := make([][]line, len(pages))
	for i, lines := range pages {
		drop := map[int]bool{}
		for _, at := range outer(lines) {
			drop[at] = slices.ContainsFunc(keys(lines[at].text, i+1), func(key string) bool { return repeats(key, counts[key], withText) })
		}
		for at, l := range lines {
			if !drop[at] {
				out[i] = append(out[i], l)
			}
		}
	}
	return out
}

// repeats reports whether lines with a key are no text: they stand on n of all
// pages.
func repeats(key string, n, all int) bool {
	least := minRepeats
	if strings.HasPrefix(key, numbering) && strings.Trim(key, numbering+"-–—|·+0123456789 ") == "" {
		least = minNumbering
	}
	return n >= least && float64(n) >= minShare*float64(all)
}

// outer returns the indexes of the lines at the top and the bottom of a page.
func outer(lines []line) []int {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lines[b].bottom, lines[a].bottom) })
	if len(order) <= 2*outerLines {
		return order
	}
	return append(order[:outerLines:outerLines], order[len(order)-outerLines:]...)
}

// numbering begins the key of a line that counts the pages.
const numbering = "\x00"

// keys returns what a line may share with the same line of other pages: itself,
// and itself with its first or last number as the distance from the page's.
func keys(text string, page int) []string {
	if len(text) > maxRepeated {
		return nil
	}
	out := []string{text}
	first := strings.IndexAny(text, digits)
	if first < 0 {
		return out
	}
	end := first + len(text[first:]) - len(strings.TrimLeft(text[first:], digits))
	out = append(out, relative(text, first, end, page)...)
	end = strings.LastIndexAny(text, digits) + 1
	last := len(strings.TrimRight(text[:end], digits))
	if last != first {
		out = append(out, relative(text, last, end, page)...)
	}
	return out
}

const digits = "0123456789"

// relative returns a text with the number from start to end as its distance
// from page.
func relative(text string, start, end, page int) []string {
	n, err := strconv.Atoi(text[start:end])
	if err != nil || n > 100_000 {
		return nil
	}
	return []string{numbering + text[:start] + "+" + strconv.Itoa(n-page) + text[end:]}
}
