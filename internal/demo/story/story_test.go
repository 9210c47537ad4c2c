package story

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
)

// Whatever the day on which a demo is filled, its steps follow each other, and
// all lie before that day.
func TestStepsFollowEachOther(t *testing.T) {
	steps := slices.Concat(chapters()...)
	for day := range 2_000 { // over every weekday, and over leap days
		end := time.Date(2026, time.January, 1, day%24, 17*day%60, 0, 0, time.UTC).AddDate(0, 0, day)
		s := &scene{Teller: &Teller{Seed: uint64(day)}, start: Begin(end)}
		list := s.timed(slices.Clone(steps))
		last := s.start
		for _, step := range list {
			if !step.at.After(last) || !step.at.Before(end) {
				t.Fatalf("filled on %s: day %d is told at %s, after %s", end, step.Day, step.at, last)
			}
			last = step.at
		}
		if len(list) != len(steps) {
			t.Fatal("a step was lost")
		}
	}
}

// A chapter names days of the story and people in the cast.
func TestStepsAreOfTheStory(t *testing.T) {
	for at, chapter := range chapters() {
		for _, step := range chapter {
			if step.Day < 0 || step.Day > LastDay {
				t.Errorf("chapter %d: day %d is not in the story", at, step.Day)
			}
			if _, err := member(step.By); step.By != "" && err != nil {
				t.Errorf("chapter %d, day %d: %v", at, step.Day, err)
			}
		}
	}
}

// Everybody is called something else, and has a name with two parts.
func TestCastIsApart(t *testing.T) {
	full := regexp.MustCompile(`^\p{Lu}\p{L}+( (de|la|\p{Lu}\p{L}+))+$`)
	seen := map[string]bool{}
	roles := map[access.Role]int{}
	for _, who := range members() {
		for _, text := range []string{who.Key, who.Name, who.email(), who.phone()} {
			if seen[text] {
				t.Errorf("%q is there twice", text)
			}
			seen[text] = true
		}
		if !full.MatchString(who.Name) {
			t.Errorf("%q is no name", who.Name)
		}
		roles[who.As]++
	}
	for _, role := range access.Roles {
		if roles[role] != 1 {
			t.Errorf("%d people in the cast show what %s may do", roles[role], role)
		}
	}
}
