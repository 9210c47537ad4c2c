package web

import (
	"net/http"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// deliveries answers /leveringen: what arrived, newest first.
func (s *site) deliveries(w http.ResponseWriter, r *http.Request) error {
	p := s.page(w, r)
	p.Title, p.Section = p.T("nav.deliveries"), "deliveries"
	page, err := readPage(r.URL.Query())
	if err != nil {
		return err
	}
	list := view.Deliveries{Page: page, Pages: 1}
	if s.Deliveries != nil {
		found, total, err := s.Deliveries.Deliveries(r.Context(), s.actor(r), (page-1)*rowsPerPage, rowsPerPage)
		if err != nil {
			return err
		}
		for _, d := range found {
			list.Rows = append(list.Rows, s.deliveryRow(p, d))
		}
		list.Total, list.Pages = total, max(1, (total+rowsPerPage-1)/rowsPerPage)
	}
	return s.show(w, r, view.DeliveriesPage(p, list))
}

func (s *site) deliveryRow(p view.Page, d delivery.Delivery) view.DeliveryRow {
	return view.DeliveryRow{
		ID: d.ID.String(), URL: "/leveringen/" + d.ID.String(), Source: s.sourceName(d.Source), Table: d.Table, Year: d.BoundaryYear, File: d.File,
		State: p.T("state." + string(d.State)), Current: d.State == delivery.Current, Undone: d.State == delivery.Undone,
		Areas: d.Areas, Figures: d.Figures, Holes: d.Holes, Recipe: d.Recipe, Note: d.Note, Checksum: d.Checksum,
		Created: p.Fmt().Moment(d.CreatedAt, s.Now()), CurrentSince: p.Fmt().Moment(d.CurrentAt, s.Now()), UndoneAt: p.Fmt().Moment(d.UndoneAt, s.Now()),
	}
}

func (s *site) findDelivery(r *http.Request) (delivery.Delivery, error) {
	number, err := id.Parse(r.PathValue("id"))
	if err != nil || s.Deliveries == nil {
		return delivery.Delivery{}, fault.New(fault.NotFound, "delivery.unknown", fault.Args{"Delivery": r.PathValue("id")})
	}
	if s.Records != nil { // as a record it has an audience
		kind, _ := s.Records.Kinds.ByName("delivery")
		if _, _, err := s.Records.Get(r.Context(), s.actor(r), kind, number); fault.CodeOf(err) == fault.NotFound && err != nil {
			return delivery.Delivery{}, fault.New(fault.NotFound, "delivery.unknown", fault.Args{"Delivery": r.PathValue("id")})
		}
	}
	return s.Deliveries.FindDelivery(r.Context(), number)
}

// delivery answers /leveringen/{id}: what one arrival holds.
func (s *site) delivery(w http.ResponseWriter, r *http.Request) error {
	d, err := s.findDelivery(r)
	if err != nil {
		return err
	}
	p := s.page(w, r)
	contents, err := s.Deliveries.ContentsOf(r.Context(), d.ID)
	if err != nil {
		return err
	}
	shown := view.Delivery{DeliveryRow: s.deliveryRow(p, d), CanUndo: s.Undo != nil && s.mayUndo(r)}
	rows := make([]view.ContentRow, len(contents))
	for at, content := range contents {
		rows[at] = contentRow(p, content)
		rows[at].URL = "/cijfers/" + content.Indicator
		if s.Indicators != nil {
			if known, ok := s.Indicators.Now().For(s.actor(r)).ByID(content.Indicator); ok {
				rows[at].Indicator = known.Name.In(p.Lang)
			}
		}
	}
	page, err := readPage(r.URL.Query())
	if err != nil {
		return err
	}
	shown.Rows, shown.Page, shown.Pages = paged(rows, page)
	p.Title, p.Section = p.T("delivery.title", "table", shown.Source+" "+shown.Table), "deliveries"
	return s.show(w, r, view.DeliveryPage(p, shown))
}

// askUndo answers the page that asks before a delivery is taken back or set
// forth again: without script a button alone would be too quick.
func (s *site) askUndo(w http.ResponseWriter, r *http.Request) error {
	d, err := s.findDelivery(r)
	if err != nil {
		return err
	}
	if s.Undo == nil || d.State == delivery.Writing {
		return fault.New(fault.NotFound, "delivery.unknown", fault.Args{"Delivery": r.PathValue("id")})
	}
	if !s.mayUndo(r) {
		return fault.New(fault.Denied, "account.denied-undo", nil)
	}
	p := s.page(w, r)
	row := s.deliveryRow(p, d)
	p.Section = "deliveries"
	p.Title = p.T("delivery.askUndo")
	if row.Undone {
		p.Title = p.T("delivery.askRedo")
	}
	return s.show(w, r, view.UndoPage(p, row))
}

func (s *site) undo(w http.ResponseWriter, r *http.Request) error {
	return s.turn(w, r, func(number id.ID) error { return s.Undo.Undo(r.Context(), number, s.actor(r).Account) })
}

func (s *site) redo(w http.ResponseWriter, r *http.Request) error {
	return s.turn(w, r, func(number id.ID) error { return s.Undo.Redo(r.Context(), number, s.actor(r).Account) })
}

// mayUndo tells whether who asks may take deliveries back. A delivery belongs
// to the installation, not to one place.
func (s *site) mayUndo(r *http.Request) bool {
	return access.Can(s.actor(r), access.Change, access.Figures, access.Facts{Audience: access.Public})
}

func (s *site) turn(w http.ResponseWriter, r *http.Request, how func(id.ID) error) error {
	d, err := s.findDelivery(r)
	if err != nil {
		return err
	}
	if s.Undo == nil {
		return fault.New(fault.Denied, "delivery.noUndo", nil)
	}
	if !s.mayUndo(r) {
		return fault.New(fault.Denied, "account.denied-undo", nil)
	}
	if err := how(d.ID); err != nil {
		return err
	}
	http.Redirect(w, r, "/leveringen/"+d.ID.String(), http.StatusSeeOther)
	return nil
}
