package view

import (
	"fmt"
	"sort"
	"strings"
)

// Partnership is the page of a partnership.
type Partnership struct {
	Record
	Summary                 string // how many people, of how many organisations, since when
	Where, WhereURL         string
	Aim, Certain, Uncertain string
	Areas                   string
	NewsletterURL           string // makes a draft
	AgendaOf                string // its id, for who may have its calendar
	Deciding                string
	Phases, Stages          []Step
	Next                    ProfileChapter
	People                  []TeamMember // the first of them
	AllPeople               int
	Chapters                []ProfileChapter
	First                   []FirstStep // what to do first, until all of it is done
	Menu, Empty             []Link      // pages that belong to it; what there is none of yet
}

// FirstStep is something that who begins does first.
type FirstStep struct {
	Name, URL string
	Done      bool
}

// Step is one of a row of phases.
type Step struct {
	Label         string
	Current, Done bool
}

// TeamMember is somebody in a partnership.
type TeamMember struct {
	Name, URL, PersonURL, Job   string
	Organisation, Domain, Level string
	Roles                       []string
	Brings, Deputy              string
	About                       string // domain and level, in words
	Hours                       string
	Guest, Leads                bool
	Outside                     bool   // has an account, and was not let in
	LetInURL                    string // lets them in, for who may
	Left                        string // the last day, of who took part before
}

// Team is everybody in a partnership.
type Team struct {
	Members []TeamMember
	Left    []TeamMember // who took part before
	Gaps    []Gap
	AddURL  string
}

// Gap is what nobody in a team has.
type Gap struct{ Label, Names string }

// StartPartnership is the short form with which one begins.
type StartPartnership struct {
	Name, Aim, Place, Problem string
	Areas                     RecordInput
	Places                    []Option
	There                     []ProfileLine // what one could join
}

// RecordThread is what stands next to a record in its thread.
type RecordThread struct {
	From, Became []ThreadNode
	Makes        []Link // what can be made of it
	URL          string // of the whole thread; "" is none
}

// ThreadNode is a record of a thread, or the sentence that stands for one that
// the reader may not see.
type ThreadNode struct {
	Kind, Title, URL, Day, Status string
	Step                          int
	Said                          bool
}

// Thread is what led to a record and what came of it.
type Thread struct {
	Nodes  []ThreadNode
	Links  [][2]int
	Laid   []string // of each link, when and by whom it was laid
	Start  int
	More   bool
	SayURL string
	// Released is the sentence for who may not see the record, as its owner
	// reads it.
	Released string
}

// SayForm is the form for the sentence about a record.
type SayForm struct {
	Action, Back, About, Sentence, Problem string
	Statuses, Audiences                    []Option
}

// MyWork is what waits for somebody.
type MyWork struct {
	Total, Late int
	Groups      []WorkGroup
}

// WorkGroup is what waits until about the same time.
type WorkGroup struct {
	Name, Heading string
	Items         []WorkItem
}

// WorkItem is one thing that waits.
type WorkItem struct {
	Title, Where, Kind, AskedBy, Due, Deed, URL, DoURL string
	Late, Promise                                      bool
}

// Measures of the picture of a thread, in pixels.
const (
	threadColumn = 220
	threadRow    = 64
	threadBox    = 190
	threadHigh   = 48
)

// threadSpot is where a record stands in the picture of its thread.
type threadSpot struct{ X, Y int }

// threadDrawing places the records of a thread: a column for each step, and in
// it the order of time.
func threadDrawing(t Thread) (spots []threadSpot, width, height int) {
	steps := map[int]int{}
	var all []int
	for _, node := range t.Nodes {
		if _, known := steps[node.Step]; !known {
			steps[node.Step] = 0
			all = append(all, node.Step)
		}
	}
	sort.Ints(all)
	for at, step := range all {
		steps[step] = at
	}
	rows := map[int]int{}
	for _, node := range t.Nodes {
		column := steps[node.Step]
		spots = append(spots, threadSpot{X: column * threadColumn, Y: rows[column] * threadRow})
		rows[column]++
		height = max(height, rows[column]*threadRow)
	}
	return spots, len(all) * threadColumn, height
}

// cut shortens a text for the picture; the table has it whole.
func cut(text string, letters int) string {
	runes := []rune(text)
	if len(runes) <= letters {
		return text
	}
	return string(runes[:letters-1]) + "…"
}

// current tells whether something stands anywhere in a row of phases.
func current(steps []Step) bool {
	for _, step := range steps {
		if step.Current {
			return true
		}
	}
	return false
}

// threadNote says of a record beside another what it is and when it came.
func threadNote(node ThreadNode) string { return joinedNote(threadKind(node), node.Day) }

// threadKind says what a record is, or how it stands with one that is only told
// of.
func threadKind(node ThreadNode) string {
	if node.Said {
		return node.Status
	}
	return node.Kind
}

// joinedNote joins what is there.
func joinedNote(parts ...string) string {
	var there []string
	for _, part := range parts {
		if part != "" {
			there = append(there, part)
		}
	}
	return strings.Join(there, ", ")
}

// threadLine leads from the right of one box to the left of another, or from
// below to above within a column.
func threadLine(from, to threadSpot) string {
	x1, y1, x2, y2 := from.X+threadBox, from.Y+threadHigh/2, to.X, to.Y+threadHigh/2
	return fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, x1+15, y1, x2-15, y2, x2, y2)
}
