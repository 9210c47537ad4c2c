package web

import (
	"net/http"
	"time"

	"github.com/koppelkans/koppelkans/internal/mywork"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// myWork answers /mijn-werk: what waits for who looks, oldest promise first.
func (s *site) myWork(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	p := s.page(w, r)
	p.Title, p.Section = p.T("mywork.title"), "mywork"
	shown := view.MyWork{}
	if s.MyWork != nil {
		items, err := s.MyWork.List(r.Context(), p.Actor, p.Now)
		if err != nil {
			return err
		}
		if shown, err = s.sortWork(r, p, items); err != nil {
			return err
		}
	}
	return s.show(w, r, view.MyWorkPage(p, shown))
}

// sortWork puts what waits under what is late, what is due this week, what
// comes later and what has no day.
func (s *site) sortWork(r *http.Request, p view.Page, items []mywork.Item) (view.MyWork, error) {
	today, week := p.Today(), p.DayAfter(7*24*time.Hour)
	shown := view.MyWork{Total: len(items)}
	groups := map[string]*view.WorkGroup{}
	for _, name := range []string{"late", "week", "later", "undated"} {
		shown.Groups = append(shown.Groups, view.WorkGroup{Name: name, Heading: p.T("mywork." + name)})
	}
	for at := range shown.Groups {
		groups[shown.Groups[at].Name] = &shown.Groups[at]
	}
	names, err := s.partnershipNames(r, p, items)
	if err != nil {
		return shown, err
	}
	for _, item := range items {
		kind, known := s.Records.Kinds.ByName(item.Kind)
		if !known {
			continue
		}
		line := view.WorkItem{Title: item.Title, Kind: p.T(kind.OneKey()), Where: names[item.Partnership], URL: recordURL(kind, item.ID), DoURL: item.Path, Deed: p.T(item.Deed), Promise: item.Promise}
		if item.AskedBy != "" {
			line.AskedBy = p.T("mywork.askedBy", "who", item.AskedBy)
		}
		if line.DoURL == "" {
			line.DoURL = line.URL
		}
		group := "undated"
		switch {
		case item.Due == "":
		case item.Due < today:
			group = "late"
			if item.Promise {
				shown.Late++
			}
		case item.Due <= week:
			group = "week"
		default:
			group = "later"
		}
		if item.Due != "" {
			line.Due = p.Day(item.Due)
		}
		line.Late = group == "late"
		groups[group].Items = append(groups[group].Items, line)
	}
	return shown, nil
}

func (s *site) partnershipNames(r *http.Request, p view.Page, items []mywork.Item) (record.Titles, error) {
	var ids []any
	for _, item := range items {
		ids = append(ids, item.Partnership)
	}
	return s.partnershipTitles(r, p, ids)
}
