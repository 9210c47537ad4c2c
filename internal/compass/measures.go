package compass

import (
	"slices"

	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/learning"
)

// asked is for what a signal is worked out.
type asked struct {
	day   string
	since string   // the day before which something must have begun to count
	of    []string // what is looked for
}

// measure works a signal out: what it is about, and the beginning of the keys
// when these are no words. A name or title is "" when the reader may not see it.
type measure func(w *world, ask asked) (about []string, keys string)

// measures are the signals that there can be, by id.
var measures = map[string]measure{
	"term-open":     termOpen,
	"no-terms":      noTerms,
	"not-heard":     notHeard,
	"no-domain":     noDomain,
	"no-level":      noLevel,
	"not-behind":    notBehind,
	"not-answered":  notAnswered,
	"no-stance":     noStance,
	"promise-late":  promiseLate,
	"declined":      declined,
	"no-deciding":   noDeciding,
	"no-card":       noCard,
	"card-gap":      cardGap,
	"action-late":   actionLate,
	"no-reflection": noReflection,
	"review-past":   reviewPast,
	"no-lesson":     noLesson,
}

func termOpen(w *world, ask asked) (about []string, keys string) {
	for _, term := range w.terms {
		if term.Difference != "" && w.differed[term.ID] {
			about = append(about, term.Word)
		}
	}
	return about, ""
}

func noTerms(w *world, ask asked) ([]string, string) {
	for _, term := range w.terms {
		if term.Agreed != "" {
			return nil, ""
		}
	}
	return []string{"none"}, "compass.about."
}

func notHeard(w *world, ask asked) (about []string, keys string) {
	for _, member := range w.current(ask.day) {
		if w.known(member.Person) && w.heard[member.Person] < ask.since {
			about = append(about, w.names[member.Person])
		}
	}
	return unique(about), ""
}

func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

func noDomain(w *world, ask asked) (about []string, keys string) {
	has := map[string]bool{}
	for _, member := range w.current(ask.day) {
		has[string(w.people[member.Person].Domain)] = true
	}
	return without(ask.of, has), "kind.person.option.domain."
}

func noLevel(w *world, ask asked) (about []string, keys string) {
	has := map[string]bool{}
	for _, member := range w.current(ask.day) {
		has[string(w.people[member.Person].Level)] = true
	}
	return without(ask.of, has), "kind.person.option.level."
}

// without gives what was looked for and is not there.
func without(of []string, has map[string]bool) (list []string) {
	for _, one := range of {
		if !has[one] {
			list = append(list, one)
		}
	}
	return list
}

// notBehind are organisations of which a level has not stood behind the work
// for long.
func notBehind(w *world, ask asked) (about []string, keys string) {
	for _, support := range w.supports {
		if support.Attitude == learning.NotYet && support.Day != "" && support.Day < ask.since {
			about = append(about, w.names[support.Organisation])
		}
	}
	return unique(about), ""
}

func notAnswered(w *world, ask asked) (about []string, keys string) {
	open := map[id.ID]agreement.Agreement{}
	for _, one := range w.agreements {
		if one.State == agreement.Asked || one.State == agreement.Declined {
			open[one.ID] = one
		}
	}
	for _, party := range w.parties {
		if one, is := open[party.Agreement]; is && party.Edition != one.Edition && party.AskedOn != "" && party.AskedOn < ask.since {
			about = append(about, one.What)
		}
	}
	return unique(about), ""
}

func noStance(w *world, ask asked) (about []string, keys string) {
	said := map[id.ID]bool{}
	for _, stance := range w.stances {
		said[stance.Person] = true
	}
	for _, member := range w.current(ask.day) {
		if w.known(member.Person) && !said[member.Person] && !member.Guest && member.From < ask.since {
			about = append(about, w.names[member.Person])
		}
	}
	return unique(about), ""
}

func promiseLate(w *world, ask asked) (about []string, keys string) {
	for _, promise := range w.promises {
		if promise.Kept == "" && promise.Due < ask.since {
			about = append(about, promise.What)
		}
	}
	return about, ""
}

func declined(w *world, ask asked) (about []string, keys string) {
	open := map[id.ID]agreement.Agreement{}
	for _, one := range w.agreements {
		if one.State == agreement.Declined {
			open[one.ID] = one
		}
	}
	for _, party := range w.parties {
		if one, is := open[party.Agreement]; is && party.Answer == agreement.No && party.Edition == one.Edition && party.Answered < ask.since {
			about = append(about, one.What)
		}
	}
	return unique(about), ""
}

func noDeciding(w *world, ask asked) ([]string, string) {
	if w.partnership.Deciding != "" {
		return nil, ""
	}
	return []string{"deciding"}, "compass.about."
}

func noCard(w *world, ask asked) (about []string, keys string) {
	has := map[id.ID]bool{}
	for _, card := range w.cards {
		has[card.Person] = true
	}
	for _, member := range w.current(ask.day) {
		if w.known(member.Person) && !has[member.Person] && !member.Guest && member.From < ask.since {
			about = append(about, w.names[member.Person])
		}
	}
	return unique(about), ""
}

func cardGap(w *world, ask asked) (about []string, keys string) {
	found := agreement.Look(w.cards)
	for _, lines := range [][]agreement.Line{found.Expected, found.Refused} {
		for _, line := range lines {
			about = append(about, line.Text)
		}
	}
	return unique(about), ""
}

func actionLate(w *world, ask asked) (about []string, keys string) {
	for _, action := range w.actions {
		if action.Done == "" && action.Due != "" && action.Due < ask.since {
			about = append(about, action.What)
		}
	}
	return about, ""
}

func noReflection(w *world, ask asked) ([]string, string) {
	last := w.partnership.Since
	for _, one := range w.reflections {
		last = max(last, one.Opened)
	}
	return longAgo(last, "reflection", ask)
}

func reviewPast(w *world, ask asked) (about []string, keys string) {
	for _, one := range w.agreements {
		if one.State == agreement.Accepted && one.Review < ask.since {
			about = append(about, one.What)
		}
	}
	return about, ""
}

func noLesson(w *world, ask asked) ([]string, string) {
	last := w.partnership.Since
	for _, lesson := range w.lessons {
		last = max(last, lesson.Day)
	}
	return longAgo(last, "lesson", ask)
}

// longAgo tells that the last of something came before the days that are asked
// about.
func longAgo(last, what string, ask asked) ([]string, string) {
	if last >= ask.since {
		return nil, ""
	}
	return []string{what}, "compass.about."
}
