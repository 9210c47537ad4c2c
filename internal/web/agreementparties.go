package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// possibleParties gives the people of the partnership who are no parties yet,
// with where they work.
func (rp *recordPage) possibleParties(one agreement.Agreement, parties []agreement.Party) ([]view.Choice, error) {
	people, err := rp.peopleOf(one.Partnership)
	if err != nil {
		return nil, err
	}
	var list []view.Choice
	for _, person := range people {
		if slices.ContainsFunc(parties, func(p agreement.Party) bool { return p.Person == person.ID }) {
			continue
		}
		label := person.Name
		if person.where != "" {
			label += ", " + person.where
		}
		list = append(list, view.Choice{Value: person.ID.String(), Label: label})
	}
	return list, nil
}

// personAt is somebody with the name of where they work.
type personAt struct {
	partnership.Person
	where string
}

// peopleOf gives the people who are in a partnership now, by name.
func (rp *recordPage) peopleOf(in id.ID) ([]personAt, error) {
	members, err := rp.memberIDs(in)
	if err != nil || len(members) == 0 {
		return nil, err
	}
	ids := make([]id.ID, 0, len(members))
	for one := range members {
		ids = append(ids, one)
	}
	list, err := rp.Records.List(rp.r.Context(), rp.actor, partnership.People().Kind(), record.Ask{IDs: ids, Limit: mostMembers})
	if err != nil {
		return nil, err
	}
	var people []personAt
	for at := range list.Rows {
		person := partnership.People().Of(list.Rows[at].Row)
		people = append(people, personAt{Person: person, where: list.Titles[person.Organisation]})
	}
	return people, nil
}

// addParties makes people, and somebody who is named, parties to an agreement.
func (s *site) addParties(rp *recordPage) error {
	seen, _, err := rp.may(access.Change)
	if err != nil {
		return err
	}
	if err := parseForm(rp.w, rp.r); err != nil {
		return err
	}
	one := agreement.Agreements().Of(seen.Row)
	people, err := rp.peopleOf(one.Partnership)
	if err != nil {
		return err
	}
	base := record.Values{"agreement": one.ID, record.OwnerField: one.Owner, record.PlaceField: one.Place, record.PartnershipField: one.Partnership, record.AudienceField: one.Audience.String()}
	var drafts []record.Draft
	add := func(values record.Values) {
		for name, value := range base {
			values[name] = value
		}
		drafts = append(drafts, record.Draft{Kind: agreement.Parties().Kind(), Values: values})
	}
	for _, person := range people {
		if slices.Contains(rp.r.PostForm["deelnemer"], person.ID.String()) {
			add(record.Values{"person": person.ID, "organisation": person.Organisation})
		}
	}
	typed := view.Agreement{Name: strings.TrimSpace(rp.r.PostForm.Get("naam")), Email: strings.TrimSpace(rp.r.PostForm.Get("email"))}
	if typed.Name != "" || typed.Email != "" {
		add(record.Values{"name": typed.Name, "email": typed.Email})
	}
	if len(drafts) == 0 {
		typed.Wrong = rp.p.T("agreement.addNobody")
		return rp.showAgreement(http.StatusUnprocessableEntity, typed)
	}
	_, err = rp.Records.Together(rp.r.Context(), rp.actor, drafts)
	problems, err := problemsOf(err)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		typed.Wrong = rp.Catalogue.T(rp.p.Lang, problems[0].Key, problems[0].Args)
		return rp.showAgreement(http.StatusUnprocessableEntity, typed)
	}
	http.Redirect(rp.w, rp.r, rp.url(one.ID), http.StatusSeeOther)
	return nil
}

// askParties asks those who have not answered.
func (s *site) askParties(rp *recordPage) error {
	seen, _, err := rp.may(access.Change)
	if err != nil {
		return err
	}
	posted, err := s.Agreements.AskAll(rp.r.Context(), rp.actor, seen.ID)
	if err != nil {
		return err
	}
	told := url.Values{}
	if posted.Letters > 0 {
		told.Set("mails", strconv.Itoa(posted.Letters))
	}
	if len(posted.Unreached) > 0 {
		told.Set("zonder", strconv.Itoa(len(posted.Unreached)))
	}
	http.Redirect(rp.w, rp.r, rp.url(seen.ID)+"?"+told.Encode(), http.StatusSeeOther)
	return nil
}
