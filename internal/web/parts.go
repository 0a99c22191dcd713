package web

import "github.com/gin-gonic/gin"

// makings is how often a page is made before it is sent as it came out.
const makings = 2

// parts watches over a page that several answers make up: they must all come,
// and of one edition, or else its ETag would name what no edition gives.
type parts struct {
	edition string // of the first answer
	missing bool   // one has not come
	mixed   bool   // one is of another edition: the index was swapped meanwhile
}

// add notes a further answer.
func (p *parts) add(edition string, err error) {
	if err != nil {
		p.missing = true
		return
	}
	p.mixed = p.mixed || edition != p.edition
}

// settled reports whether a page may be sent after so many makings, from 1: not
// where making it anew can help. A page that is not whole then loses its name.
func (p *parts) settled(c *gin.Context, making int) bool {
	if p.mixed && making < makings {
		return false
	}
	if p.mixed || p.missing {
		unfinished(c)
	}
	return true
}
