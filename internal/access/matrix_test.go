package access_test

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/kinds"
)

// The world of the matrix: one place and another, the owner and another
// organisation, a partnership, and whoever asks.
const (
	place, otherPlace = id.ID(11), id.ID(12)
	owner, otherOwner = id.ID(21), id.ID(22)
	partnership       = id.ID(31)
	account, someone  = id.ID(41), id.ID(42)
	record            = id.ID(51)
)

var letters = map[rune]access.Role{'r': access.Reader, 'c': access.Contributor, 'e': access.Editor, 'a': access.Analyst, 'o': access.Coordinator, 'm': access.Administrator}

// standing gives somebody who stands to the record as a row of the matrix says.
func standing(row string, role access.Role) access.Actor {
	actor := access.Actor{Account: account, Organisation: otherOwner}
	scope := access.Scope{Places: []id.ID{place}}
	switch row {
	case "public":
		return access.Actor{}
	case "nogrant":
		return actor
	case "elsewhere", "ownelsewhere":
		scope = access.Scope{Places: []id.ID{otherPlace}}
	case "partner":
		scope = access.Scope{Partnerships: []id.ID{partnership}}
	}
	if strings.HasPrefix(row, "own") || row == "limited" {
		actor.Organisation = owner
	}
	if row == "limited" {
		actor.Limits = []access.Action{access.See}
	}
	actor.Scopes = map[access.Role]access.Scope{role: scope}
	return actor
}

func facts(row string, audience access.Audience) access.Facts {
	f := access.Facts{ID: record, Owner: owner, Place: place, Partnership: partnership, Audience: audience, CreatedBy: someone}
	if row == "maker" {
		f.CreatedBy = account
	}
	return f
}

// expectation is a row of the matrix: who of it may do each action.
type expectation struct {
	class   access.Class
	actions []access.Action
	row     string
	allowed []string // by audience
}

func TestRulesAreAsTheMatrixSays(t *testing.T) {
	expectations, classes := readMatrix(t)
	all, err := kinds.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range all.All() {
		if classes[kind.One] != kind.Class {
			t.Errorf("the kind %s is of class %s and stands under %q in testdata/matrix.txt", kind.One, kind.Class, classes[kind.One])
		}
	}
	tried := map[access.Class]map[access.Action]int{}
	for _, e := range expectations {
		for _, action := range e.actions {
			for at, audience := range access.Audiences {
				for _, role := range access.Roles {
					want := e.allows(at, role)
					if got := access.Can(standing(e.row, role), action, e.class, facts(e.row, audience)); got != want {
						t.Errorf("%s %s: %s as %s, for %s: the rules say %v, the matrix %v", e.class, action, e.row, role, audience, got, want)
					}
					if tried[e.class] == nil {
						tried[e.class] = map[access.Action]int{}
					}
					tried[e.class][action]++
				}
			}
		}
	}
	for _, class := range []access.Class{access.Working, access.People, access.Accounts, access.Figures, access.Judgements} {
		for _, action := range access.Actions {
			if action != access.Answer && tried[class][action] == 0 {
				t.Errorf("testdata/matrix.txt says nothing of %s with %s", action, class)
			}
		}
	}
}

// allows tells whether the row lets a role, for the audience of a column.
func (e expectation) allows(column int, role access.Role) bool {
	switch cell := e.allowed[column]; cell {
	case "-":
		return false
	case "all", "yes":
		return true
	default:
		return slices.ContainsFunc([]rune(cell), func(letter rune) bool { return letters[letter] == role })
	}
}

func readMatrix(t *testing.T) ([]expectation, map[string]access.Class) {
	t.Helper()
	file, err := os.Open("testdata/matrix.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var list []expectation
	classes := map[string]access.Class{}
	var now []access.Class
	var actions []access.Action
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := lines.Text()
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0][0] == '#':
		case words[0] == "kinds":
			for _, kind := range words[2:] {
				classes[kind] = access.Class(words[1])
			}
		case words[0] == "class":
			now = nil
			for _, class := range words[1:] {
				now = append(now, access.Class(class))
			}
		case line[0] == ' ':
			if len(words) != 5 {
				t.Fatalf("a row of the matrix is not whole: %q", line)
			}
			for _, class := range now {
				list = append(list, expectation{class, actions, words[0], words[1:]})
			}
		default:
			actions = nil
			for _, action := range words {
				actions = append(actions, access.Action(action))
			}
		}
	}
	return list, classes
}

// Who has no account reaches what is meant for them, and nothing else.
func TestLinksSessionsAndThemselves(t *testing.T) {
	hidden := facts("", access.OwnOrganisation)
	for name, actor := range map[string]access.Actor{"link": {Token: record}, "session": {Session: record}} {
		if !access.Can(actor, access.Answer, access.Working, hidden) || !access.Can(actor, access.See, access.Working, hidden) {
			t.Errorf("%s: the record it is meant for cannot be answered", name)
		}
		other := hidden
		other.ID++
		for _, action := range access.Actions {
			if access.Can(actor, action, access.Working, other) {
				t.Errorf("%s may %s another record", name, action)
			}
		}
		for _, action := range []access.Action{access.Change, access.Delete, access.History, access.Merge, access.Import, access.Create} {
			if access.Can(actor, action, access.Working, hidden) {
				t.Errorf("%s may %s the record", name, action)
			}
		}
		if access.Can(actor, access.See, access.Accounts, hidden) {
			t.Errorf("%s sees accounts", name)
		}
	}
	self := access.Actor{Account: record, Person: record}
	if !access.Can(self, access.See, access.Accounts, hidden) || access.Can(self, access.Change, access.Accounts, hidden) {
		t.Error("people see their own account and change it only on their own page")
	}
	if !access.Can(self, access.Change, access.People, hidden) {
		t.Error("people may not mend what is written about them")
	}
}

// What belongs to no record is for administrators of everything.
func TestInstallationIsForAdministratorsOfEverything(t *testing.T) {
	for _, role := range access.Roles {
		everywhere := access.Actor{Account: account, Scopes: map[access.Role]access.Scope{role: {Everywhere: true}}}
		local := access.Actor{Account: account, Scopes: map[access.Role]access.Scope{role: {Places: []id.ID{place}}}}
		if got := access.Can(everywhere, access.See, access.Installation, access.Facts{}); got != (role == access.Administrator) {
			t.Errorf("%s everywhere sees the installation: %v", role, got)
		}
		if access.Can(local, access.See, access.Installation, access.Facts{}) {
			t.Errorf("%s of one place sees the installation", role)
		}
	}
}
