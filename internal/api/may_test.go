package api_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// somebody calls the interface, or is the public.
type somebody struct {
	name   string
	secret string
	actor  access.Actor
}

// callers gives the public, every role, and tokens that may do less.
func (h *house) callers(t *testing.T) []somebody {
	list := []somebody{{name: "public"}}
	add := func(name, secret string) {
		_, actor, err := h.accounts.ByToken(context.Background(), secret)
		must(t, err)
		list = append(list, somebody{name, secret, actor})
	}
	for _, role := range access.Roles {
		add(string(role), h.secrets[role])
	}
	add("administrator who only reads", h.token(access.Administrator, account.Token{}))
	add("administrator of people only", h.token(access.Administrator, account.Token{Writes: true, Classes: []access.Class{access.People}}))
	return list
}

// everywhere makes one record of a kind for each owner and audience, and some that
// belong to a partnership.
func (h *house) everywhere(kind *record.Kind, owners []id.ID, partnership id.ID) []record.Row {
	var rows []record.Row
	for _, owner := range owners {
		for _, audience := range access.Audiences {
			for _, of := range []id.ID{0, partnership} {
				if of == 0 && inPartnerships(kind) {
					continue
				}
				row := h.example(kind)
				if row.Version > 1 || kind.Derived { // it is the only one
					return append(rows, row)
				}
				values := record.Values{"owner": owner, "audience": audience.String(), "partnership": of}
				if _, asked := kind.Field("round"); asked {
					values["round"] = id.ID(0) // which is one of another partnership
				}
				changed, err := h.records.Change(context.Background(), program, kind, row.ID, row.Version, values)
				must(h.t, err)
				rows = append(rows, changed)
			}
		}
	}
	return rows
}

// inPartnerships tells whether records of a kind are always in a partnership.
func inPartnerships(kind *record.Kind) bool {
	return slices.Contains([]string{"relation", "networkRound", "position", "moment", "support", "reflection", "checklistRound", "coordination", "stance"}, kind.One)
}

// The interface lets nobody see or do more, or less, than the rules say.
func TestTheInterfaceFollowsTheRules(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		h := newHouse(t, config, nil)
		callers := h.callers(t)
		another := h.make("organisation", record.Values{"name": "Ander", "sort": "school", "audience": "own-organisation"}).ID
		partnership := h.make("partnership", record.Values{"name": "Samen"}).ID
		for _, kind := range h.records.Kinds.All() {
			rows := h.everywhere(kind, []id.ID{h.own, another}, partnership)
			for _, caller := range callers {
				t.Run(kind.One+" "+caller.name, func(t *testing.T) {
					mayList(t, h, kind, caller, rows)
					mayAdd(t, h, kind, caller)
					for _, row := range rows {
						mayEach(t, h, kind, caller, row)
					}
				})
			}
		}
	})
}

func mayList(t *testing.T, h *house, kind *record.Kind, caller somebody, rows []record.Row) {
	listed := map[string]bool{}
	for next := "/api/v1/" + kind.Many + "?limit=1000"; next != ""; {
		list := h.do(call{method: "GET", path: next, secret: caller.secret}).wants(t, http.StatusOK).object(t)
		for _, item := range list["items"].([]any) {
			listed[item.(map[string]any)["id"].(string)] = true
		}
		next, _ = list["links"].(map[string]any)["next"].(string)
	}
	for _, row := range rows {
		if may := access.Can(caller.actor, access.See, kind.Class, row.Facts()); listed[row.ID.String()] != may {
			t.Errorf("%+v: on the list %v, may be seen %v", row.Facts(), listed[row.ID.String()], may)
		}
	}
}

func mayAdd(t *testing.T, h *house, kind *record.Kind, caller somebody) {
	if kind.Derived {
		return
	}
	answer := h.do(call{method: "POST", path: "/api/v1/" + kind.Many, secret: caller.secret, body: map[string]any{}})
	want := http.StatusBadRequest // it lacks all that is needed
	if !access.CanAnywhere(caller.actor, access.Create, kind.Class) {
		want = refusedAs(caller)
	}
	if answer.StatusCode != want {
		t.Errorf("adding gave %s, want %d", answer.Status, want)
	}
}

// refusedAs is how somebody hears that they may not.
func refusedAs(caller somebody) int {
	if caller.secret == "" {
		return http.StatusUnauthorized
	}
	return http.StatusForbidden
}

// mayEach tries what can be done with a record, in a way that changes nothing.
func mayEach(t *testing.T, h *house, kind *record.Kind, caller somebody, row record.Row) {
	at := "/api/v1/" + kind.Many + "/" + row.ID.String()
	tag := fmt.Sprintf(`"%d"`, row.Version)
	for _, try := range []struct {
		action access.Action
		call   call
		good   int
	}{
		{access.See, call{method: "GET", path: at}, http.StatusOK},
		{access.History, call{method: "GET", path: at + "/changes"}, http.StatusOK},
		{access.Change, call{method: "PATCH", path: at, body: map[string]any{}, header: map[string]string{"If-Match": tag}}, http.StatusOK},
		{access.Delete, call{method: "DELETE", path: at, header: map[string]string{"If-Match": `"999"`}}, http.StatusPreconditionFailed},
		{access.Delete, call{method: "POST", path: at + "/_restore"}, http.StatusOK},
	} {
		if kind.Derived && try.action == access.Delete {
			continue
		}
		want := try.good
		switch {
		case !access.Can(caller.actor, access.See, kind.Class, row.Facts()):
			want = http.StatusNotFound
		case !access.Can(caller.actor, try.action, kind.Class, row.Facts()):
			want = refusedAs(caller)
		}
		try.call.secret = caller.secret
		answer := h.do(try.call)
		if answer.StatusCode != want {
			t.Errorf("%s of %+v gave %s, want %d", try.action, row.Facts(), answer.Status, want)
		}
		if try.action == access.See && answer.StatusCode == http.StatusOK {
			mayFields(t, h, kind, caller, row, answer.object(t))
		}
	}
}

// mayFields holds the fields of an answer against their ceilings, and what
// they point to against who may see that.
func mayFields(t *testing.T, h *house, kind *record.Kind, caller somebody, row record.Row, object map[string]any) {
	for at := range kind.Fields {
		field := &kind.Fields[at]
		_, there := object[field.Name]
		may := field.Ceiling == 0 || access.CanSeeField(caller.actor, kind.Class, row.Facts(), field.Ceiling)
		if field.IsRef() {
			may = may && h.maySeeBehind(field, row.Get(field).(id.ID), caller)
		}
		if there != may {
			t.Errorf("%+v: %s is there %v, may be seen %v", row.Facts(), field.Name, there, may)
		}
	}
}

// maySeeBehind tells whether somebody may see what a field points to.
func (h *house) maySeeBehind(field *record.Field, one id.ID, caller somebody) bool {
	h.t.Helper()
	if one == 0 {
		return false
	}
	kind := h.kind(field.Of)
	row, err := h.db.FindRow(context.Background(), kind, one)
	must(h.t, err)
	return access.Can(caller.actor, access.See, kind.Class, row.Facts()) || field.Of == "organisation" && one == caller.actor.Organisation
}
