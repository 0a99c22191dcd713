package warc

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
)

// zeros returns a file of so many members, each of which expands to nearly as
// much as one alone may.
func zeros(t *testing.T, members int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b, true)
	for i := range members {
		if err := w.Write(NewResource(fmt.Sprintf("urn:%d", i), noon, "text/plain", make([]byte, small.Free-4096))); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// Many members, each of which is allowed, expand together no further than the
// file may.
func TestManyMembersExpand(t *testing.T) {
	body := zeros(t, 40)
	limits, spent := small, int64(0)
	limits.Spend = func(n int64) bool { spent += n; return true }
	expands := 0
	for _, err := range Read(bytes.NewReader(body), limits) {
		var damage *Damage
		if !errors.As(err, &damage) {
			t.Fatalf("%v", err)
		}
		if !damage.TooLarge {
			expands++
		}
	}
	// One window more may be read than is allowed, of each member.
	if most := small.Free + small.Ratio*int64(len(body)) + 40*windowSize; spent > most || expands == 0 {
		t.Errorf("%d bytes, of which %d were allowed; %d members were refused", spent, most, expands)
	}
}

// What reads a file may end its expansion.
func TestSpend(t *testing.T) {
	limits, left := small, int64(100<<10)
	limits.Spend = func(n int64) bool { left -= n; return left >= 0 }
	damages := 0
	for _, err := range Read(bytes.NewReader(zeros(t, 3)), limits) {
		if err == nil {
			t.Error("a record was read")
		}
		damages++
	}
	if left >= 0 || left < -3*windowSize || damages != 3 {
		t.Errorf("%d damages, %d bytes left", damages, left)
	}
}
