package corpus

import "strings"

// keptHeaders are the headers of a response that say something of its page, by
// canonical name. Of those that are true a server may send several, which all
// count; of the others the first does.
var keptHeaders = map[string]bool{
	"Content-Disposition": false, "Content-Language": true, "Content-Location": false, "Content-Type": false, "Date": false, "Etag": false,
	"Expires": false, "Last-Modified": false, "Link": true, "Refresh": false, "X-Robots-Tag": true,
}

// KeptHeader returns what of the headers of a response, which are by canonical
// name, is kept as Page.Header, or nil where that is nothing. The values are
// UTF-8. Several headers of one name stand in one value, a line each: with
// commas between them, what one says of one robot only would spread to the
// next.
func KeptHeader(response map[string][]string) map[string]string {
	var kept map[string]string
	for name, several := range keptHeaders {
		values := response[name]
		if len(values) > 1 && !several {
			values = values[:1]
		}
		value := strings.ToValidUTF8(strings.Join(values, "\n"), "\uFFFD")
		if value == "" {
			continue
		}
		if kept == nil {
			kept = map[string]string{}
		}
		kept[name] = value
	}
	return kept
}
