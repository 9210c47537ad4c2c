package learning_test

import (
	"testing"

	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/record"
)

// What a timeline is made of exists, has a day, and is called something.
func TestTheTimelineIsMadeOfWhatThereIs(t *testing.T) {
	list, err := learning.LoadTimeline()
	if err != nil {
		t.Fatal(err)
	}
	all, err := kinds.All()
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tell := range list {
		kind, known := all.ByName(tell.Kind)
		if !known {
			t.Errorf("there is no kind %s", tell.Kind)
			continue
		}
		if field, known := kind.Field(tell.Day); tell.Day != "" && (!known || field.Sort != record.Day) {
			t.Errorf("a %s has no day %s", tell.Kind, tell.Day)
		}
		for _, lang := range words.Languages() {
			key := "learning.event-" + tell.Sort
			if tell.Kind != "moment" && words.T(lang, key, nil) == key { // a moment is called by its sort
				t.Errorf("%s: no word for %s", lang, key)
			}
		}
	}
}

// A question is counted, averaged, and hidden when fewer than k answered it.
func TestResultsOfAChecklist(t *testing.T) {
	list := learning.Checklist{K: 3, Blocks: []learning.Block{{Items: []learning.Item{{ID: "a"}, {ID: "b"}}}}}
	answers := []learning.Scores{{"a": 1, "b": 5}, {"a": 5, "b": 5}, {"a": 5}}
	got := list.Results(answers)
	if len(got) != 2 || got[0].N != 3 || got[0].Count != [learning.Points]int{1, 0, 0, 0, 2} || got[0].Mean != 11.0/3 {
		t.Errorf("the first question: %+v", got[0])
	}
	if got[1].N != 0 || got[1].Mean != 0 || got[1].Count != [learning.Points]int{} {
		t.Errorf("a question that two of three answered shows %+v", got[1])
	}
	if got := list.Results(answers[:2]); got != nil {
		t.Errorf("of two answers %+v shows", got)
	}
}
