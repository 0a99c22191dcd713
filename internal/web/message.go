package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/uilsearch/uilsearch/search"
)

// message is a page that has only something to say.
type message struct {
	Heading string
	Lines   []string
	// Command is what to type into a terminal, for whoever runs the server.
	Command string
}

func (s *Site) say(c *gin.Context, status int, m message) {
	c.Header("ETag", "") // a page that could not be finished may have set one
	s.render(c, status, "message", frame{Title: m.Heading, Robots: noIndex, Page: m})
}

// fail translates an error of the Searcher into a page.
func (s *Site) fail(c *gin.Context, err error) {
	var param *search.ParamError
	switch {
	case errors.Is(err, context.Canceled) && gone(c.Request):
		panic(http.ErrAbortHandler) // nobody is there to read an answer
	case errors.Is(err, search.ErrUnavailable):
		c.Header("Retry-After", "30")
		s.say(c, http.StatusServiceUnavailable, message{
			Heading: "The search is not available",
			Lines:   []string{"Try again in a few minutes. Whoever runs this server finds the reason in /readyz at its address for operators, and in its log."},
		})
	case errors.Is(err, search.ErrNoGeneration):
		c.Header("Retry-After", "30")
		s.say(c, http.StatusServiceUnavailable, message{
			Heading: "Nothing to search yet",
			Lines:   []string{"No index has been published. Whoever runs this server can build one from the pages that were ingested:"},
			Command: "uilsearch ingest FOLDER\nuilsearch reindex",
		})
	case errors.Is(err, search.ErrNotFound):
		s.say(c, http.StatusNotFound, message{
			Heading: "This page is not in the index",
			Lines:   []string{"It may have been taken out, or the address may be misspelt. A search for words of its title will tell."},
		})
	case errors.As(err, &param):
		s.say(c, http.StatusUnprocessableEntity, message{Heading: "This search cannot be carried out", Lines: []string{param.Error()}})
	case errors.Is(err, search.ErrBusy):
		c.Header("Retry-After", "2")
		s.say(c, http.StatusServiceUnavailable, message{
			Heading: "The server is busy",
			Lines:   []string{"More searches are under way than it can work on at once. Try again in a few seconds."},
		})
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		c.Header("Retry-After", "5")
		s.say(c, http.StatusServiceUnavailable, message{
			Heading: "The search took too long",
			Lines:   []string{"The server is busy. Try again in a few seconds, or ask for less."},
		})
	default:
		c.Error(err) // for the log of the router
		s.sayFault(c)
	}
}

func (s *Site) sayFault(c *gin.Context) {
	s.say(c, http.StatusInternalServerError, message{
		Heading: "Something went wrong",
		Lines:   []string{"The fault is ours and has been noted. Try again; if it stays, tell us the number of the request: " + c.Writer.Header().Get(RequestID)},
	})
}

// NotFound answers addresses and methods that do not exist.
func (s *Site) NotFound(c *gin.Context) {
	if c.Writer.Status() == http.StatusMethodNotAllowed {
		s.say(c, http.StatusMethodNotAllowed, message{Heading: "This address cannot be used like that", Lines: []string{"It only answers GET."}})
		return
	}
	s.say(c, http.StatusNotFound, message{Heading: "There is nothing at this address", Lines: []string{"The link may be old or misspelt. Search for what you were looking for."}})
}

// recover answers a panic with a page where nothing has been sent yet, and
// cuts the connection where something has.
func (s *Site) recover(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if v == http.ErrAbortHandler || c.Writer.Written() {
			panic(http.ErrAbortHandler)
		}
		c.Error(panicked(v))
		s.sayFault(c)
		c.Abort()
	}()
	c.Next()
}
