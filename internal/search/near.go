package search

import (
	"hash/fnv"
	"strings"
	"unicode"
)

// allowed tells how many typing errors are forgiven between two words of
// which the shorter has so many letters.
func allowed(letters int) int {
	switch {
	case letters >= 8:
		return 2
	case letters >= 4:
		return 1
	}
	return 0
}

// Distance counts the typing errors between two words: letters that are
// missing, too many or wrong, and two neighbours in the wrong order. It stops
// counting beyond most, and then gives most+1.
func Distance(a, b string, most int) int {
	from, to := []rune(a), []rune(b)
	if abs(len(from)-len(to)) > most {
		return most + 1
	}
	before, last, now := make([]int, len(to)+1), make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(from); i++ {
		now[0] = i
		least := i
		for j := 1; j <= len(to); j++ {
			wrong := 1
			if from[i-1] == to[j-1] {
				wrong = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+wrong)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
			least = min(least, now[j])
		}
		if least > most {
			return most + 1
		}
		before, last, now = last, now, before
	}
	return min(last[len(to)], most+1)
}

func abs(n int) int { return max(n, -n) }

// Near tells how many typing errors lie between a typed word and a known one,
// and whether so many are forgiven.
func Near(typed, known string) (int, bool) {
	most := allowed(min(runes(typed), runes(known)))
	if most == 0 {
		return 0, false
	}
	errors := Distance(typed, known, most)
	return errors, errors > 0 && errors <= most
}

func runes(word string) int { return len([]rune(word)) }

// nearBeginning is how many letters of a word make its neighbourhood; what
// comes after is compared when the word is found.
const nearBeginning = 7

// NearKeys gives the neighbourhood of a word: its beginning with at most as
// many letters left out as typing errors are forgiven, each as a number. Two
// words within that many errors share a key: what one error puts between them
// can be taken out of one of them, or of both. Short words and words with
// digits have none.
func NearKeys(word string) []int64 {
	text := []rune(word)
	most := allowed(len(text))
	if most == 0 || strings.IndexFunc(word, unicode.IsDigit) >= 0 {
		return nil
	}
	text = text[:min(len(text), nearBeginning)]
	seen := map[string]bool{string(text): true}
	ring := []string{string(text)}
	keys := []int64{nearKey(ring[0])}
	for range most {
		var next []string
		for _, one := range ring {
			letters := []rune(one)
			for at := range letters {
				shorter := string(letters[:at]) + string(letters[at+1:])
				if !seen[shorter] {
					seen[shorter] = true
					next = append(next, shorter)
					keys = append(keys, nearKey(shorter))
				}
			}
		}
		ring = next
	}
	return keys
}

// nearKey is a number instead of the letters, so that the neighbourhood of a
// name tells nobody the name.
func nearKey(letters string) int64 {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(letters)) // a hash never fails
	return int64(sum.Sum64() >> 1)
}
