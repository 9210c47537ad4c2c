package catalogue

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

// longestShort is how many characters a short name may have; panels have no
// room for more.
const longestShort = 24

var (
	errTwice  = errors.New("the id is used twice")
	idPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

func checkTheme(t Theme) error {
	return errors.Join(checkID(t.ID), checkText("name", t.Name))
}

func checkSource(s delivery.Source) error {
	if s.Name == "" || s.Publisher == "" {
		return errors.New("a source needs a name and a publisher")
	}
	if s.Licence == "unknown" && s.Note == "" {
		return errors.New("a source of unknown licence must say so in its note")
	}
	return errors.Join(checkID(s.ID), checkLicence(s.Licence))
}

// checkIndicator looks at an indicator by itself and at what it points to.
func (c *Catalogue) checkIndicator(i indicator.Indicator) error {
	_, source := c.sources[i.Source]
	_, theme := c.themes[i.Theme]
	return errors.Join(
		checkID(i.ID),
		checkText("name", i.Name), checkText("short", i.Short), checkText("description", i.Description),
		checkShort(i.Short),
		checkOneOf("direction", i.Direction, indicator.HigherIsBetter, indicator.LowerIsBetter, indicator.Neutral),
		checkOneOf("sort", i.Sort, indicator.Counted, indicator.Modelled, indicator.Reported, indicator.Measured, indicator.Calculated),
		checkOneOf("perspective", i.Perspective, indicator.Protect, indicator.Promote, indicator.Facilitate),
		checkOneOf("domain", i.Domain, indicator.Social, indicator.Physical),
		checkOneOf("unit", i.Unit, units...),
		checkTrue(i.Support.Valid(), "unknown support %q", i.Support),
		checkTrue(source, "unknown source %q", i.Source),
		checkTrue(theme, "unknown theme %q", i.Theme),
		checkTrue(i.Licence == "" || slices.Contains(licences, i.Licence), "unknown licence %q", i.Licence),
		checkTrue(i.Decimals >= 0 && i.Decimals <= 3, "%d decimals cannot be shown", i.Decimals),
		checkTrue(i.Minimum == nil || i.Maximum == nil || *i.Minimum < *i.Maximum, "minimum and maximum are crossed"),
	)
}

func checkID(id string) error {
	return checkTrue(idPattern.MatchString(id), "%q is no id in kebab-case", id)
}

// checkText wants a text in each language of the screen, and no other.
func checkText(what string, text indicator.Text) error {
	return checkTrue(len(text) == 2 && text["nl"] != "" && text["en"] != "", "%s must be given in nl and en", what)
}

func checkShort(short indicator.Text) error {
	for language, text := range short {
		if utf8.RuneCountInString(text) > longestShort {
			return fmt.Errorf("short name in %s has more than %d characters", language, longestShort)
		}
	}
	return nil
}

func checkLicence(licence string) error {
	return checkOneOf("licence", licence, licences...)
}

func checkOneOf[T ~string](what string, value T, known ...T) error {
	return checkTrue(slices.Contains(known, value), "unknown %s %q", what, value)
}

func checkTrue(holds bool, format string, args ...any) error {
	if holds {
		return nil
	}
	return fmt.Errorf(format, args...)
}
