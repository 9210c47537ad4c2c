package compass

import (
	"slices"

	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
)

// measure works a signal out: what it is about on a day, and the beginning of
// the keys when these are no words. since is the day before which something
// must have begun to count.
type measure func(w world, day, since string) (about []string, keys string)

// measures are the signals that there can be, by id.
var measures = map[string]measure{
	"term-open":     termOpen,
	"no-terms":      noTerms,
	"not-heard":     notHeard,
	"no-domain":     noDomain,
	"no-level":      noLevel,
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

func termOpen(w world, _, since string) (about []string, keys string) {
	for _, term := range w.terms {
		if term.Difference != "" && term.CreatedAt.Format("2006-01-02") < since {
			about = append(about, term.Word)
		}
	}
	return about, ""
}

func noTerms(w world, _, _ string) ([]string, string) {
	for _, term := range w.terms {
		if term.Agreed != "" {
			return nil, ""
		}
	}
	return []string{"none"}, "compass.about."
}

func notHeard(w world, day, since string) (about []string, keys string) {
	for _, member := range w.current(day) {
		if person, known := w.people[member.Person]; known && w.heard[member.Person] < since && person.Name != "" {
			about = append(about, person.Name)
		}
	}
	return unique(about), ""
}

func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

func noDomain(w world, day, _ string) (about []string, keys string) {
	has := map[partnership.Domain]bool{}
	for _, member := range w.current(day) {
		has[w.people[member.Person].Domain] = true
	}
	for _, domain := range []partnership.Domain{partnership.Social, partnership.Physical, partnership.Health} {
		if !has[domain] {
			about = append(about, string(domain))
		}
	}
	return about, "kind.person.option.domain."
}

func noLevel(w world, day, _ string) (about []string, keys string) {
	has := map[partnership.Level]bool{}
	for _, member := range w.current(day) {
		has[w.people[member.Person].Level] = true
	}
	for _, level := range []partnership.Level{partnership.Board, partnership.Directors, partnership.Management, partnership.Operations} {
		if !has[level] {
			about = append(about, string(level))
		}
	}
	return about, "kind.person.option.level."
}

func notAnswered(w world, _, since string) (about []string, keys string) {
	open := map[id.ID]agreement.Agreement{}
	for _, one := range w.agreements {
		if one.State == agreement.Asked || one.State == agreement.Declined {
			open[one.ID] = one
		}
	}
	for _, party := range w.parties {
		if one, is := open[party.Agreement]; is && party.Edition != one.Edition && party.AskedOn != "" && party.AskedOn < since {
			about = append(about, one.What)
		}
	}
	return unique(about), ""
}

func noStance(w world, day, since string) (about []string, keys string) {
	said := map[id.ID]bool{}
	for _, stance := range w.stances {
		said[stance.Person] = true
	}
	for _, member := range w.current(day) {
		if person := w.people[member.Person]; !said[member.Person] && !member.Guest && member.From < since && person.Name != "" {
			about = append(about, person.Name)
		}
	}
	return unique(about), ""
}

func promiseLate(w world, _, since string) (about []string, keys string) {
	for _, promise := range w.promises {
		if promise.Kept == "" && promise.Due < since {
			about = append(about, promise.What)
		}
	}
	return about, ""
}

func declined(w world, _, since string) (about []string, keys string) {
	open := map[id.ID]agreement.Agreement{}
	for _, one := range w.agreements {
		if one.State == agreement.Declined {
			open[one.ID] = one
		}
	}
	for _, party := range w.parties {
		if one, is := open[party.Agreement]; is && party.Answer == agreement.No && party.Edition == one.Edition && party.Answered < since {
			about = append(about, one.What)
		}
	}
	return unique(about), ""
}

func noDeciding(w world, _, _ string) ([]string, string) {
	if w.partnership.Deciding != "" {
		return nil, ""
	}
	return []string{"deciding"}, "compass.about."
}

func noCard(w world, day, since string) (about []string, keys string) {
	has := map[id.ID]bool{}
	for _, card := range w.cards {
		has[card.Person] = true
	}
	for _, member := range w.current(day) {
		if person := w.people[member.Person]; !has[member.Person] && !member.Guest && member.From < since && person.Name != "" {
			about = append(about, person.Name)
		}
	}
	return unique(about), ""
}

func cardGap(w world, _, _ string) (about []string, keys string) {
	found := agreement.Look(w.cards)
	for _, lines := range [][]agreement.Line{found.Expected, found.Refused} {
		for _, line := range lines {
			about = append(about, line.Text)
		}
	}
	return unique(about), ""
}

func actionLate(w world, _, since string) (about []string, keys string) {
	for _, action := range w.actions {
		if action.Done == "" && action.Due != "" && action.Due < since {
			about = append(about, action.What)
		}
	}
	return about, ""
}

func noReflection(w world, _, since string) ([]string, string) {
	last := w.partnership.Since
	for _, one := range w.reflections {
		last = max(last, one.Opened)
	}
	if last >= since {
		return nil, ""
	}
	return []string{"reflection"}, "compass.about."
}

func reviewPast(w world, _, since string) (about []string, keys string) {
	for _, one := range w.agreements {
		if one.State == agreement.Accepted && one.Review < since {
			about = append(about, one.What)
		}
	}
	return about, ""
}

func noLesson(w world, _, since string) ([]string, string) {
	last := w.partnership.Since
	for _, lesson := range w.lessons {
		last = max(last, lesson.Day)
	}
	if last >= since {
		return nil, ""
	}
	return []string{"lesson"}, "compass.about."
}
