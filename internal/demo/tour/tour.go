// Package tour has the guided visits of the demo: for each role a few pages to
// look at, and why. They are data, in tours.yaml; a step is named by an address
// parameter, as analist-2, so that a visit needs no script and can be left at
// any moment.
package tour

import (
	"bytes"
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

//go:embed tours.yaml
var data []byte

// Tours are all visits, from who may least to who may most.
type Tours []Tour

// Tour is a visit for a role.
type Tour struct {
	ID    string         `yaml:"id"` // as it stands in an address
	Role  access.Role    `yaml:"role"`
	Name  indicator.Text `yaml:"name"`
	Steps []Step         `yaml:"steps"`
}

// Step is a page to look at.
type Step struct {
	Path  string         `yaml:"path"` // with {} where the id of a record comes
	Kind  string         `yaml:"kind"` // of that record
	Named string         `yaml:"named"`
	Title indicator.Text `yaml:"title"`
	Text  indicator.Text `yaml:"text"`
	See   indicator.Text `yaml:"see"` // what stands on the page, and in the text
}

// Param is the parameter of an address that says at which step somebody is.
const Param = "rondleiding"

// mostText is how many characters a step may have, so that it stays a bar.
const mostText = 180

var idOnly = regexp.MustCompile(`^[a-z]+$`)

// Load reads the visits and makes sure that they are whole.
func Load() (Tours, error) {
	var tours Tours
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&tours); err != nil {
		return nil, fmt.Errorf("tours: %w", err)
	}
	for _, tour := range tours {
		if err := tour.check(); err != nil {
			return nil, fmt.Errorf("tours: %s: %w", tour.ID, err)
		}
	}
	return tours, nil
}

func (t Tour) check() error {
	if !idOnly.MatchString(t.ID) || t.Role != "" && !t.Role.Valid() || len(t.Steps) == 0 {
		return fmt.Errorf("the id, the role or the steps are wrong")
	}
	for at, step := range t.Steps {
		if !strings.HasPrefix(step.Path, "/") || strings.Contains(step.Path, "#") {
			return fmt.Errorf("step %d: %q is no path", at+1, step.Path)
		}
		if strings.Contains(step.Path, "{}") != (step.Kind != "" && step.Named != "") {
			return fmt.Errorf("step %d: %q needs the kind and the name of a record, or none of them", at+1, step.Path)
		}
		for _, lang := range []string{"nl", "en"} {
			title, text, see := step.Title[lang], step.Text[lang], step.See[lang]
			switch {
			case t.Name[lang] == "" || title == "" || text == "" || see == "":
				return fmt.Errorf("step %d: something is missing in %s", at+1, lang)
			case len([]rune(text)) > mostText:
				return fmt.Errorf("step %d: the text in %s is longer than %d characters", at+1, lang, mostText)
			case !strings.Contains(text, see):
				return fmt.Errorf("step %d: the text in %s does not speak of %q", at+1, lang, see)
			}
		}
	}
	return nil
}

// Finder is the path that leads to the step in Param, when the page of a step
// is that of a record which must be found first.
const Finder = "/rondleiding/naar"

// Address gives where a step is, from 1, with the step in it; of the page of a
// record, that of Finder.
func (t Tour) Address(step int) string {
	path := t.Steps[step-1].Path
	if t.Steps[step-1].Kind != "" {
		path = Finder
	}
	return t.with(path, step)
}

// AddressOf is the address of a step whose record was found.
func (t Tour) AddressOf(step int, record string) string {
	return t.with(strings.ReplaceAll(t.Steps[step-1].Path, "{}", record), step)
}

func (t Tour) with(path string, step int) string {
	join := "?"
	if strings.Contains(path, "?") {
		join = "&"
	}
	return path + join + Param + "=" + t.ID + "-" + strconv.Itoa(step)
}

// Of gives the visit for a role; "" is who has no account.
func (t Tours) Of(role access.Role) (Tour, bool) {
	for _, tour := range t {
		if tour.Role == role {
			return tour, true
		}
	}
	return Tour{}, false
}

// RoleOf gives the role whose visit somebody is shown: the one that may most.
func RoleOf(actor access.Actor) access.Role {
	for at := len(access.Roles) - 1; at >= 0; at-- {
		if _, has := actor.Scopes[access.Roles[at]]; has {
			return access.Roles[at]
		}
	}
	return ""
}

// Find reads what Address wrote: the visit and the number of the step.
func (t Tours) Find(text string) (Tour, int, bool) {
	name, number, _ := strings.Cut(text, "-")
	for _, tour := range t {
		step, err := strconv.Atoi(number)
		if tour.ID == name && err == nil && step >= 1 && step <= len(tour.Steps) {
			return tour, step, true
		}
	}
	return Tour{}, 0, false
}
