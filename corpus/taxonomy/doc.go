// Package taxonomy holds the cities, countries, regions and themes that pages
// are tagged with, their names in every script, and the matcher that finds
// those names in a text and abstains where a name is not safe alone.
package taxonomy
