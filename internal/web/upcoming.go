package web

import (
	"cmp"
	"slices"

	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// coming is a sort of thing that lies ahead in a partnership: the field with its
// day, and whether it is still to come or to be done.
type coming struct {
	kind *record.Kind
	day  string
	open func(*record.Row) bool
}

func allComing() []coming {
	return []coming{
		{partnership.StandingMeetings().Kind(), "next", func(*record.Row) bool { return true }},
		{agreement.Actions().Kind(), "due", func(row *record.Row) bool { return agreement.Actions().Of(*row).Done == "" }},
		{agreement.Promises().Kind(), "due", func(row *record.Row) bool { return agreement.Promises().Of(*row).Kept == "" }},
		{agreement.Agreements().Kind(), "review", func(row *record.Row) bool { return agreement.Agreements().Of(*row).State == agreement.Accepted }},
		{partnership.AdviceRequests().Kind(), "deadline", func(row *record.Row) bool { return partnership.AdviceRequests().Of(*row).Advice == "" }},
	}
}

// upcoming tells what is next in a partnership, the soonest first, and before
// that what should have been done.
func (rp *recordPage) upcoming(of *record.Seen) (view.ProfileChapter, error) {
	type dated struct {
		day  string
		line view.ProfileLine
	}
	var all []dated
	today := rp.p.Today()
	for _, one := range allComing() {
		field, _ := one.kind.Field(one.day)
		list, err := rp.Records.List(rp.r.Context(), rp.actor, one.kind, record.Ask{Filters: map[string]string{record.PartnershipField: of.ID.String()}, Sort: one.day, Down: true, Limit: mostMembers})
		if err != nil {
			return view.ProfileChapter{}, err
		}
		for at := range list.Rows {
			seen := &list.Rows[at]
			day, _ := seen.Get(field).(string)
			if day == "" || !seen.Shows(field) || !one.open(&seen.Row) {
				continue
			}
			key := "partnership.nextOn"
			if day < today {
				if one.day == "next" {
					continue // a meeting that nobody put ahead
				}
				key = "partnership.nextLate"
			}
			all = append(all, dated{day, view.ProfileLine{Text: one.kind.Title(&seen.Row), URL: recordURL(one.kind, seen.ID), Note: rp.p.T(key, "kind", rp.p.T(one.kind.OneKey()), "day", rp.p.Day(day))}})
		}
	}
	slices.SortStableFunc(all, func(a, b dated) int { return cmp.Compare(a.day, b.day) })
	chapter := view.ProfileChapter{Heading: rp.p.T("partnership.next")}
	for _, one := range all[:min(len(all), mostLines)] {
		chapter.Lines = append(chapter.Lines, one.line)
	}
	return chapter, nil
}
