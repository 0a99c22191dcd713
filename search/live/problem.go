package live

import (
	"errors"

	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/search"
)

// problem is what is wrong, in words; empty for nothing.
type problem struct {
	// generation says why what is served is not the live generation, list why
	// the hidden list is not obeyed as it is.
	generation, list string
}

func (p problem) String() string {
	if p.generation == "" || p.list == "" {
		return p.generation + p.list
	}
	return p.generation + "; " + p.list
}

// errNothing is the problem of a store that has lost all it had.
var errNothing = errors.New("nothing is published any more; what was published last is still served")

// unusable is search.ErrUnavailable, and says why to those who look at the
// store.
type unusable struct{ why string }

func (e unusable) Error() string { return "nothing that is published can be served: " + e.why }

func (e unusable) Is(target error) bool { return target == search.ErrUnavailable }

// nothingGood returns what is wrong where the store has nothing good, and has
// Status say it.
func (x *Index) nothingGood(skipped []generation.Damage, served bool) error {
	switch {
	case len(skipped) > 0:
		x.setGenerationProblem(skipped[0].Error())
		return unusable{skipped[0].Error()}
	case served:
		return x.cannotLook(errNothing)
	}
	x.setGenerationProblem("")
	return search.ErrNoGeneration
}

// cannotLook has Status say err, and returns it.
func (x *Index) cannotLook(err error) error {
	x.setGenerationProblem(err.Error())
	return err
}

// passedOver says what was passed over for what is served; nothing is well.
func (x *Index) passedOver(skipped []generation.Damage) {
	problem := ""
	if len(skipped) > 0 {
		problem = skipped[0].Error()
	}
	if x.generationProblem() != problem && problem != "" {
		x.log.Warn("generation passed over", "problem", problem)
	}
	x.setGenerationProblem(problem)
}

// unanswered is the error for those who ask where nothing is served. The caller
// holds mu.
func (x *Index) unanswered() error {
	if x.problem == (problem{}) {
		return search.ErrNoGeneration
	}
	return search.ErrUnavailable
}

func (x *Index) generationProblem() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.problem.generation
}

func (x *Index) setGenerationProblem(problem string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.problem.generation = problem
}
