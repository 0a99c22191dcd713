package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// Problem is an error as RFC 9457 describes it. Type and Code are stable;
// Detail is for people.
type Problem struct {
	Type   string `json:"type" doc:"A stable URN that ends in the code"`
	Title  string `json:"title" doc:"The meaning of the status"`
	Status int    `json:"status" doc:"The HTTP status"`
	Code   string `json:"code" doc:"What went wrong, for programs" enum:"bad-query-string,unknown-parameter,malformed-parameter,repeated-parameter,invalid-parameter,over-cap,not-found,method-not-allowed,cursor-gone,no-generation,unavailable,rate-limited,overloaded,timeout,internal"`
	Detail string `json:"detail" doc:"What went wrong and what to do about it, for people"`
	Param  string `json:"param,omitempty" doc:"The parameter at fault"`
	Cap    string `json:"cap,omitempty" doc:"The limit that was passed"`
	Limit  int    `json:"limit,omitempty" doc:"The most that is allowed"`
	Got    int    `json:"got,omitempty" doc:"What was asked for"`

	retryAfter string
}

// The codes of problems.
const (
	codeBadQueryString   = "bad-query-string"
	codeUnknown          = "unknown-parameter"
	codeMalformed        = "malformed-parameter"
	codeRepeated         = "repeated-parameter"
	codeInvalid          = "invalid-parameter"
	codeOverCap          = "over-cap"
	codeNotFound         = "not-found"
	codeMethodNotAllowed = "method-not-allowed"
	codeCursorGone       = "cursor-gone"
	codeNoGeneration     = "no-generation"
	codeUnavailable      = "unavailable"
	codeRateLimited      = "rate-limited"
	codeOverloaded       = "overloaded"
	codeTimeout          = "timeout"
	codeInternal         = "internal"
)

const problemType = "application/problem+json"

func newProblem(status int, code, detail string) *Problem {
	return &Problem{
		Type:   "urn:uilsearch:problem:" + code,
		Title:  http.StatusText(status),
		Status: status,
		Code:   code,
		Detail: detail,
	}
}

func paramProblem(status int, code, param, detail string) *Problem {
	p := newProblem(status, code, detail)
	p.Param = param
	return p
}

func (p *Problem) Error() string { return p.Detail }

// GetStatus and the methods below are how huma asks an error for its status,
// media type and headers.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType returns the media type of a problem.
func (p *Problem) ContentType(string) string { return problemType }

// GetHeaders returns Retry-After where trying again can help.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{"Cache-Control": {"no-store"}}
	if p.retryAfter != "" {
		h.Set("Retry-After", p.retryAfter)
	}
	return h
}

// overloaded is the problem of a server that has too much to do.
func overloaded(what string) *Problem {
	p := newProblem(http.StatusServiceUnavailable, codeOverloaded, "More "+what+" are under way than can be worked on at once. Try again in a few seconds.")
	p.retryAfter = "2"
	return p
}

// problem translates an error of the Searcher. What is not known to be the
// caller's doing goes to the log, and the caller gets a short sentence. A caller
// who has hung up gets nothing: problem panics with http.ErrAbortHandler.
func problem(ctx context.Context, err error) error {
	var param *search.ParamError
	var over *querylang.CapError
	switch {
	case errors.Is(err, context.Canceled) && errors.Is(ctx.Err(), context.Canceled):
		panic(http.ErrAbortHandler)
	case errors.As(err, &over):
		p := paramProblem(http.StatusUnprocessableEntity, codeOverCap, "q", err.Error())
		p.Cap, p.Limit, p.Got = over.Cap, over.Limit, over.Got
		return p
	case errors.As(err, &param):
		return paramProblem(http.StatusUnprocessableEntity, codeInvalid, param.Param, param.Error())
	case errors.Is(err, search.ErrNotFound):
		return newProblem(http.StatusNotFound, codeNotFound, "No document has this identifier.")
	case errors.Is(err, search.ErrNoCity):
		return newProblem(http.StatusNotFound, codeNotFound, "No city has this identifier. The facet city has those of all cities that pages are about.")
	case errors.Is(err, search.ErrCursorGone):
		return paramProblem(http.StatusGone, codeCursorGone, "cursor",
			"The cursor belongs to another index or query. Start again: send the same request without cursor, and follow its next_cursor.")
	case errors.Is(err, search.ErrNoGeneration):
		p := newProblem(http.StatusServiceUnavailable, codeNoGeneration, "No index has been published yet. Run uilsearch reindex.")
		p.retryAfter = "30"
		return p
	case errors.Is(err, search.ErrUnavailable):
		p := newProblem(http.StatusServiceUnavailable, codeUnavailable, "The search is not available at the moment. Its operator finds the reason in /readyz.")
		p.retryAfter = "30"
		return p
	case errors.Is(err, search.ErrBusy):
		return overloaded("searches")
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		p := newProblem(http.StatusServiceUnavailable, codeTimeout, "The search took too long. Ask for less, or try again.")
		p.retryAfter = "5"
		return p
	}
	fault(ctx, err)
	return internalProblem()
}

