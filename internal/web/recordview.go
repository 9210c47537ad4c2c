package web

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/handover"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// value gives a field of a record as the page shows it.
func (rp *recordPage) value(seen *record.Seen, field *record.Field, titles record.Titles) view.RecordValue {
	if !seen.Shows(field) {
		return view.RecordValue{Label: rp.p.T(rp.kind.LabelKey(field)), Hidden: true}
	}
	value := rp.shown(field, seen.Get(field), titles)
	value.Label = rp.p.T(rp.kind.LabelKey(field))
	return value
}

// shown gives a value as the page shows it.
func (rp *recordPage) shown(field *record.Field, value any, titles record.Titles) view.RecordValue {
	p := rp.p
	if field.Sort == record.PlaceRef && value == id.ID(0) {
		return view.RecordValue{Text: p.T("record.everywhere")}
	}
	if field.Blank(value) {
		return view.RecordValue{}
	}
	switch v := value.(type) {
	case bool:
		return view.RecordValue{Text: p.T(map[bool]string{true: "record.yes", false: "record.no"}[v])}
	case int64:
		if len(field.Options) > 0 {
			return view.RecordValue{Text: rp.option(field, field.Plain(v))}
		}
		return view.RecordValue{Text: p.Fmt().Int(int(v)), Number: true}
	case float64:
		return view.RecordValue{Text: p.Fmt().Float(v), Number: true}
	case time.Time:
		return view.RecordValue{Text: p.Fmt().Moment(v, p.Now)}
	case []string:
		labels := make([]string, len(v))
		for at, option := range v {
			labels[at] = rp.option(field, option)
		}
		return view.RecordValue{Text: strings.Join(labels, ", ")}
	case id.ID:
		return rp.reference(field, v, titles)
	case string:
		return rp.shownText(field, v)
	}
	return view.RecordValue{}
}

func (rp *recordPage) reference(field *record.Field, one id.ID, titles record.Titles) view.RecordValue {
	title, known := titles[one]
	if !known {
		return view.RecordValue{Hidden: true}
	}
	if title == "" {
		title = rp.p.T("record.erasedPerson")
	}
	if kind, is := rp.Records.Kinds.ByName(field.Of); is {
		return view.RecordValue{Text: title, URL: recordURL(kind, one)}
	}
	return view.RecordValue{Text: title}
}

func (rp *recordPage) shownText(field *record.Field, text string) view.RecordValue {
	switch field.Sort {
	case record.Choice:
		return view.RecordValue{Text: rp.option(field, text)}
	case record.Day:
		if day, err := time.Parse(time.DateOnly, text); err == nil {
			return view.RecordValue{Text: rp.p.Fmt().ShortDay(day.Add(12 * time.Hour))}
		}
	case record.Email:
		return view.RecordValue{Text: text, URL: "mailto:" + text}
	case record.Phone:
		return view.RecordValue{Text: text, URL: "tel:" + strings.NewReplacer(" ", "", "(", "", ")", "").Replace(text)}
	case record.Link:
		return view.RecordValue{Text: text, URL: text, Elsewhere: true}
	case record.Page:
		return view.RecordValue{Text: rp.p.T("record.openPage"), URL: text}
	case record.Areas:
		return view.RecordValue{Text: rp.areaNames(text)}
	case record.Prose:
		return view.RecordValue{Text: text, Lines: true}
	case record.Data, record.Border:
		return view.RecordValue{Text: text, Code: true}
	}
	return view.RecordValue{Text: text}
}

// title names a record; when its title is a reference, by what it points to.
func (rp *recordPage) title(seen *record.Seen, titles record.Titles) string {
	if text := rp.value(seen, rp.kind.TitleField(), titles).Text; text != "" {
		return text
	}
	if rp.kind.Erased(&seen.Row) {
		return rp.p.T("record.erasedPerson")
	}
	return rp.p.T(rp.kind.OneKey())
}

// record gives all that the page of a record shows.
func (rp *recordPage) record(seen *record.Seen, titles record.Titles) (view.Record, error) {
	if rp.p.Glossary == nil {
		in := seen.Partnership
		rp.within(in, 0)
	}
	shown := view.Record{
		URL: rp.url(seen.ID), Kind: rp.p.T(rp.kind.OneKey()), Title: rp.title(seen, titles), Version: seen.Version,
		Audience:   rp.p.T("audience." + seen.Audience.String()),
		MayChange:  !seen.Deleted() && seen.May(rp.actor, access.Change),
		MayHistory: seen.May(rp.actor, access.History),
		MayDelete:  !rp.kind.Derived && seen.May(rp.actor, access.Delete),
		MayMerge:   !rp.kind.Derived && !seen.Deleted() && seen.May(rp.actor, access.Merge),
		MayErase:   record.MayErase(rp.actor, rp.kind, &seen.Row),
		MayReport:  rp.Records.MayReport(rp.actor, rp.kind, &seen.Row),
		Deleted:    seen.Deleted(),
	}
	if rp.kind.One == "member" && rp.HandOver != nil && handover.May(rp.actor, seen) {
		shown.LeaveURL = rp.url(seen.ID) + "/vertrekken"
	}
	if rp.kind.One == "standingMeeting" {
		if err := rp.fillMeeting(seen, &shown); err != nil {
			return shown, err
		}
	}
	for at := range rp.kind.Fields {
		field := &rp.kind.Fields[at]
		value := rp.value(seen, field, titles)
		switch {
		case field.OfHead():
			if field.Name == record.AudienceField || value.Text != "" || value.Hidden {
				shown.Belongs = append(shown.Belongs, value)
			}
		case field == rp.kind.TitleField(): // stands above the page
		case value.Text != "":
			shown.Values = append(shown.Values, value)
		case !value.Hidden:
			shown.Empty = append(shown.Empty, value.Label)
		}
	}
	return shown, rp.addMakers(seen, &shown)
}

