package config

import "slices"

// nearest returns the word that takes the fewest edits to become the given
// one; of equals, the first in order of the alphabet.
func nearest(given string, words []string) string {
	return slices.MinFunc(slices.Sorted(slices.Values(words)), func(a, b string) int {
		return edits(given, a) - edits(given, b)
	})
}

// edits returns the Levenshtein distance of two strings, in bytes.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
