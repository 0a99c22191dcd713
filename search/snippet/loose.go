package snippet

// sighting is a word of a phrase with slop that was seen in a passage.
type sighting struct {
	phrase, word int
	// from and to are the units that it takes.
	from, to int
}

// matchLoose marks the words of a phrase with slop wherever all of them stand
// within its reach. Sightings are in the order of the text.
func (m *Marker) matchLoose(phrase int) {
	p := m.loose[phrase]
	var seen []sighting
	for _, s := range m.near {
		if s.phrase == phrase {
			seen = append(seen, s)
		}
	}
	have := make([]int, len(p.need))
	missing := len(p.need)
	left, marked := 0, 0
	for right, s := range seen {
		if have[s.word]++; have[s.word] == p.need[s.word] {
			missing--
		}
		// The words before left are not needed for those up to right.
		for missing == 0 && have[seen[left].word] > p.need[seen[left].word] {
			have[seen[left].word]--
			left++
		}
		if missing > 0 || s.to-seen[left].from > p.reach {
			continue
		}
		for marked = max(marked, left); marked <= right; marked++ {
			first, last := m.units[seen[marked].from], m.units[seen[marked].to-1]
			m.found = append(m.found, match{first.start, last.end, p.bit})
		}
	}
}
