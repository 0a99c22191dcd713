// Package api answers programs: the JSON search API under /api/v1, described
// by an OpenAPI document made from the same Go types that read the requests.
package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// Prefix begins the path of every address of the API.
const Prefix = "/api/v1"

// Searcher answers from the generation that is live at the moment of the call.
// Its methods are safe for concurrent use. Besides a context's error they
// return *search.ParamError, search.ErrNotFound, search.ErrNoCity,
// search.ErrCursorGone, search.ErrNoGeneration, search.ErrUnavailable and
// search.ErrBusy; every other error is taken for a fault of ours. What they return may be shared, and is
// not changed here.
type Searcher interface {
	// Search reads q.Text and answers q.
	Search(ctx context.Context, q search.Query) (search.Answer, error)
	// Document returns one document with the labels of its tags.
	Document(ctx context.Context, id corpus.ID) (search.DocumentAnswer, error)
	// Facet answers q with one facet: every value, largest first, of which the
	// folded label or another known name has contains in it.
	Facet(ctx context.Context, q search.Query, facet, contains string) (search.Answer, error)
	// City returns what is known of a member city.
	City(ctx context.Context, id string) (search.CityAnswer, error)
	// Status says which generation is served.
	Status() search.Status
}

// Options are what Register can do without.
type Options struct {
	// Version is that of the program, as the OpenAPI document states it; answers
	// of another one have other ETags. Empty is "dev".
	Version string
}

// service holds what the handlers share.
type service struct {
	search Searcher
	// form changes with the program and with the form of its answers.
	form string
}

// Register adds the routes of the API to router. The detail of faults is left in
// the Errors of the context, for the router to log. Unknown addresses under
// /api/ are for NotFound, which the caller adds to the router's NoRoute and
// NoMethod.
func Register(router *gin.Engine, s Searcher, o Options) {
	if o.Version == "" {
		o.Version = "dev"
	}
	svc := &service{search: s}
	group := router.Group("", recoverPanic)
	api := humagin.NewWithGroup(router, group, config(o.Version))
	api.UseMiddleware(admit)
	svc.addOperations(api)
	spec := specBody(api.OpenAPI())
	svc.form = hash(spec)
	group.GET(Prefix+"/openapi.json", serveSpec(spec))
	answerHead(router, group)
}

// answerHead lets every address of the API that answers GET answer HEAD.
func answerHead(router *gin.Engine, group *gin.RouterGroup) {
	for _, r := range router.Routes() {
		if r.Method == http.MethodGet && strings.HasPrefix(r.Path, Prefix+"/") {
			group.HEAD(r.Path, r.HandlerFunc)
		}
	}
}

func config(version string) huma.Config {
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title:       "uilsearch",
				Version:     version,
				Description: "Full-text and faceted search over news and case studies of learning cities. Every tag comes with its evidence.",
			},
			Components: &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)},
		},
		Formats:       huma.DefaultFormats,
		DefaultFormat: "application/json",
		Transformers:  []huma.Transformer{asProblem},
	}
}

func (s *service) addOperations(api huma.API) {
	others := otherResponses(api)
	huma.Register(api, huma.Operation{
		OperationID: "search", Method: http.MethodGet, Path: Prefix + "/search",
		Summary:   "Search pages",
		Responses: linked(others(304, 400, 410, 422, 429, 500, 503), "document", map[string]any{"id": "$response.body#/hits/0/id"}),
	}, s.searchPages)
	huma.Register(api, huma.Operation{
		OperationID: "document", Method: http.MethodGet, Path: Prefix + "/documents/{id}",
		Summary:   "One document with its text, its tags and the evidence for each tag",
		Responses: others(304, 400, 404, 422, 429, 500, 503),
	}, s.document)
	huma.Register(api, huma.Operation{
		OperationID: "city", Method: http.MethodGet, Path: Prefix + "/cities/{id}",
		Summary:     "A member city with its names, position and awards",
		Description: "Names and positions are from GeoNames (https://www.geonames.org), CC BY 4.0, selected, reduced and corrected: whoever shows them says so. Sources has it for each city.",
		Responses:   others(304, 400, 404, 422, 429, 500, 503),
	}, s.city)
	huma.Register(api, huma.Operation{
		OperationID: "facet", Method: http.MethodGet, Path: Prefix + "/facets/{name}",
		Summary:   "The values of one facet within the results of a search",
		Responses: others(304, 400, 422, 429, 500, 503),
	}, s.facet)
	huma.Register(api, huma.Operation{
		OperationID: "generation", Method: http.MethodGet, Path: Prefix + "/generation",
		Summary:   "Which index answers, and how old it is",
		Responses: others(400, 429, 500, 503),
	}, s.generation)
	tidySpec(api.OpenAPI())
}
