package link

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"unsafe"

	"pgregory.net/rapid"
)

func signatureOf(text string) *signature {
	d := doc("https://uil.example/a", "A", text)
	return newSignature(&d)
}

// estimate returns the part of the shingles that two texts share, by their
// signatures.
func estimate(a, b string) float64 {
	m := signatureOf(a).agree(signatureOf(b))
	return float64(m.count()) / values
}

// exact counts the shingles of two texts that are words and spaces.
func exact(a, b string) float64 {
	in := func(text string) map[string]bool {
		words := strings.Fields(text)
		set := map[string]bool{}
		for i := range len(words) - shingle + 1 {
			set[strings.Join(words[i:i+shingle], " ")] = true
		}
		return set
	}
	x, y := in(a), in(b)
	both := 0
	for s := range x {
		if y[s] {
			both++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

// numbered returns a text of n words out of some thousands.
func numbered(r *rand.Rand, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("w%d", r.IntN(5000))
	}
	return strings.Join(words, " ")
}

// The estimate is as near to the truth as its theory says, for texts of all
// lengths. The texts are the same in every run.
func TestEstimate(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 41))
	sum, n := 0.0, 0
	for _, words := range []int{12, 60, 500, 4000} {
		for share := range 21 {
			common := numbered(r, words*share/20)
			a, b := common+" "+numbered(r, words-words*share/20+4), common+" "+numbered(r, words-words*share/20+4)
			j, e := exact(a, b), estimate(a, b)
			// Four standard deviations, and half a value.
			if bound := 4*math.Sqrt(j*(1-j)/values) + 0.5/values; math.Abs(e-j) > bound {
				t.Errorf("%d words: the estimate is %.3f of %.3f; want less than %.3f off", words, e, j, bound)
			}
			sum += math.Abs(e - j)
			n++
		}
	}
	if mean := sum / float64(n); mean > 0.025 {
		t.Errorf("the estimates are %.3f off on average", mean)
	}
}

func TestSignatureProperties(t *testing.T) {
	word := rapid.SampledFrom([]string{"city", "learn", "города", "учатся", "المدينة", "도시", "学习", "城市", "a", "7", "Straße"})
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(word, 1, 60).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		s, u := signatureOf(a), signatureOf(b)
		if *s != *signatureOf(a) {
			t.Fatal("one text has two signatures")
		}
		if *s != *signatureOf(strings.ToUpper(strings.ReplaceAll(a, " ", " – "))) {
			t.Fatalf("capitals and dashes change the signature of %q", a)
		}
		same, back := s.agree(u), u.agree(s)
		if same != back {
			t.Fatal("a agrees with b where b does not with a")
		}
		for i := range values {
			if got := same[i/64]>>(i%64)&1 == 1; got != (s.value(i) == u.value(i)) {
				t.Fatalf("value %d is %x and %x; agree says %v", i, s.value(i), u.value(i), got)
			}
		}
		if self := s.agree(s); self.count() != values {
			t.Fatalf("a text agrees with itself in %d values", self.count())
		}
	})
}

// Texts of random words keep to a bound that is passed once in 10^13 pairs.
func TestEstimateOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.IntRange(0, 400), 10, 200)
		join := func(ns []int) string { return strings.Trim(fmt.Sprint(ns), "[]") }
		common := join(words.Draw(t, "common"))
		a, b := common+" "+join(words.Draw(t, "a")), common+" "+join(words.Draw(t, "b"))
		if j, e := exact(a, b), estimate(a, b); math.Abs(j-e) > 0.25 {
			t.Fatalf("the estimate is %.3f of %.3f", e, j)
		}
	})
}

// What is remembered of a text does not grow with it, and what is one text for a
// reader is one signature.
func TestSignatureOf(t *testing.T) {
	if size := unsafe.Sizeof(signature{}); size != 512 {
		t.Errorf("a signature has %d bytes", size)
	}
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"café", "cafe\u0301", true},
		{"one", "two", false},
		{"one two", "two one", false},
		{"…", "…", true},
		{"…", "?", false},
		{"學習", "学习", false},
		{"배움은 길다 정말", "배움은길다정말", true},
		{"学习城市网络", "学习 城市。网络", true},
	} {
		if got := *signatureOf(c.a) == *signatureOf(c.b); got != c.same {
			t.Errorf("%q and %q: one signature: %v; want %v", c.a, c.b, got, c.same)
		}
	}
}

// Signatures are the same on every machine and in every run.
func TestSignatureStays(t *testing.T) {
	s := signatureOf("Learning cities: ville apprenante, 学习型城市, 학습도시, مدينة التعلم, обучающийся город")
	h := uint64(0)
	for _, band := range s {
		h = scatter(h ^ band)
	}
	if want := uint64(0xfa9a66ba3233f1b0); h != want {
		t.Errorf("the signature comes to %#x, not %#x: with this change, raise Version", h, want)
	}
}

func BenchmarkSignature(b *testing.B) {
	text := numbered(rand.New(rand.NewPCG(1, 2)), 600)
	d := doc("https://uil.example/a", "A", text)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		newSignature(&d)
	}
}
