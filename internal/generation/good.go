package generation

import (
	"context"
	"errors"
	"slices"
	"strings"
	"syscall"
)

// maxLooks is how often Good looks again where a run publishes and removes
// generations under its eyes.
const maxLooks = 5

// Good returns the manifest of the generation to serve, verified: the live
// one, or where that is bad the newest before it that is good, or else the
// newest after it. Those after it may have been rolled back, and so come
// last. A generation is good if it verifies and use, which may be nil, takes it:
// that its engine opens, for one. Skipped holds what is wrong with each one
// passed over. The error is ErrNone where none is good. That the process has
// no descriptors or memory left says nothing of a generation and is returned.
func (s Store) Good(ctx context.Context, analysis int, use func(Manifest) error) (m Manifest, skipped []Damage, err error) {
	for range maxLooks {
		before, stateErr := s.State()
		m, skipped, err = s.good(ctx, analysis, use)
		if !errors.Is(err, ErrNone) || stateErr != nil {
			break
		}
		if after, stateErr := s.State(); stateErr != nil || after == before {
			break
		}
	}
	return m, skipped, err
}

// good is Good at one look.
func (s Store) good(ctx context.Context, analysis int, use func(Manifest) error) (m Manifest, skipped []Damage, err error) {
	candidates, skipped, err := s.Candidates()
	if err != nil {
		return Manifest{}, nil, err
	}
	for _, name := range candidates {
		m, err := s.Verify(ctx, name, analysis)
		if err == nil && use != nil {
			err = use(m)
		}
		if err == nil {
			return m, skipped, nil
		}
		if ctx.Err() != nil {
			return Manifest{}, skipped, ctx.Err()
		}
		if exhausted(err) {
			return Manifest{}, skipped, err
		}
		skipped = append(skipped, damageOf(name, err))
	}
	return Manifest{}, skipped, ErrNone
}

// exhausted reports whether an error is about the process and no file.
func exhausted(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) || errors.Is(err, syscall.ENOMEM)
}

// State stands for what Good would look at: it changes when the pointer moves
// or a generation comes or goes.
func (s Store) State() (string, error) {
	names, err := s.List()
	if err != nil {
		return "", err
	}
	current, err := s.Current()
	if err != nil {
		current = err.Error()
	}
	return current + "\n" + strings.Join(names, "\n"), nil
}

// Candidates returns the generations in the order in which Good tries them, and
// what is wrong with the pointer. The live one is the first even if it is gone,
// unless all are.
func (s Store) Candidates() (names []string, skipped []Damage, err error) {
	all, err := s.List()
	if err != nil {
		return nil, nil, err
	}
	if len(all) == 0 {
		return nil, nil, nil
	}
	current, err := s.Current()
	if errors.Is(err, ErrNone) {
		return all, []Damage{{Generation: currentName, Reason: "the pointer is missing"}}, nil
	}
	if err != nil {
		return all, []Damage{damageOf(currentName, err)}, nil
	}
	var before, after []string
	for _, name := range all {
		switch strings.Compare(name, current) {
		case -1:
			before = append(before, name)
		case 1:
			after = append(after, name)
		}
	}
	return slices.Concat([]string{current}, before, after), nil, nil
}

// damageOf returns the error of a check as Damage, so that a generation that
// cannot be read is passed over like a bad one.
func damageOf(name string, err error) Damage {
	var d *Damage
	if errors.As(err, &d) {
		return *d
	}
	return Damage{Generation: name, Reason: err.Error()}
}
