package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// otherResponses returns a func that documents what an operation can answer with
// besides a document: problems, and that nothing has changed.
func otherResponses(api huma.API) func(statuses ...int) map[string]*huma.Response {
	schema := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "")
	return func(statuses ...int) map[string]*huma.Response {
		out := map[string]*huma.Response{}
		for _, status := range statuses {
			r := &huma.Response{Description: http.StatusText(status)}
			if status >= http.StatusBadRequest {
				r.Content = map[string]*huma.MediaType{problemType: {Schema: schema}}
			}
			if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
				r.Headers = map[string]*huma.Header{"Retry-After": {
					Description: "After how many seconds trying again can help", Required: true, Schema: &huma.Schema{Type: huma.TypeInteger},
				}}
			}
			out[strconv.Itoa(status)] = r
		}
		return out
	}
}

// linked documents, besides what is in responses, to which operation an answer
// leads on and where in the answer its parameters are found.
func linked(responses map[string]*huma.Response, operation string, params map[string]any) map[string]*huma.Response {
	responses["200"] = &huma.Response{Links: map[string]*huma.Link{operation: {OperationID: operation, Parameters: params}}}
	return responses
}

// tidySpec takes huma's own error types out of the document, since none is ever
// sent, and says of lists and parameters what is true of ours: lists can be
// empty, but are never null, and a query parameter may come without a value
// whatever its schema asks of one.
func tidySpec(spec *huma.OpenAPI) {
	schemas := spec.Components.Schemas.Map()
	delete(schemas, "ErrorModel")
	delete(schemas, "ErrorDetail")
	for _, s := range schemas {
		neverNull(s)
	}
	for _, item := range spec.Paths {
		for _, param := range item.Get.Parameters {
			neverNull(param.Schema)
			param.AllowEmptyValue = param.In == "query" && !takesEmpty(param.Schema)
		}
	}
}

// takesEmpty reports whether an empty value of a parameter fits its schema.
func takesEmpty(s *huma.Schema) bool {
	if s.Type == huma.TypeArray {
		s = s.Items
	}
	return s.Type == huma.TypeString && s.Pattern == "" && len(s.Enum) == 0
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

// specBody writes the OpenAPI document out.
func specBody(spec *huma.OpenAPI) []byte {
	body, err := json.Marshal(spec)
	if err != nil {
		panic(fmt.Sprintf("OpenAPI document: %v", err)) // made of constants
	}
	return body
}

// serveSpec answers with the OpenAPI document.
func serveSpec(body []byte) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Cache-Control", "max-age=300")
		c.Data(http.StatusOK, "application/vnd.oai.openapi+json;version=3.1", body)
	}
}
