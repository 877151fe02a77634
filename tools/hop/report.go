package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// result is what a row took.
type result struct {
	name string
	// rounds have for each program the CPU time of one request, first that of the proxy.
	rounds [][]time.Duration
}

// took returns what a program took in the middle round.
func (r result) took(program int) time.Duration {
	return middle(r.rounds, func(round []time.Duration) time.Duration { return round[program] })
}

// ratio returns how many times as long as the proxy a program took in the middle round.
func (r result) ratio(program int) float64 {
	return middle(r.rounds, func(round []time.Duration) float64 { return float64(round[program]) / float64(round[0]) })
}

// middle returns the median of what rounds have: the lower of the two in the middle when
// there are two.
func middle[T float64 | time.Duration](rounds [][]time.Duration, of func([]time.Duration) T) T {
	var all []T
	for _, round := range rounds {
		all = append(all, of(round))
	}
	slices.Sort(all)
	return all[(len(all)-1)/2]
}

// write prints a line for each row: CPU time per request in µs, and how many times that
// of the proxy.
func write(w io.Writer, results []result) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprint(table, "CPU per request\thop\t")
	for range results[0].rounds[0][1:] {
		_, _ = fmt.Fprint(table, "gramql\tratio\t")
	}
	_, _ = fmt.Fprintln(table, "calls\t")
	for _, r := range results {
		_, _ = fmt.Fprintf(table, "%s\t%s\t", r.name, micros(r.took(0)))
		for program := range r.rounds[0][1:] {
			_, _ = fmt.Fprintf(table, "%s\t%.2f\t", micros(r.took(program+1)), r.ratio(program+1))
		}
		_, _ = fmt.Fprintln(table, "1\t") // or measure had failed
	}
	return table.Flush()
}

func micros(d time.Duration) string { return fmt.Sprintf("%.0f µs", float64(d.Nanoseconds())/1000) }
