package profile

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/kept"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Store is what profiles are made from.
type Store interface {
	LastDelivery(ctx context.Context) (int64, error)
	EditionsOf(ctx context.Context, level place.Level, code string) ([]place.Edition, error)
	EditionsWithin(ctx context.Context, level place.Level, year int, municipality string) ([]place.Edition, error)
	EditionsWithBorders(ctx context.Context, level place.Level, year int) ([]place.Edition, error)
	Observations(ctx context.Context, level place.Level, places []id.ID, indicators []string) ([]indicator.Observation, error)
	DeliveriesByID(ctx context.Context, ids map[id.ID]bool) (map[id.ID]delivery.Delivery, error)
	Countries(ctx context.Context) ([]place.Edition, error)
}

// Service makes profiles.
type Service struct {
	Store     Store
	Catalogue *catalogue.Live
	Rules     *Rules
	Now       func() time.Time

	areas kept.Cache[[]Area]
}

// Of gives the profile of a place in an edition, as somebody may see it. What
// is around the place is read once for all places of its level in the
// municipality, and kept until figures or borders change; a profile itself is
// then a calculation of about a millisecond.
func (s *Service) Of(ctx context.Context, actor access.Actor, e place.Edition) (Profile, error) {
	subject := Subject{Now: s.Now()}
	var err error
	if subject.Here, subject.Peers, err = s.Around(ctx, e); err != nil {
		return Profile{}, err
	}
	if municipality := place.MunicipalityOf(e.Code); municipality != "" && municipality != e.Code {
		if subject.Municipality, err = s.area(ctx, place.Municipality, municipality); err != nil {
			return Profile{}, err
		}
	}
	if e.Level != place.Country {
		if subject.Country, err = s.country(ctx); err != nil {
			return Profile{}, err
		}
	}
	return s.Rules.Build(s.Catalogue.Now().For(actor), subject), nil
}

// Around gives a place, and the areas that it is held among, itself among them:
// those of its level and boundary year in its municipality; of a municipality
// all municipalities. A place of another kind stands alone. What it gives is
// shared: it is only to be read.
func (s *Service) Around(ctx context.Context, e place.Edition) (here Area, peers []Area, err error) {
	if peers, err = s.around(ctx, e); err != nil {
		return here, nil, err
	}
	at := slices.IndexFunc(peers, func(area Area) bool { return area.Code == e.Code })
	if at < 0 {
		return here, nil, fault.New(fault.NotFound, "place.unknown", fault.Args{"Code": e.Code})
	}
	return peers[at], peers, nil
}

func (s *Service) around(ctx context.Context, e place.Edition) ([]Area, error) {
	municipality := place.MunicipalityOf(e.Code)
	switch {
	case e.Level == place.Municipality:
		peers, err := s.municipalities(ctx, e.Year)
		if err != nil || slices.ContainsFunc(peers, func(one Area) bool { return one.Code == e.Code }) {
			return peers, err
		}
		alone, err := s.one(ctx, e)
		return append(slices.Clip(peers), alone), err
	case municipality != "":
		return s.kept(ctx, string(e.Level)+" "+municipality+" "+strconv.Itoa(e.Year), e.Level, func(ctx context.Context) ([]place.Edition, error) {
			return s.Store.EditionsWithin(ctx, e.Level, e.Year, municipality)
		})
	}
	alone, err := s.one(ctx, e)
	return []Area{alone}, err
}

func (s *Service) municipalities(ctx context.Context, year int) ([]Area, error) {
	return s.kept(ctx, string(place.Municipality)+" "+strconv.Itoa(year), place.Municipality, func(ctx context.Context) ([]place.Edition, error) {
		return s.Store.EditionsWithBorders(ctx, place.Municipality, year)
	})
}

// Within gives the areas of a level in a municipality, as they were drawn in a
// boundary year; of the level of municipalities all that there are.
func (s *Service) Within(ctx context.Context, level place.Level, municipality string, year int) ([]Area, error) {
	if level == place.Municipality {
		return s.municipalities(ctx, year)
	}
	return s.around(ctx, place.Edition{Key: place.Key{Level: level, Code: municipality, Year: year}})
}

