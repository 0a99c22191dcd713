package link

import (
	"cmp"
	"slices"
)

// nearest are the classes nearest to one, the most alike first, at most maxNear
// of them.
type nearest []nearby

// nearby is a class that is near another one; share is how much of their texts
// is common, from 0 to values.
type nearby struct {
	class int32
	share int16
}

func (n nearest) with(one nearby) nearest {
	i, known := slices.BinarySearchFunc(n, one, func(a, b nearby) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.class, b.class))
	})
	if known || i == maxNear {
		return n
	}
	n = slices.Insert(n, i, one)
	return n[:min(len(n), maxNear)]
}

// join compares two classes, and notes each with the other if they are near.
func join(near []nearest, classes []class, a, b int32) {
	share, ok := classes[a].nearTo(&classes[b])
	if !ok {
		return
	}
	near[a] = near[a].with(nearby{b, share})
	near[b] = near[b].with(nearby{a, share})
}

// nearTo reports whether two texts are near-duplicates, and how much of them is
// common, templates left out.
func (c *class) nearTo(o *class) (share int16, ok bool) {
	agree := c.text.agree(o.text)
	template := agree.and(&c.shared)
	left := values - template.count()
	same := agree.count() - template.count()
	if same < minAgree || 100*same < nearShare*left {
		return 0, false
	}
	return int16(values * same / left), true
}
