package querylang

// Content returns the kids of a Group that its Min is about: those that are
// not light words, or all of them if all are light.
func Content(kids []Node) []Node {
	var content []Node
	for _, k := range kids {
		if w, ok := k.(Word); !ok || !w.Light {
			content = append(content, k)
		}
	}
	if len(content) == 0 {
		return kids
	}
	return content
}
