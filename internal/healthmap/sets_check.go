package healthmap

import (
	"math"
	"regexp"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

// mostItems is how many items a map set may have: the browser keeps the answer
// of each item for a cell in one bit of a small integer.
const mostItems = 16

var setIDPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Check tells whether a map set, shipped or made on screen, can be scored.
// known tells whether an indicator exists; nil does not ask.
func (s MapSet) Check(known func(indicator string) bool) error {
	if !setIDPattern.MatchString(s.ID) {
		return s.fault("mapset.bad-id", "")
	}
	if !complete(s.Name) || !complete(s.Description) {
		return s.fault("mapset.bad-text", "")
	}
	if len(s.Items) == 0 || len(s.Items) > mostItems {
		return s.fault("mapset.bad-items", "")
	}
	seen := map[string]bool{}
	for _, item := range s.Items {
		if seen[item.ID] {
			return s.fault("mapset.bad-twice", item.ID)
		}
		seen[item.ID] = true
		if key := item.wrong(known); key != "" {
			return s.fault(key, item.ID)
		}
	}
	return nil
}

// wrong gives the catalogue key of what is wrong with an item, or "" when it is sound.
func (i Item) wrong(known func(indicator string) bool) string {
	switch {
	case !setIDPattern.MatchString(i.ID):
		return "mapset.bad-id"
	case !complete(i.Name) || !complete(i.Short) || i.Note != nil && !complete(i.Note):
		return "mapset.bad-text"
	case i.Domain != indicator.Social && i.Domain != indicator.Physical:
		return "mapset.bad-domain"
	case len(i.Parts) == 0 || i.Combine == Single && len(i.Parts) != 1:
		return "mapset.bad-parts"
	}
	switch i.Combine {
	case Single, Largest:
		if !i.Cut.sound() {
			return "mapset.bad-threshold"
		}
	case AnyOf:
		if i.Cut != nil {
			return "mapset.bad-threshold"
		}
	default:
		return "mapset.bad-combine"
	}
	for _, part := range i.Parts {
		if known != nil && !known(part.Indicator) {
			return "mapset.bad-indicator"
		}
		if i.Combine == AnyOf && !part.Cut.sound() || i.Combine != AnyOf && part.Cut != nil {
			return "mapset.bad-threshold"
		}
	}
	return ""
}

// sound tells whether a threshold is there and says all it must: the side, a
// step for the keyboard and where it comes from.
func (c *Cut) sound() bool {
	return c != nil && (c.Side == From || c.Side == UpTo) && c.Step > 0 && complete(c.Source) &&
		!math.IsNaN(c.Threshold) && !math.IsInf(c.Threshold, 0) && !math.IsInf(c.Step, 0)
}

func complete(text indicator.Text) bool { return text["nl"] != "" && text["en"] != "" }

func (s MapSet) fault(key, item string) error {
	return fault.New(fault.Invalid, key, fault.Args{"Set": s.ID, "Item": item})
}