// kept reads the areas that editions say, unless they were read since figures
// or borders last changed.
func (s *Service) kept(ctx context.Context, key string, level place.Level, which func(context.Context) ([]place.Edition, error)) ([]Area, error) {
	seq, err := s.Store.LastDelivery(ctx)
	if err != nil {
		return nil, err
	}
	return s.areas.Get(ctx, seq, key, func(ctx context.Context) ([]Area, error) {
		editions, err := which(ctx)
		if err != nil {
			return nil, err
		}
		return s.read(ctx, level, editions)
	})
}

// area gives one area with its figures; nil when it is not known.
func (s *Service) area(ctx context.Context, level place.Level, code string) (*Area, error) {
	editions, err := s.Store.EditionsOf(ctx, level, code)
	if err != nil || len(editions) == 0 {
		return nil, err
	}
	found, err := s.one(ctx, editions[len(editions)-1])
	return &found, err
}

func (s *Service) country(ctx context.Context) (*Area, error) {
	editions, err := s.Store.Countries(ctx)
	if err != nil || len(editions) == 0 {
		return nil, err
	}
	found, err := s.one(ctx, editions[len(editions)-1])
	return &found, err
}

func (s *Service) one(ctx context.Context, e place.Edition) (Area, error) {
	areas, err := s.kept(ctx, "one "+e.ID.String(), e.Level, func(context.Context) ([]place.Edition, error) { return []place.Edition{e}, nil })
	if err != nil {
		return Area{}, err
	}
	return areas[0], nil
}

// read gives areas with the figures that a profile tells of. It takes a fixed
// number of questions for each 400 areas.
func (s *Service) read(ctx context.Context, level place.Level, editions []place.Edition) ([]Area, error) {
	areas, at := make([]Area, len(editions)), make(map[id.ID]int, len(editions))
	ids := make([]id.ID, len(editions))
	for n, e := range editions {
		areas[n] = Area{Name: e.Name, Level: e.Level, Code: e.Code, Series: map[Key]Series{}}
		at[e.PlaceID], ids[n] = n, e.PlaceID
	}
	seen, err := s.Store.Observations(ctx, level, ids, slices.Concat(s.Rules.Indicators(), s.added()))
	if err != nil {
		return nil, err
	}
	wanted := map[id.ID]bool{}
	for _, o := range seen {
		wanted[o.Delivery] = true
	}
	deliveries, err := s.Store.DeliveriesByID(ctx, wanted)
	if err != nil {
		return nil, err
	}
	for _, o := range seen {
		from := deliveries[o.Delivery]
		key := Key{o.Indicator, from.Source, from.Table}
		series := areas[at[o.Place]].Series
		series[key] = series[key].with(Point{Period: o.Period, BoundaryYear: o.BoundaryYear, Delivery: o.Delivery, Reading: o.Reading, Sureness: o.Sureness})
	}
	for n := range areas {
		s.Rules.derive(&areas[n])
	}
	return areas, nil
}

// added lists the indicators that people added to those that are shipped.
func (s *Service) added() []string {
	var list []string
	for _, known := range s.Catalogue.Now().Indicators {
		if _, shipped := s.Catalogue.Shipped().ByID(known.ID); !shipped {
			list = append(list, known.ID)
		}
	}
	return list
}

// with adds a point in the order of periods. Of two for one period that on the
// newer borders stays, and of two on the same borders the later.
func (s Series) with(point Point) Series {
	at, found := slices.BinarySearchFunc(s, point.Period, func(one Point, period int) int { return one.Period - period })
	if !found {
		return slices.Insert(s, at, point)
	}
	if point.BoundaryYear >= s[at].BoundaryYear {
		s[at] = point
	}
	return s
}

// Told lists what is told of a place, in the order in which it is told: the
// numbers about who lives there, then the phrases.
func (r *Rules) Told() []string {
	var list []string
	for _, rule := range r.Facts {
		list = append(list, rule.Indicator)
	}
	for _, name := range r.Order {
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// Indicators lists every indicator that the rules speak of.
func (r *Rules) Indicators() []string {
	list := slices.Clone(r.Order)
	for _, rule := range slices.Concat(r.Facts, r.AgeBands) {
		list = append(list, rule.Indicator)
		if rule.Of != "" {
			list = append(list, rule.Of)
		}
	}
	list = append(list, indicator.Residents)
	slices.Sort(list)
	return slices.Compact(list)
}
