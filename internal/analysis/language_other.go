package analysis

import (
	"slices"
	"strings"
	"sync"
)

// otherLanguages are the most frequent words of languages in Latin letters that
// Language does not tell, and which would else be taken for one that it does.
var otherLanguages = map[string]string{
	"ca": "el la els les un una de del dels al als i o amb per que no es son ha han va seva seus aquest aquesta aixo mes tambem tambe molt molta gent ciutat ciutats anys entre fins des sobre quan on hi ens any tot totes",
	"cs": "a v na se je ze s z do o k i pro jako ale po jsou byl byla jeho jejich ktery ktera ktere nebo take podle od za pri si mesto mesta lidi roku jeste vice",
	"da": "og i at det en den til er som pa de med han af for ikke der var mig et har om vi havde hun nu over da fra du ud sin dem os op hvor eller skal kan efter ved mange mennesker aret byen blev",
	"eu": "eta da ez bat du dira ere den duen izan dute hau bere baina beste egin zen dago oso urte hiri jende batean arte ondoren etortzen",
	"fi": "ja on ei se etta oli han mutta ovat myos kun niin tai mika joka jotka voi sen vain kuin ole sita mukaan kanssa jalkeen ennen vuonna kaupunki kaupungin ihmiset ihmisia monet auki",
	"hu": "a az es hogy nem is egy ez azt van meg csak de mint volt el kell ha mar sokan nagyon lesz vagy akkor most utan kozott minden eves varos varosi emberek ki",
	"id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke karena ada saya kita mereka oleh dapat bisa sudah telah atau sebagai lebih banyak orang kota tahun secara para adalah sampai",
	"it": "il lo la i gli le di del della dei delle degli che e un una uno per con non sono si da dal dalla nel nella nei al alla alle ai come piu anche ha hanno questo questa questi molti molte citta anni anno persone dopo dove quando tutti ogni essere stato fino loro",
	"nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als dan maar bij of uit nog naar heeft hebben wordt werd worden deze die dit door over tot veel meer mensen jaar stad steden na onze hun zij kan kunnen waar",
	"pl": "i w z na do sie nie ze jest o jak to a po przez od za dla oraz jego jej ich ktory ktora ktore byl byla sa tym tej moze takze wiele ludzi roku lat miasto miasta przy przed aby",
	"ro": "si in de la cu pe din care este sunt nu un o pentru mai ce sa au fost prin ca se sau dupa iar lor ale ani anul oras orase oameni multi foarte despre pana intre",
	"sv": "och i att det som en pa ar av for med till den har de inte om ett han men var jag sig fran vi sa kan nar ar efter eller under ska alla manga manniskor aret staden stader varje ocksa mycket",
	"sw": "na ya wa kwa ni katika la za hii cha kuwa watu wengi pia kama hiyo hilo lakini sana baada kila siku mji wao huo yake yao mwaka kutoka hadi wake kwenye vya ambao",
	"tr": "ve bir bu da de icin ile olarak cok daha en gibi kadar olan sonra ne var ama her onun veya ise insan sehir yil yili tarafindan ayni birlikte iki o degil oldu",
}

// otherWordSets holds the folded words of each of the other languages, in the
// order of their codes.
var otherWordSets = sync.OnceValue(func() []map[string]bool {
	codes := make([]string, 0, len(otherLanguages))
	for code := range otherLanguages {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	var out []map[string]bool
	for _, code := range codes {
		set := map[string]bool{}
		for _, w := range strings.Fields(otherLanguages[code]) {
			set[Fold(w)] = true
		}
		out = append(out, set)
	}
	return out
})

// otherWords returns what words say for that of the other
// languages which they fit best, and how many of them it has. A word that some
// of the nine languages have too says as much less as it does of each of these.
func otherWords(words []Word) (score float64, found int) {
	known, sets := languageWords(), otherWordSets()
	scores, counts := make([]float64, len(sets)), make([]int, len(sets))
	for _, w := range words {
		share := 1.0
		if own, ok := known[w.Term]; ok {
			share = slices.Max(own[:]) / 2
		}
		for i, set := range sets {
			if set[w.Term] {
				scores[i] += share
				counts[i]++
			}
		}
	}
	for i := range scores {
		if scores[i] > score {
			score, found = scores[i], counts[i]
		}
	}
	return score, found
}
