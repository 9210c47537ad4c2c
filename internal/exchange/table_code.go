package exchange

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
)

// keyOf gives the area of a row; false when it cannot be told, which is
// reported.
func (b *tableBuilder) keyOf(r record) (place.Key, bool) {
	code, column, ok := b.codeOf(r)
	if !ok {
		return place.Key{}, false
	}
	if renamed, known := b.recipe.Code.Rename[code]; known {
		code = renamed
	}
	level, code, wrong := checkCode(b.level, code)
	if wrong == codeDecimals {
		b.decimals++
	} else if wrong != "" {
		b.problem(r.row, column, code, wrong, fault.Args{"Level": string(level)})
		return place.Key{}, false
	}
	return place.Key{Level: level, Code: code, Year: b.recipe.BoundaryYear}, true
}

// codeOf takes the code out of a row in the way of the recipe, and names the
// column it is in.
func (b *tableBuilder) codeOf(r record) (code, column string, ok bool) {
	rule := &b.recipe.Code
	if rule.Template != "" {
		return b.templateCode(r)
	}
	text, fits := b.code.read(r.fields)
	if !fits {
		b.problem(r.row, b.code.name, text, "import.pattern", fault.Args{"Pattern": b.code.pattern.String()})
		return "", "", false
	}
	if b.byName == nil {
		return text, b.code.name, true
	}
	switch codes := b.byName[text]; len(codes) {
	case 1:
		return codes[0], b.code.name, true
	case 0:
		b.problem(r.row, b.code.name, text, "import.unknown-name", fault.Args{"Within": rule.Lookup.Within})
	default:
		b.problem(r.row, b.code.name, text, "import.ambiguous-name", fault.Args{"Within": rule.Lookup.Within, "Codes": strings.Join(codes, ", ")})
	}
	return "", "", false
}

func (b *tableBuilder) templateCode(r record) (code, column string, ok bool) {
	var text strings.Builder
	for _, part := range b.recipe.ready.template {
		text.WriteString(part.text)
		if part.part == "" {
			continue
		}
		cell := b.parts[part.part]
		value, fits := cell.read(r.fields)
		if !fits || value == "" {
			b.problem(r.row, cell.name, value, "import.code-part", fault.Args{"Template": b.recipe.Code.Template})
			return "", "", false
		}
		fmt.Fprintf(&text, "%0*s", part.width, value)
		column = cell.name
	}
	code, fits := fit(text.String(), b.recipe.ready.patterns[b.recipe.Code.Pattern])
	if !fits {
		b.problem(r.row, column, code, "import.pattern", fault.Args{"Pattern": b.recipe.Code.Pattern})
	}
	return code, column, fits
}

// postcodeAsNumber is how programs write a postcode that they took for a
// number: 1609.000. Taking off zeros behind the point loses nothing.
var postcodeAsNumber = regexp.MustCompile(`^([1-9]\d{3})[.,]0+$`)

// codeDecimals is what checkCode says of a postcode written as a number: it
// was repaired.
const codeDecimals = "import.postcode-decimals"

// longestCode bounds codes that have no official form.
const longestCode = 64

// checkCode tells whether a code belongs to the level; "" lets the code tell
// the level. wrong is the key of what is wrong, "" when nothing is.
func checkCode(wanted place.Level, code string) (level place.Level, checked, wrong string) {
	if code == "" {
		return wanted, code, "import.no-code"
	}
	if found := postcodeAsNumber.FindStringSubmatch(code); found != nil && wanted == place.Postcode4 {
		return wanted, found[1], codeDecimals
	}
	known, official := place.LevelOf(code)
	switch {
	case wanted == "" && !official:
		return wanted, code, "import.code-form"
	case wanted == "" || known == wanted:
		return known, code, ""
	case wanted == place.GGDRegion || wanted == place.Village || wanted == place.OwnArea:
		// These have no code of their own everywhere: a name serves.
		if official || len(code) > longestCode {
			return wanted, code, "import.code-level"
		}
		return wanted, code, ""
	case official:
		return wanted, code, "import.code-level"
	}
	return wanted, code, "import.code-form"
}

// tellUnknownCodes reports codes of the right form that no area of that level
// and boundary year has: a slip of the pen, or an area of which only figures
// are known. A level of which nothing was loaded tells nothing.
func (b *tableBuilder) tellUnknownCodes(ctx context.Context) error {
	if b.known == nil {
		return nil
	}
	levels := map[place.Level]map[string]bool{}
	for at, claim := range b.claims {
		codes, asked := levels[claim.Level]
		if !asked {
			var err error
			if codes, err = b.known.Codes(ctx, claim.Level, claim.Year); err != nil {
				return err
			}
			levels[claim.Level] = codes
		}
		if len(codes) > 0 && !codes[claim.Code] {
			b.report.Add(Finding{Severity: Notice, Row: b.rows[at], Map: b.mapRows, Column: b.code.name, Value: claim.Code,
				Key: "import.unknown-code", Args: fault.Args{"Level": string(claim.Level), "Year": claim.Year}})
		}
	}
	return nil
}
