package survey

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
)

// NewIndicator is what is asked of a new own indicator. It is always a
// percentage that people reported.
type NewIndicator struct {
	Name, Short, Description string
	Theme                    string
	Domain                   indicator.Domain
	Perspective              indicator.Perspective
	Direction                indicator.Direction
}

// code is the id of a new indicator: own- and its name.
func (n NewIndicator) code() string {
	var code strings.Builder
	code.WriteString("own")
	gap := true
	for _, char := range norm.NFD.String(strings.ToLower(n.Name)) {
		switch {
		case unicode.Is(unicode.Mn, char):
		case char >= 'a' && char <= 'z' || char >= '0' && char <= '9':
			if gap {
				code.WriteByte('-')
			}
			code.WriteRune(char)
			gap = false
		default:
			gap = true
		}
		if code.Len() >= 70 {
			break
		}
	}
	return code.String()
}

// record describes the new indicator, with the same words in both languages
// until somebody translates them.
func (n NewIndicator) record(level place.Level) catalogue.Record {
	short := n.Short
	if short == "" {
		short = n.Name
	}
	if runes := []rune(short); len(runes) > 24 {
		short = string(runes[:24])
	}
	description := n.Description
	if description == "" {
		description = n.Name
	}
	return catalogue.Record{
		Code: n.code(), NameNl: n.Name, NameEn: n.Name, ShortNl: short, ShortEn: short, DescriptionNl: description, DescriptionEn: description,
		Theme: n.Theme, Domain: n.Domain, Perspective: n.Perspective, Unit: "percent", Decimals: 0, Direction: n.Direction, Sort: indicator.Reported,
		Support: level, Source: Source, Minimum: "0", Maximum: "100",
	}
}

// IsOwn tells whether an indicator is one of ours.
func IsOwn(known indicator.Indicator) bool {
	return known.Source == Source && known.Sort == indicator.Reported && known.Unit == "percent"
}

// Own lists the own indicators that somebody may see.
func (s *Service) Own(actor access.Actor) []indicator.Indicator {
	var list []indicator.Indicator
	for _, known := range s.Catalogue.Now().For(actor).Indicators {
		if IsOwn(known) {
			list = append(list, known)
		}
	}
	return list
}

func (s *Service) checkIndicator(form *Form) error {
	if form.Indicator != "" {
		if known, found := s.Catalogue.ByID(form.Indicator); !found || !IsOwn(known) {
			return wrong("indicator", "survey.noIndicator")
		}
		return nil
	}
	n := &form.New
	n.Name, n.Short, n.Description = strings.TrimSpace(n.Name), strings.TrimSpace(n.Short), strings.TrimSpace(n.Description)
	if n.Name == "" || n.code() == "own" || len([]rune(n.Name)) > 120 {
		return wrong("name", "survey.noIndicatorName")
	}
	if _, taken := s.Catalogue.ByID(n.code()); taken {
		return wrong("name", "survey.indicatorExists")
	}
	if len([]rune(n.Short)) > 24 {
		return wrong("short", "survey.longShort")
	}
	kind, _ := s.Records.Kinds.ByName("indicator")
	for field, value := range map[string]string{"theme": n.Theme, "domain": string(n.Domain), "perspective": string(n.Perspective), "direction": string(n.Direction)} {
		described, _ := kind.Field(field)
		if !slices.Contains(described.Options, value) {
			return wrong(field, "survey.choose")
		}
	}
	return nil
}

// nameOf is what the indicator of a form is called.
func (s *Service) nameOf(form Form) string {
	if known, found := s.Catalogue.ByID(form.Indicator); found {
		return known.Name.In("nl")
	}
	return form.New.Name
}

// makeIndicator adds an own indicator, where the survey was held.
func (s *Service) makeIndicator(ctx context.Context, actor access.Actor, n NewIndicator, in scope, level place.Level) error {
	kind, known := s.Records.Kinds.ByName("indicator")
	if !known {
		return errors.New("survey: there is no kind for indicators")
	}
	row := catalogue.Indicators(s.Catalogue.Shipped()).Row(n.record(level))
	values := record.Values{"place": in.edition.PlaceID}
	for at := range kind.Own() {
		field := &kind.Fields[at]
		values[field.Name] = row.Get(field)
	}
	_, err := s.Records.Create(ctx, actor, kind, values)
	if fault.CodeOf(err) == fault.Denied && err != nil {
		return fault.New(fault.Denied, "survey.denied", nil)
	}
	return err
}
