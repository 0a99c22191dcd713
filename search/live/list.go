package live

import (
	"context"
	"fmt"
	"time"

	"github.com/uilsearch/uilsearch/internal/hidden"
)

// listTime is how long a look at the hidden list is waited for. It goes on
// behind, and until it ends there is no other: a disk that hangs holds up
// neither the store nor the end of the process.
const listTime = 2 * time.Second

var errSlowList = fmt.Errorf("hidden list: it could not be read within %v", listTime)

// hiddenList is the list that is obeyed.
type hiddenList struct {
	list hidden.List
	// read says that there is one: that a list could be read.
	read bool
	// seen is what the last look saw, if it saw a list.
	seen *hidden.List
}

// look takes in what a look saw. What is added is obeyed at once, what is taken
// out only when the next look sees the same, for an editor that saves a file may
// have written half of it. A look that is certain stands for both.
func (l *hiddenList) look(now hidden.List, certain bool) (changed bool) {
	was, twice := l.list.Digest(), l.seen != nil && l.seen.Digest() == now.Digest()
	first := !l.read
	l.read, l.seen = true, &now
	if first || certain || twice || now.Covers(l.list) {
		l.list = now
	} else {
		l.list = l.list.With(now)
	}
	return first || l.list.Digest() != was
}

// obey looks at the hidden list and obeys it from now on, as far as look says,
// or says in Status why it does not. What was hidden before then stays hidden.
func (x *Index) obey(ctx context.Context, certain bool) error {
	patience, cancel := context.WithTimeout(ctx, listTime)
	defer cancel()
	select {
	case x.reading <- struct{}{}:
	case <-patience.Done():
		return x.gaveUp(ctx)
	}
	read := make(chan error, 1)
	go func() {
		list, err := x.options.Hidden()
		x.take(list, err, certain)
		<-x.reading
		read <- err
	}()
	select {
	case err := <-read:
		return err
	case <-patience.Done():
		return x.gaveUp(ctx)
	}
}

// gaveUp says that a look at the list took too long, unless ctx has ended.
func (x *Index) gaveUp(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	x.changing.Lock()
	defer x.changing.Unlock()
	x.setListProblem(errSlowList)
	return errSlowList
}

// take obeys what a look at the list has seen.
func (x *Index) take(list hidden.List, err error, certain bool) {
	x.changing.Lock()
	defer x.changing.Unlock()
	x.setListProblem(err)
	if err != nil {
		x.list.seen = nil
		return
	}
	if h := x.served(); x.list.look(list, certain) && h != nil {
		v := newView(h, x.list.list)
		x.swap(v)
		x.log.Info("hidden list changed", "addresses", x.list.list.Len(), "documents", v.status.Documents, "hidden", v.status.Hidden)
	}
}

// obeys reports whether there is a list that is obeyed.
func (x *Index) obeys() bool {
	x.changing.Lock()
	defer x.changing.Unlock()
	return x.list.read
}

// setListProblem says why the list is not obeyed as it is; nil for no reason.
// The caller holds changing.
func (x *Index) setListProblem(err error) {
	problem := ""
	if err != nil {
		problem = err.Error()
		if x.list.read {
			problem += "; the last list that could be read is still obeyed"
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.problem.list != problem && problem != "" {
		x.log.Error("hidden list not obeyed", "problem", problem)
	}
	x.problem.list = problem
}
