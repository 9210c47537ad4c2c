package agreement

import (
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/search"
)

// Line is one line of a card.
type Line struct {
	Card id.ID
	Text string
}

// Overlap is a task that stands on the cards of several.
type Overlap struct{ Lines []Line }

// Findings are what role cards show beside each other. They are something to
// talk about, not mistakes: two may well do something together.
type Findings struct {
	Overlaps    []Overlap
	Expected    []Line  // of others, and nobody's task
	Refused     []Line  // said not to do it, and nobody else's task
	Believed    []Line  // thought to be expected, and not among the own tasks
	Mandateless []id.ID // cards with a mandate and neither amount nor rules
}

// lines gives the lines of a text that say something.
func lines(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.Trim(line, " \t\r\n-•*."); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// TaskLines gives what somebody does, a line each.
func (c Card) TaskLines() []string { return lines(c.Tasks) }

// Refusals gives what somebody does not do, a line each.
func (c Card) Refusals() []string { return lines(c.NotMine) }

// mostLines is how many lines of all cards together are held against each
// other; the work grows with their square.
const mostLines = 2_000

// Look holds cards of a partnership against each other.
func Look(cards []Card) Findings {
	var tasks []phrase
	for _, card := range cards {
		for _, line := range card.TaskLines() {
			if len(tasks) < mostLines {
				tasks = append(tasks, newPhrase(card.ID, line))
			}
		}
	}
	found := Findings{Overlaps: overlaps(tasks)}
	for _, card := range cards {
		others := func(task phrase) bool { return task.Card != card.ID }
		own := func(task phrase) bool { return task.Card == card.ID }
		found.Expected = append(found.Expected, missing(card.ID, lines(card.Expects), tasks, others)...)
		found.Refused = append(found.Refused, missing(card.ID, card.Refusals(), tasks, others)...)
		found.Believed = append(found.Believed, missing(card.ID, lines(card.ExpectedOf), tasks, own)...)
		if card.Mandate != "" && card.Amount == 0 && card.Rules == "" {
			found.Mandateless = append(found.Mandateless, card.ID)
		}
	}
	return found
}

// missing gives the lines that are no task on any of some cards.
func missing(card id.ID, texts []string, tasks []phrase, among func(phrase) bool) []Line {
	var list []Line
	for _, text := range texts {
		asked := newPhrase(card, text)
		if !slices.ContainsFunc(tasks, func(task phrase) bool { return among(task) && task.alike(asked) }) {
			list = append(list, asked.Line)
		}
	}
	return list
}

// overlaps gathers tasks that are alike and stand on different cards.
func overlaps(tasks []phrase) []Overlap {
	var list []Overlap
	taken := make([]bool, len(tasks))
	for at := range tasks {
		if taken[at] {
			continue
		}
		group := []Line{tasks[at].Line}
		for next := at + 1; next < len(tasks); next++ {
			if !taken[next] && tasks[at].alike(tasks[next]) && !slices.ContainsFunc(group, func(l Line) bool { return l.Card == tasks[next].Card }) {
				group, taken[next] = append(group, tasks[next].Line), true
			}
		}
		if len(group) > 1 {
			list = append(list, Overlap{Lines: group})
		}
	}
	return list
}

// phrase is a line by the stems of its words that say something.
type phrase struct {
	Line
	stems map[string]bool
}

// small are words that say nothing of what somebody does.
const small = " de het een en of in op met voor van aan bij te naar om dat die ik we wij zij zijn is wordt ook er zo nog als door over uit tot mijn onze ons hun the a an and or in on with for of at to by our my their we i "

func newPhrase(card id.ID, text string) phrase {
	p := phrase{Line: Line{Card: card, Text: text}, stems: map[string]bool{}}
	for _, word := range strings.FieldsFunc(search.Fold(text), func(r rune) bool { return !isLetter(r) }) {
		if !strings.Contains(small, " "+word+" ") {
			p.stems[search.Stem(word)] = true
		}
	}
	return p
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127 }

// alikeShare is which part of the words of the longer line the shorter must
// share to be the same task. Example: chosen by hand on cards of our own.
const alikeShare = 0.6

func (p phrase) alike(other phrase) bool {
	both := 0
	for stem := range p.stems {
		if other.stems[stem] {
			both++
		}
	}
	return both > 0 && float64(both) >= alikeShare*float64(max(len(p.stems), len(other.stems)))
}
