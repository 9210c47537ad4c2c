package language

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"
)

// labelled is a sentence with the words that are forms of a term.
type labelled struct {
	text  string
	words []string
	held  bool // written before the rules saw it
}

func readSentences(t testing.TB) (list []labelled, entries []Entry) {
	t.Helper()
	file, err := os.Open("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	held := false
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		if terms, is := strings.CutPrefix(line, "# terms: "); is {
			words := ""
			for part := range strings.FieldsSeq(terms) {
				word, sort, ends := strings.Cut(part, "/")
				words = strings.TrimSpace(words + " " + word)
				if ends {
					entries = append(entries, Entry{Term: len(entries), Words: []string{words}, Sort: WordSort(sort)})
					words = ""
				}
			}
		}
		held = held || line == "# held out"
		if strings.HasPrefix(line, "#") {
			continue
		}
		text, more, _ := strings.Cut(strings.TrimSuffix(line, " !"), " | ")
		one := labelled{held: held, words: strings.Fields(more)}
		for part := range strings.SplitSeq(text, "[") {
			if word, after, is := strings.Cut(part, "]"); is {
				one.words = append(one.words, word)
				part = word + after
			}
			one.text += part
		}
		list = append(list, one)
	}
	return list, entries
}

// What is found in our own sentences, and what of it is right.
func TestSentences(t *testing.T) {
	list, entries := readSentences(t)
	r := NewRecogniser(entries)
	for _, held := range []bool{false, true} {
		right, found, there := 0, 0, 0
		for _, one := range list {
			if one.held != held {
				continue
			}
			var words []string
			for _, match := range r.Find(one.text) {
				words = append(words, one.text[match.Start:match.End])
			}
			found, there = found+len(words), there+len(one.words)
			for _, word := range words {
				if slices.Contains(one.words, word) {
					right++
				} else {
					t.Logf("held out %v: %q is found in: %s", held, word, one.text)
				}
			}
			for _, word := range one.words {
				if !slices.Contains(words, word) {
					t.Logf("held out %v: %q is missed in: %s", held, word, one.text)
				}
			}
		}
		precision, recall := float64(right)/float64(found), float64(right)/float64(there)
		t.Logf("held out %v: precision %.2f, recall %.2f of %d words", held, precision, recall, there)
		if precision < 0.9 || recall < 0.9 {
			t.Errorf("held out %v: precision %.2f, recall %.2f", held, precision, recall)
		}
	}
}

func TestLongestWins(t *testing.T) {
	r := NewRecogniser([]Entry{{Term: 1, Words: []string{"gezondheid"}, Sort: Noun}, {Term: 2, Words: []string{"positieve gezondheid"}, Sort: Noun}})
	text := "Gezondheid en positieve gezondheid; positieve. Gezondheid!"
	var terms []int
	for _, match := range r.Find(text) {
		terms = append(terms, match.Term)
	}
	if !slices.Equal(terms, []int{1, 2, 1}) {
		t.Errorf("%v", terms)
	}
}

func FuzzFind(f *testing.F) {
	_, entries := readSentences(f)
	r := NewRecogniser(entries)
	f.Add("Zij vraagt elk jaar een vergunning aan.")
	f.Add("ideeën’s \xff\xfe aan-")
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, match := range r.Find(text) {
			if match.Start < last || match.End <= match.Start || match.End > len(text) {
				t.Fatalf("%v in %q", match, text)
			}
			last = match.End
		}
		NewRecogniser([]Entry{{Words: []string{text}, Sort: Verb}, {Words: []string{text}, Sort: Noun}, {Words: []string{text}, Sort: Other}}).Find(text)
	})
}

func BenchmarkFind(b *testing.B) {
	list, entries := readSentences(b)
	r := NewRecogniser(entries)
	var text strings.Builder
	for _, one := range list {
		text.WriteString(one.text + " ")
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		r.Find(text.String())
	}
}
