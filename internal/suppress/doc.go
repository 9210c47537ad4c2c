// Package suppress guards small numbers in our own counts: contributions of
// residents, answers to a survey, votes. It is the only way by which such a
// count reaches a map, a table, a file, the interface or a print. Official
// published figures keep their publisher's holes and never come here.
//
// # Use
//
//	table, err := suppress.NewTable(areas, answers, rounds) // dimensions
//	err = table.Add(suppress.At{"area": "BU01", "answer": "lonely", "round": "2026"}, 1)
//	plan, err := suppress.Build(ctx, table, suppress.Rule{}, nil)
//	number, err := plan.Number(suppress.At{"area": "WK01", "answer": "lonely", "round": "2026"})
//	count, shown := number.Count() // or number.Reading(), with indicator.Suppressed
//
// A [Table] holds the counts of the smallest parts and gives none of them
// back. A [Plan] says of every cell of the table, all sums included, whether
// it shows; it is decided once, on the whole table. Every view is read from
// the plan. What is not a cell of the plan cannot be asked, so that no
// question, filter or map gives more than the plan does.
//
// # The promise
//
// A cell is small when its count is under k ([Rule.Smallest], 10 unless set).
// In a dimension of answers the people who did not give an answer are a cell
// too, so that "all but three" is as small as "three". Suppose somebody has
// everything that the plan shows, of all periods and as it was shown at each
// moment, knows k, knows which cells cannot occur, and knows that counts are
// whole numbers from 0. Then for each small cell
//
//  1. every count from 0 to k is possible for all that they know: they learn
//     neither the count, nor a bound on it under k, nor that it is small;
//  2. even when they are told of every hole among the smallest cells whether
//     it is small, at least [Rule.Spread] different counts stay possible; and
//     told so of all holes, sums too, where that hides few other cells.
//
// With [ZerosShown] a reader sees which of the smallest cells are not 0; read
// the number of these in the cell for 0. Possible means that there is a
// whole table with that count that agrees with everything shown. The plan
// carries these tables as its proof, and Build holds each of them against
// the counts, by other code than found them, before it returns. When no
// proof is found, Build refuses the whole table.
//
// What is not promised stands in docs/suppression.md.
//
// # Periods
//
// A period is published once, when it is closed. What was shown then stays
// shown and what was hidden stays hidden; cells of a new period, and totals
// up to it, are decided so that the promise holds for everything that was
// ever shown. Build goes through the periods in order, so that the plan of
// the first periods is always the beginning of the plan of more. A [Ledger]
// keeps what was decided, also for a later version of this package, and
// refuses a period whose counts have changed since: a late answer belongs to
// the period in which it arrives.
//
// # Method
//
// Suppression of small cells and then of others is the cell suppression
// problem: M. Fischetti and J.J. Salazar, "Models and Algorithms for
// Optimizing Cell Suppression in Tabular Data with Linear Constraints",
// Journal of the American Statistical Association 95 (2000), 916–928. Cells
// are chosen by the hypercube method, extended to sums that overlap: R.D.
// Repsilber, "Das Quaderverfahren", Forum der Bundesstatistik 31 (1999); S.
// Giessing and D. Repsilber, "Tools and Strategies to Protect Multiple Tables
// with the GHQUAR Cell Suppression Engine", LNCS 2316 (2002), which τ-ARGUS
// has as its method GHMITER. Asking for possible tables instead of bounds of
// a linear program is the integer form of the attacker's problem in Fischetti
// and Salazar, and the moves between tables are those of P. Diaconis and B.
// Sturmfels, "Algebraic Algorithms for Sampling from Conditional
// Distributions", Annals of Statistics 26 (1998). Rounding is the unbiased
// random rounding of L.H. Cox, "A Constructive Procedure for Unbiased
// Controlled Rounding", JASA 82 (1987), made repeatable by a key for each
// cell after B. Fraser and J. Wooton, "A proposed method for confidentialising
// tabular output to protect against differencing" (UNECE, 2005).
package suppress
