package chart

// spread moves labels along a line as little as possible so that neighbours
// keep a gap and all lie between low and high. Wanted middles come in order,
// and the order stays. It tells false when they do not fit.
//
// Measured from where each would lie if all lay against each other, the places
// must not fall; the nearest such places are found by pooling those that do
// (isotonic regression), and bounds only cut them off.
func spread(wanted, sizes []float64, gap, low, high float64) ([]float64, bool) {
	n := len(wanted)
	if n == 0 {
		return nil, true
	}
	offset := make([]float64, n)
	for at := 1; at < n; at++ {
		offset[at] = offset[at-1] + sizes[at-1]/2 + gap + sizes[at]/2
	}
	least, most := low+sizes[0]/2, high-sizes[n-1]/2-offset[n-1]
	if most < least {
		return nil, false
	}
	type pool struct {
		sum   float64
		count int
	}
	mean := func(p pool) float64 { return p.sum / float64(p.count) }
	var pools []pool
	for at := range wanted {
		pools = append(pools, pool{wanted[at] - offset[at], 1})
		for len(pools) > 1 {
			a, b := pools[len(pools)-2], pools[len(pools)-1]
			if mean(a) <= mean(b) {
				break
			}
			pools = append(pools[:len(pools)-2], pool{a.sum + b.sum, a.count + b.count})
		}
	}
	placed := make([]float64, 0, n)
	for _, p := range pools {
		for range p.count {
			placed = append(placed, min(max(mean(p), least), most)+offset[len(placed)])
		}
	}
	return placed, true
}
