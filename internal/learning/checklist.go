package learning

import (
	"bytes"
	_ "embed"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// Checklist is the questions of a checklist round.
type Checklist struct {
	K      int // of fewer answers nothing shows
	Blocks []Block
}

// Block is some questions about one thing.
type Block struct {
	ID    string
	Name  map[string]string // by language
	Items []Item
}

// Item is one question, answered from 1 (no) to 5 (yes).
type Item struct {
	ID     string
	NL, EN string
}

// Text gives the question in a language.
func (i Item) Text(lang string) string {
	if lang == "en" {
		return i.EN
	}
	return i.NL
}

// Points is how many answers a question has.
const Points = 5

//go:embed data/checklist.yaml
var checklist []byte

// LoadChecklist reads the questions.
func LoadChecklist() (Checklist, error) {
	var list Checklist
	read := yaml.NewDecoder(bytes.NewReader(checklist))
	read.KnownFields(true)
	if err := read.Decode(&list); err != nil {
		return list, fmt.Errorf("learning: checklist.yaml: %w", err)
	}
	if list.K < 2 || len(list.Blocks) == 0 {
		return list, fmt.Errorf("learning: checklist.yaml: no questions, or too few answers to hide anybody")
	}
	return list, nil
}

// Items gives all questions in order.
func (c Checklist) Items() []Item {
	var list []Item
	for _, block := range c.Blocks {
		list = append(list, block.Items...)
	}
	return list
}

// Scores is one filled-in checklist: from 1 to 5 for each question, or 0 for
// one that was left open.
type Scores map[string]int

// Result is how a question was answered.
type Result struct {
	Item  Item
	Count [Points]int // how many gave 1, 2, …
	N     int
	Mean  float64
}

// Results counts answers; nothing of fewer than K.
func (c Checklist) Results(answers []Scores) []Result {
	if len(answers) < c.K {
		return nil
	}
	var list []Result
	for _, item := range c.Items() {
		result, sum := Result{Item: item}, 0
		for _, scores := range answers {
			if score := scores[item.ID]; score >= 1 && score <= Points {
				result.Count[score-1]++
				result.N++
				sum += score
			}
		}
		if result.N < c.K { // who left it open must not stand out
			result = Result{Item: item}
		} else {
			result.Mean = float64(sum) / float64(result.N)
		}
		list = append(list, result)
	}
	return list
}
