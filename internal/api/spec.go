package api

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"runtime/debug"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// problemResponses returns a func that documents the problems an operation can
// answer with.
func problemResponses(api huma.API) func(statuses ...int) map[string]*huma.Response {
	schema := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "")
	return func(statuses ...int) map[string]*huma.Response {
		out := map[string]*huma.Response{}
		for _, status := range statuses {
			out[strconv.Itoa(status)] = &huma.Response{
				Description: http.StatusText(status),
				Content:     map[string]*huma.MediaType{problemType: {Schema: schema}},
			}
		}
		return out
	}
}

// tidySchemas takes huma's own error types out of the document, since none is
// ever sent, and says of lists what is true of ours: they can be empty, but
// are never null.
func tidySchemas(spec *huma.OpenAPI) {
	schemas := spec.Components.Schemas.Map()
	delete(schemas, "ErrorModel")
	delete(schemas, "ErrorDetail")
	for _, s := range schemas {
		neverNull(s)
	}
	for _, item := range spec.Paths {
		for _, param := range item.Get.Parameters {
			neverNull(param.Schema)
		}
	}
}

func neverNull(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == huma.TypeArray {
		s.Nullable = false
	}
	for _, p := range s.Properties {
		neverNull(p)
	}
	if values, ok := s.AdditionalProperties.(*huma.Schema); ok {
		neverNull(values)
	}
	neverNull(s.Items)
}

// serveSpec answers with the OpenAPI document, written out once.
func serveSpec(spec *huma.OpenAPI) gin.HandlerFunc {
	body, err := json.Marshal(spec)
	if err != nil {
		panic(fmt.Sprintf("OpenAPI document: %v", err)) // made of constants
	}
	return func(c *gin.Context) {
		c.Header("Cache-Control", "max-age=300")
		c.Data(http.StatusOK, "application/vnd.oai.openapi+json;version=3.1", body)
	}
}

func logPanic(ctx context.Context, log *slog.Logger, route string, v any) {
	log.ErrorContext(ctx, "panic in a request", "route", route, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
}
