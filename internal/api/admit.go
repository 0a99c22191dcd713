package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
)

// admit checks the form of a query string before huma reads it, because huma
// takes a bad escape for an empty query, drops repeated values in silence and
// lets an empty value past an enum, or any number of values behind an empty
// one. A parameter without a value counts as absent, as HTML forms mean it.
func admit(ctx huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(ctx)
	values, problem := readQuery(c.Request.URL.RawQuery, ctx.Operation().Parameters)
	if problem != nil {
		writeProblem(c, problem)
		return
	}
	c.Request.URL.RawQuery = values.Encode()
	next(huma.WithValue(ctx, requestKey{}, c))
}

// requestKey finds the request in the context of a handler, to which huma gives
// nothing else.
type requestKey struct{}

// fault leaves an error for the log of the router.
func fault(ctx context.Context, err error) {
	if c, ok := ctx.Value(requestKey{}).(*gin.Context); ok {
		c.Error(err)
	}
}

// readQuery returns the parameters that have a value, or what is wrong with
// the form of the first, by name, that no operation could read.
func readQuery(raw string, known []*huma.Param) (url.Values, *Problem) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, newProblem(http.StatusBadRequest, codeBadQueryString,
			"The query string is not well formed ("+err.Error()+"). Write % as %25, & as %26 and ; as %3B.")
	}
	params := map[string]*huma.Param{}
	for _, p := range known {
		if p.In == "query" {
			params[p.Name] = p
		}
	}
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		param, ok := params[name]
		if !ok {
			return nil, unknownParam(name, params)
		}
		if most := param.Schema.MaxItems; most != nil && len(values[name]) > *most {
			return nil, paramProblem(http.StatusUnprocessableEntity, codeInvalid, name,
				fmt.Sprintf("%s: send at most %d values, not %d", name, *most, len(values[name])))
		}
		given := slices.DeleteFunc(values[name], func(v string) bool { return v == "" })
		if problem := checkForm(param, given); problem != nil {
			return nil, problem
		}
		if values[name] = given; len(given) == 0 {
			delete(values, name)
		}
	}
	return values, nil
}

func unknownParam(name string, known map[string]*huma.Param) *Problem {
	names := make([]string, 0, len(known))
	for n := range known {
		names = append(names, n)
	}
	sort.Strings(names)
	detail := fmt.Sprintf("There is no parameter %q here; there are %s.", name, strings.Join(names, ", "))
	if len(names) == 0 {
		detail = fmt.Sprintf("There is no parameter %q here; this address takes none.", name)
	}
	return paramProblem(http.StatusBadRequest, codeUnknown, strings.ToValidUTF8(name, "�"), detail)
}

// checkForm reports values that cannot be read as what the parameter is.
// Whether what was read can be used is for validation to say.
func checkForm(param *huma.Param, given []string) *Problem {
	if len(given) > 1 && param.Schema.Type != huma.TypeArray {
		return paramProblem(http.StatusBadRequest, codeRepeated, param.Name,
			fmt.Sprintf("%s: send it once, not %d times", param.Name, len(given)))
	}
	for _, v := range given {
		want := ""
		switch {
		case !utf8.ValidString(v):
			want = "text in UTF-8"
		case param.Schema.Type == huma.TypeInteger && !isInteger(v):
			want = "a whole number"
		case param.Schema.Type == huma.TypeBoolean && !isBoolean(v):
			want = "1 or 0"
		}
		if want != "" {
			return paramProblem(http.StatusBadRequest, codeMalformed, param.Name, fmt.Sprintf("%s: %q is not %s", param.Name, v, want))
		}
	}
	return nil
}

func isInteger(s string) bool {
	_, err := strconv.ParseInt(s, 10, 64)
	return err == nil
}

func isBoolean(s string) bool {
	_, err := strconv.ParseBool(s)
	return err == nil
}