// addMakers tells who made and last changed a record, to those who work with
// Koppelkans; others see when.
func (rp *recordPage) addMakers(seen *record.Seen, shown *view.Record) error {
	moment := func(t time.Time) string { return rp.p.Fmt().Moment(t, rp.p.Now) }
	shown.Made = rp.p.T("record.madeAt", "when", moment(seen.CreatedAt))
	if seen.Version > 1 {
		shown.Changed = rp.p.T("record.changedAt", "when", moment(seen.ChangedAt))
	}
	if seen.Deleted() {
		shown.DeletedText = rp.p.T("record.deleted", "when", moment(seen.DeletedAt))
		if seen.MergedInto != 0 {
			shown.MergedInto = recordURL(rp.kind, seen.MergedInto)
		}
	}
	if !rp.actor.Professional() {
		return nil
	}
	names, err := rp.makers(seen.CreatedBy, seen.ChangedBy)
	if err != nil {
		return err
	}
	shown.Made = rp.p.T("record.made", "when", moment(seen.CreatedAt), "who", names(seen.CreatedBy))
	if seen.Version > 1 {
		shown.Changed = rp.p.T("record.changed", "when", moment(seen.ChangedAt), "who", names(seen.ChangedBy))
	}
	return nil
}

// makers gives a function that names accounts.
func (rp *recordPage) makers(accounts ...id.ID) (func(id.ID) string, error) {
	names, err := rp.Records.Makers(rp.r.Context(), accounts)
	return func(one id.ID) string {
		switch name := names[one]; {
		case one == 0:
			return rp.p.T("record.program")
		case name != "":
			return name
		}
		return rp.p.T("record.somebody")
	}, err
}

// mostDependents is how many records of one kind a page names.
const mostDependents = 10

func (rp *recordPage) dependentViews(dependents []record.Dependent) ([]view.RecordDependents, error) {
	var list []view.RecordDependents
	for _, dependent := range dependents {
		group := view.RecordDependents{Heading: rp.p.T(dependent.Kind.ManyKey()), Total: len(dependent.Records)}
		few := dependent.Records[:min(len(dependent.Records), mostDependents)]
		titles, err := rp.readings(dependent.Kind, few)
		if err != nil {
			return nil, err
		}
		for _, named := range few {
			title := cmp.Or(titles[named.ID], named.Title, rp.p.T(dependent.Kind.OneKey()))
			group.Records = append(group.Records, view.RecordValue{Text: title, URL: recordURL(dependent.Kind, named.ID)})
		}
		group.More = len(dependent.Records) - len(group.Records)
		list = append(list, group)
	}
	return list, nil
}

// readings tells of some records of a kind what they are, where the title alone
// does not: who, and in what, as far as the reader may see that.
func (rp *recordPage) readings(kind *record.Kind, few []record.Named) (map[id.ID]string, error) {
	fields := kind.Reading()
	if len(fields) == 0 {
		return nil, nil
	}
	ask := record.Ask{Limit: len(few)}
	for _, named := range few {
		ask.IDs = append(ask.IDs, named.ID)
	}
	found, err := rp.Records.List(rp.r.Context(), rp.actor, kind, ask)
	of := &recordPage{site: rp.site, w: rp.w, r: rp.r, p: rp.p, kind: kind, actor: rp.actor}
	texts := map[id.ID]string{}
	for at := range found.Rows {
		var parts []string
		for _, field := range fields {
			if text := of.value(&found.Rows[at], field, found.Titles).Text; text != "" {
				parts = append(parts, text)
			}
		}
		texts[found.Rows[at].ID] = strings.Join(parts, " – ")
	}
	return texts, err
}

// filters gives the filters of a list with what is chosen.
func (rp *recordPage) filters(ask record.Ask, titles record.Titles) ([]view.RecordFilter, error) {
	var list []view.RecordFilter
	for at := range rp.kind.Fields {
		field := &rp.kind.Fields[at]
		if !field.Filtered {
			continue
		}
		filter := view.RecordFilter{Name: field.Name, Label: rp.p.T(rp.kind.LabelKey(field))}
		chosen := ask.Filters[field.Name]
		options, few, err := rp.options(field)
		if err != nil {
			return nil, err
		}
		if field.Sort == record.Truth {
			options = []view.Option{{Value: "true", Label: rp.p.T("record.yes")}, {Value: "false", Label: rp.p.T("record.no")}}
		}
		options = slices.DeleteFunc(options, func(o view.Option) bool { return o.Value == "" })
		if !few || len(options) < 2 && chosen == "" {
			continue // nothing to choose between
		}
		filter.Options = append([]view.Option{{Label: rp.p.T("record.any"), Chosen: chosen == ""}}, options...)
		for at := range filter.Options {
			filter.Options[at].Chosen = filter.Options[at].Value == chosen
		}
		list = append(list, filter)
	}
	return list, nil
}

// option gives what an option of a field is called.
func (rp *recordPage) option(field *record.Field, option string) string {
	return rp.kind.OptionWord(field, option, func(key string) string { return rp.p.T(key) })
}
