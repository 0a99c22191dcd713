package searchtest

import (
	"context"

	"github.com/uilsearch/uilsearch/search"
)

// Know adds to what is known of cities.
func (m *Memory) Know(cities ...search.City) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.cities == nil {
		m.cities = map[string]search.City{}
	}
	for _, c := range cities {
		m.cities[c.ID] = c
	}
}

// City returns what Know was told of a city, or search.ErrNoCity.
func (m *Memory) City(_ context.Context, id string) (search.CityAnswer, error) {
	status := m.Status()
	if status.Generation == "" {
		return search.CityAnswer{}, search.ErrNoGeneration
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.cities[id]
	if !ok {
		return search.CityAnswer{}, search.ErrNoCity
	}
	return search.CityAnswer{City: c, Generation: status.Generation, BuiltAt: status.BuiltAt, Edition: status.Edition}, nil
}
