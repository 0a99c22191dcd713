package link

import (
	"cmp"
	"slices"
)

const (
	// nearShare is the least part of the shingles of two texts together that
	// both have where they are near-duplicates, in percent; shingles that more
	// than maxShared texts have are left out on both sides. Of two texts of one
	// length that is two thirds of each: an opening paragraph or a footer is not
	// enough, unless there is little else.
	//
	// A pair of which the part s is common agrees in all rows of one of the bands
	// with probability 1-(1-s^rows)^bands (Leskovec, Rajaraman and Ullman, Mining
	// of Massive Datasets, 3.4), and only then is it looked at:
	//
	//	s      0.05   0.1    0.2    0.3    0.4    0.5    0.6     0.7
	//	found  .0004  .0064  .0974  .4060  .8095  .9839  .99986  .99999998
	//
	// Whether it is near is then judged by all values, whose agreement is off
	// from s by more than e with a probability of at most 2·exp(-2·values·e²)
	// (Hoeffding, for hashes that are independent): .012 for e = 0.1. So a pair
	// that shares .6 is missed in fewer than 7 of 1,000 cases, one that shares .4
	// is called near in fewer than 7 of 1,000, and one that shares .35 in fewer
	// than 1 of 100,000. Equal texts are always found.
	nearShare = 50
	// equalShare is the same for two texts that are one page, with nothing left
	// out.
	equalShare = 80
	// maxShared is the most texts that a shingle can make near-duplicates of.
	// What more have is a template: a footer, a notice, the words around the
	// number of a page that is not found. It also bounds the work, as no bucket
	// that is looked into holds more.
	maxShared = 50
	// minAgree is the fewest values, of all of them, that two texts agree in
	// beside templates: fewer are too few to judge by.
	minAgree = values / 8
	// maxNear is how many near-duplicates a document names: those that are the
	// most alike.
	maxNear = 20
)

// class is the documents that have one text, in order of their addresses.
type class struct {
	docs []*resolved
	text *signature
	// shared marks the values that more than maxShared classes have.
	shared marks
}

// joinNearDuplicates gives each document those with almost the same text. Equal
// texts are one class, and only classes are compared, so that a thousand copies
// of one text cost no more than one. The order of docs makes no difference.
func joinNearDuplicates(docs []*resolved) {
	classes := newClasses(docs)
	near := nearClasses(classes)
	for i := range classes {
		for _, d := range classes[i].docs {
			d.near = collect(d, &classes[i], near[i], classes)
		}
	}
}

// newClasses sorts the documents into classes.
func newClasses(docs []*resolved) []class {
	slices.SortFunc(docs, func(a, b *resolved) int {
		return cmp.Or(slices.Compare(a.text[:], b.text[:]), cmp.Compare(a.url, b.url))
	})
	var classes []class
	for i := 0; i < len(docs); {
		end := i + 1
		for end < len(docs) && *docs[end].text == *docs[i].text {
			end++
		}
		classes = append(classes, class{docs: docs[i:end], text: docs[i].text})
		i = end
	}
	markShared(classes)
	return classes
}

// markShared finds the values that too many classes have.
func markShared(classes []class) {
	count := make([]int32, 1<<16)
	for i := range values {
		clear(count)
		for k := range classes {
			count[classes[k].text.value(i)]++
		}
		for k := range classes {
			if count[classes[k].text.value(i)] > maxShared {
				classes[k].shared.set(i)
			}
		}
	}
}

// collect returns the documents that one of a class is near to.
func collect(d *resolved, own *class, near nearest, classes []class) []*resolved {
	var out []*resolved
	take := func(docs []*resolved) {
		for _, other := range docs {
			if len(out) == maxNear {
				return
			}
			if other != d {
				out = append(out, other)
			}
		}
	}
	take(own.docs)
	for _, n := range near {
		take(classes[n.class].docs)
	}
	return out
}

// candidate is a class in the order of one band.
type candidate struct {
	band  uint64
	class int32
}

// nearClasses returns for each class those near to it. It holds one band at a
// time, and compares each class with fewer than maxShared others for a band.
func nearClasses(classes []class) []nearest {
	near := make([]nearest, len(classes))
	var sorted []candidate
	for band := range bands {
		sorted = order(classes, band, sorted[:0])
		for i, a := range sorted {
			for _, b := range sorted[i+1:] {
				if b.band != a.band {
					break
				}
				join(near, classes, a.class, b.class)
			}
		}
	}
	return near
}

// order appends the classes that a band can make near to each other, those of
// one bucket together.
func order(classes []class, band int, to []candidate) []candidate {
	for i := range classes {
		if !classes[i].isTemplate(band) {
			to = append(to, candidate{classes[i].text[band], int32(i)})
		}
	}
	slices.SortFunc(to, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.band, b.band), cmp.Compare(a.class, b.class))
	})
	return to
}

// isTemplate reports whether all values of a band are shared by too many.
func (c *class) isTemplate(band int) bool {
	const row = 1<<rows - 1
	return c.shared[band*rows/64]>>(band*rows%64)&row == row
}
