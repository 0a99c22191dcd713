package labelled

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// Floors are the least that an evaluation must reach, by name of the figure:
// a measure with ".precision", ".recall" or ".f1", "theme.macro_f1", all from 0
// to 1, and "pages", the number of pages that are judged.
type Floors map[string]float64

// The figures that belong to no measure.
const (
	pagesFigure = "pages"
	macroFigure = "theme.macro_f1"
)

// ReadFloors reads a JSON object of floors. The error says which name or number
// is none.
func ReadFloors(content []byte) (Floors, error) {
	var f Floors
	if err := json.Unmarshal(content, &f); err != nil {
		return nil, fmt.Errorf("want a JSON object of figures, as {\"city.precision\": 0.98}: %w", err)
	}
	known := (&Evaluation{}).figures()
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if _, ok := known[name]; !ok {
			return nil, fmt.Errorf("%q is no figure; they are %s", name, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		}
		if f[name] < 0 || name != pagesFigure && f[name] > 1 {
			return nil, fmt.Errorf("%s: %v; write a number from 0 to 1", name, f[name])
		}
	}
	if len(f) == 0 {
		return nil, fmt.Errorf("no figure; they are %s", strings.Join(slices.Sorted(maps.Keys(known)), ", "))
	}
	return f, nil
}

// figures returns every figure by name, NaN where it was not judged.
func (e *Evaluation) figures() map[string]float64 {
	out := map[string]float64{pagesFigure: float64(e.All.Pages), macroFigure: e.ThemeMacroF1()}
	for _, m := range Measures() {
		s := e.All.Of(m)
		out[string(m)+".precision"], out[string(m)+".recall"], out[string(m)+".f1"] = s.Precision(), s.Recall(), s.F1()
	}
	return out
}

// Floors returns the floors that the evaluation just reaches: all figures that
// were judged, rounded down to three places.
func (e *Evaluation) Floors() Floors {
	out := Floors{}
	for name, v := range e.figures() {
		if !math.IsNaN(v) {
			out[name] = math.Floor(v*1000) / 1000
		}
	}
	return out
}

// Below returns a phrase for each figure that is below its floor, in the order
// of their names. What was not judged is below every floor.
func (f Floors) Below(e *Evaluation) []string {
	var out []string
	figures := e.figures()
	for _, name := range slices.Sorted(maps.Keys(f)) {
		switch got := figures[name]; {
		case math.IsNaN(got):
			out = append(out, fmt.Sprintf("%s is not judged, want %v", name, f[name]))
		case got < f[name]:
			out = append(out, fmt.Sprintf("%s is %.4g, want %v", name, got, f[name]))
		}
	}
	return out
}
