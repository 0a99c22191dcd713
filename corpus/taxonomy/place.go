package taxonomy

// Place is a name of a city or country found in a text.
type Place struct {
	// Start and End are byte offsets into the text.
	Start, End int
	// Facet is "city" or "country".
	Facet string
	// Value is the identifier, Label the name in English.
	Value, Label string
}
