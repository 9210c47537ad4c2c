package network

import "slices"

// walk goes from a node to all that can be reached, nearest first. It is used
// again for the next node, so that nothing is allocated for each.
type walk struct {
	arcs     *arcs
	weighted bool
	order    []int32   // those that were reached, nearest first, the source too
	distance []float64 // below 0 is not reached
	paths    []float64 // how many shortest paths lead to a node
	leads    []int32   // the last steps of those paths, behind each other:
	number   []int32   // how many lead to a node, and
	capacity []int32   // where the room for those of a node begins
	heap     distances
}

func (g *Graph) walker(along *arcs) *walk {
	w := &walk{
		arcs: along, weighted: g.weighted,
		order: make([]int32, 0, g.nodes), distance: make([]float64, g.nodes), paths: make([]float64, g.nodes),
		leads: make([]int32, len(along.to)), number: make([]int32, g.nodes), capacity: make([]int32, g.nodes+1),
	}
	for v := range w.distance {
		w.distance[v] = -1
	}
	for _, to := range along.to { // a node has no more last steps than ties that lead to it
		w.capacity[to+1]++
	}
	for v := range g.nodes {
		w.capacity[v+1] += w.capacity[v]
	}
	return w
}

// before gives the nodes from which shortest paths step to w.
func (w *walk) before(v int32) []int32 {
	return w.leads[w.capacity[v] : w.capacity[v]+w.number[v]]
}

func (w *walk) from(source int32) {
	for _, v := range w.order {
		w.distance[v], w.paths[v], w.number[v] = -1, 0, 0
	}
	w.order = w.order[:0]
	w.distance[source], w.paths[source] = 0, 1
	if w.weighted {
		w.dijkstra(source)
	} else {
		w.breadth(source)
	}
}

// breadth counts paths in steps.
func (w *walk) breadth(source int32) {
	order := append(w.order, source)
	for at := 0; at < len(order); at++ {
		v := order[at]
		next, paths := w.distance[v]+1, w.paths[v]
		for _, to := range w.arcs.of(v) {
			if w.distance[to] < 0 {
				w.distance[to] = next
				order = append(order, to)
			}
			if w.distance[to] == next {
				w.paths[to] += paths
				w.leads[w.capacity[to]+w.number[to]] = v
				w.number[to]++
			}
		}
	}
	w.order = order
}

// dijkstra counts paths by their length (Dijkstra 1959). Two paths are equally
// long only when the sums of their lengths are exactly equal: whole numbers as
// lengths keep that sure.
func (w *walk) dijkstra(source int32) {
	w.heap = append(w.heap[:0], reached{0, source})
	order := w.order
	for len(w.heap) > 0 {
		nearest := w.heap.pop()
		v := nearest.node
		if nearest.distance > w.distance[v] {
			continue // a shorter way was found since
		}
		order = append(order, v)
		for at := w.arcs.first[v]; at < w.arcs.first[v+1]; at++ {
			to, far := w.arcs.to[at], nearest.distance+w.arcs.length[at]
			switch known := w.distance[to]; {
			case known < 0 || far < known:
				w.distance[to], w.paths[to], w.number[to] = far, w.paths[v], 1
				w.leads[w.capacity[to]] = v
				w.heap.push(reached{far, to})
			case far == known:
				w.paths[to] += w.paths[v]
				w.leads[w.capacity[to]+w.number[to]] = v
				w.number[to]++
			}
		}
	}
	w.order = order
}

type reached struct {
	distance float64
	node     int32
}

// distances is a binary heap with the nearest on top.
type distances []reached

func (h *distances) push(one reached) {
	list := append(*h, one)
	for at := len(list) - 1; at > 0; {
		up := (at - 1) / 2
		if list[up].distance <= list[at].distance {
			break
		}
		list[up], list[at] = list[at], list[up]
		at = up
	}
	*h = list
}

func (h *distances) pop() reached {
	list := *h
	top := list[0]
	list[0] = list[len(list)-1]
	list = slices.Delete(list, len(list)-1, len(list))
	for at := 0; ; {
		down := 2*at + 1
		if down >= len(list) {
			break
		}
		if down+1 < len(list) && list[down+1].distance < list[down].distance {
			down++
		}
		if list[at].distance <= list[down].distance {
			break
		}
		list[at], list[down] = list[down], list[at]
		at = down
	}
	*h = list
	return top
}
