package querylang

import "unicode/utf8"

// MaxEdits returns how many letters a fuzzy word may differ in from the folded
// term: one up to five letters, two above. Every engine keeps to it.
func MaxEdits(term string) int {
	if utf8.RuneCountInString(term) <= 5 {
		return 1
	}
	return 2
}

// WithinEdits reports whether at most limit insertions, deletions and
// replacements of letters turn a into b.
func WithinEdits(a, b string, limit int) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > limit {
		return false
	}
	row := make([]int, len(x)+1)
	for i := range row {
		row[i] = i
	}
	for j, want := range y {
		diagonal, least := row[0], j+1
		row[0] = j + 1
		for i, have := range x {
			cost := diagonal
			if have != want {
				cost = 1 + min(diagonal, row[i], row[i+1])
			}
			diagonal, row[i+1] = row[i+1], cost
			least = min(least, cost)
		}
		if least > limit {
			return false
		}
	}
	return row[len(x)] <= limit
}
