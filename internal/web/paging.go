package web

import "github.com/uilsearch/uilsearch/search"

// pageLink is one number of the paging; without a URL it is a gap.
type pageLink struct {
	Number  int
	URL     string
	Current bool
}

// pageLinks returns the first page, the pages around this one and the last,
// with gaps between, and the addresses before and after. There are no numbers
// where one page holds everything.
func pageLinks(st state, total int) (links []pageLink, prev, next string) {
	last := min((total+search.DefaultPerPage-1)/search.DefaultPerPage, lastPage)
	if st.page > 1 && last > 0 {
		prev = st.withPage(min(st.page-1, last)).url()
	}
	if st.page < last {
		next = st.withPage(st.page + 1).url()
	}
	if last < 2 {
		return nil, prev, next
	}
	for n := 1; n <= last; n++ {
		near := n >= st.page-2 && n <= st.page+2
		switch {
		case n == 1 || n == last || near:
			links = append(links, pageLink{n, st.withPage(n).url(), n == st.page})
		case links[len(links)-1].URL != "":
			links = append(links, pageLink{})
		}
	}
	return links, prev, next
}
