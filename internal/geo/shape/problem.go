package shape

import "github.com/paulmach/orb"

// Kind is the sort of a problem.
type Kind string

const (
	// NotFinite: a coordinate is NaN or infinite. Never repaired; nothing of
	// the feature is handed on.
	NotFinite Kind = "not-finite"
	// Empty: there is no ring at all, or none is left. Never repaired.
	Empty Kind = "empty"

	// Unclosed: the last point of a ring is not the first. Repaired: closed.
	Unclosed Kind = "unclosed"
	// RepeatedPoints: a point equals the one before it. Repaired: left out.
	// Count has how many.
	RepeatedPoints Kind = "repeated-points"
	// Spike: the ring goes somewhere and returns by the same way. Repaired:
	// the tip is left out when that changes the surface by less than 1 cm².
	Spike Kind = "spike"
	// Orientation: a shell runs clockwise or a hole counter-clockwise.
	// Repaired: turned round.
	Orientation Kind = "orientation"

	// TooFewPoints: a ring has less than three different points. Repaired by
	// leaving it out, when it is a hole or other parts remain. Value has the
	// number of points.
	TooFewPoints Kind = "too-few-points"
	// Sliver: a ring has less surface than Options.MinArea. Repaired by
	// leaving it out (a shell with its holes), when it is a hole or other
	// parts remain. Value has the surface in m², Limit the least one.
	Sliver Kind = "sliver"
	// DuplicatePart: a part is there twice. Repaired: the second left out.
	DuplicatePart Kind = "duplicate-part"

	// SelfTouch: a ring meets itself in a point without crossing. Repaired by
	// cutting it there into rings side by side, or a ring and its hole, when
	// they are that: the surface stays the same.
	SelfTouch Kind = "self-touch"
	// SelfCrossing: a ring crosses itself, or meets itself in a way that
	// cannot be told from crossing. Repaired only when the loop it cuts off
	// has less surface than Options.MinArea: the loop is left out. A bow-tie
	// or a curl of any size is left as it is, because a ring that crosses
	// itself does not say which surface was meant. Value has the surface of
	// the smaller loop in m², Limit the least one.
	SelfCrossing Kind = "self-crossing"

	// HoleOutside: a hole lies outside its shell, or crosses it. Repaired by
	// leaving it out, when it lies wholly outside every shell and so takes
	// nothing away. Value has its surface in m².
	HoleOutside Kind = "hole-outside"
	// Overlap: two parts, or two holes of one part, cover the same ground.
	// Never repaired: one of them may have been meant as a hole. Value has
	// the surface of the smaller of the two in m².
	Overlap Kind = "overlap"

	// The coordinates do not fit the system that the file is said to be in;
	// see Plausible. Never repaired.
	SuspectWGS84       Kind = "suspect-wgs84"
	SuspectRD          Kind = "suspect-rd"
	SuspectWebMercator Kind = "suspect-web-mercator"
	SuspectAxisOrder   Kind = "suspect-axis-order"
	OutsideNetherlands Kind = "outside-netherlands"
)

// Kinds lists every kind, in the order in which they are looked for.
var Kinds = []Kind{
	NotFinite, Empty, SuspectWGS84, SuspectRD, SuspectWebMercator, SuspectAxisOrder, OutsideNetherlands,
	Unclosed, RepeatedPoints, Spike, TooFewPoints, Sliver, Orientation,
	SelfTouch, SelfCrossing, DuplicatePart, HoleOutside, Overlap,
}

// Problem is what is wrong with one feature, once for each kind and outcome.
// The places are those of the first case found.
type Problem struct {
	Kind     Kind
	Repaired bool
	Count    int       // number of cases
	Part     int       // index of the polygon in the input, −1 for the whole
	Ring     int       // index of the ring in the polygon, 0 for the shell, −1 for the whole
	At       orb.Point // where, in the coordinates of the input
	Value    float64   // the greatest measure found; see the Kind for what and in which unit
	Limit    float64   // what it was held against, 0 when nothing
}

// Options steer Check. The zero value is the usual choice.
type Options struct {
	// MinArea is the surface in m² below which a ring or loop is a sliver; 0
	// means 1 m², far below what borders are measured to.
	MinArea float64
	// Tolerance is the depth in metres to which rings of one feature may lie
	// across each other without being a problem; 0 means 0.05 m. Edges of a
	// kilometre that fitted in degrees part by half of that in RD New.
	Tolerance float64
	// AnyPlane leaves out the question whether coordinates are near the
	// Netherlands.
	AnyPlane bool
}

func (o Options) withDefaults() Options {
	if o.MinArea == 0 {
		o.MinArea = 1
	}
	if o.Tolerance == 0 {
		o.Tolerance = 0.05
	}
	return o
}

// findings gathers problems. What was repaired stays, what was not is found
// again each round and so forgotten at the start of one.
type findings struct {
	opts Options
	list []Problem
}

func (f *findings) add(p Problem) {
	if p.Count == 0 {
		p.Count = 1
	}
	for i := range f.list {
		known := &f.list[i]
		if known.Kind == p.Kind && known.Repaired == p.Repaired {
			known.Count += p.Count
			known.Value = max(known.Value, p.Value)
			return
		}
	}
	f.list = append(f.list, p)
}

// ring adds a problem of one ring.
func (f *findings) ring(kind Kind, repaired bool, r *ring, value, limit float64) {
	at := orb.Point{}
	if len(r.points) > 0 {
		at = r.points[0]
	}
	f.add(Problem{Kind: kind, Repaired: repaired, Part: r.part, Ring: r.index, At: at, Value: value, Limit: limit})
}

// forgetUnrepaired starts a round.
func (f *findings) forgetUnrepaired() {
	kept := f.list[:0]
	for _, p := range f.list {
		if p.Repaired {
			kept = append(kept, p)
		}
	}
	f.list = kept
}