func internalProblem() *Problem {
	return newProblem(http.StatusInternalServerError, codeInternal, "The search failed. The fault is ours and has been logged.")
}

// asProblem turns huma's own errors into Problems, so that there is one kind.
func asProblem(_ huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	if m.Status >= http.StatusInternalServerError {
		return internalProblem(), nil
	}
	if len(m.Errors) == 0 {
		return newProblem(m.Status, codeInvalid, m.Detail), nil
	}
	first := m.Errors[0]
	// Locations read "query.page", "query.city[1]" or "path.name".
	_, param, _ := strings.Cut(first.Location, ".")
	param, _, _ = strings.Cut(param, "[")
	return paramProblem(m.Status, codeInvalid, param, param+": "+first.Message), nil
}

// NotFound answers addresses and methods under /api/ that do not exist, and
// leaves all others to the next handler. It is for NoRoute and NoMethod.
func NotFound(c *gin.Context) {
	if !isOurs(c) {
		return
	}
	p := newProblem(http.StatusNotFound, codeNotFound, "There is nothing at this address. "+Prefix+"/openapi.json lists what there is.")
	if c.Writer.Status() == http.StatusMethodNotAllowed {
		p = newProblem(http.StatusMethodNotAllowed, codeMethodNotAllowed, "This address only answers the methods that Allow names.")
	}
	writeProblem(c, p)
	c.Abort()
}

// OverRate answers a request under /api/ of a client that makes too many, and
// leaves all others to the next handler. The caller has set Retry-After.
func OverRate(c *gin.Context) {
	if !isOurs(c) {
		return
	}
	writeProblem(c, newProblem(http.StatusTooManyRequests, codeRateLimited,
		"More requests came from your address than are taken from one. Wait as many seconds as Retry-After says, and ask more slowly."))
	c.Abort()
}

// Overloaded answers a request under /api/ that comes while too many are being
// worked on, and leaves all others to the next handler.
func Overloaded(c *gin.Context) {
	if !isOurs(c) {
		return
	}
	writeProblem(c, overloaded("requests"))
	c.Abort()
}

// isOurs reports whether a request is for an address under /api/.
func isOurs(c *gin.Context) bool {
	path := c.Request.URL.Path
	return path == "/api" || strings.HasPrefix(path, "/api/")
}

// recoverPanic answers a panic with a problem where nothing has been sent yet, and
// cuts the connection where something has, so that no half answer passes for a
// whole one.
func recoverPanic(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if v == http.ErrAbortHandler || c.Writer.Written() {
			panic(http.ErrAbortHandler)
		}
		c.Error(fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
		writeProblem(c, internalProblem())
		c.Abort()
	}()
	c.Next()
}

func writeProblem(c *gin.Context, p *Problem) {
	body, err := json.Marshal(p)
	if err != nil {
		body = []byte(`{}`)
	}
	for name, values := range p.GetHeaders() {
		c.Writer.Header()[name] = values
	}
	c.Data(p.Status, problemType, body)
}
