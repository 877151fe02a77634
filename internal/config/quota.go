package config

import (
	"errors"
	"fmt"
)

// quotaFlags say what is done as the Graph API's quotas run out.
var quotaFlags = []setting{
	{
		flag: "pace", fallback: "80,90,95",
		meaning: "three percentages of a quota: from the first, background calls stop; from the second, calls are queued; from the third, only the cache answers; 101: never",
		set:     into(func(s *Settings) *Pacing { return &s.Pace }, parsePacing),
	},
}

// Pacing are the percentages of a quota from which fewer calls count against it:
// Foreground stops background calls, Queue makes calls take turns, and Cache makes
// none.
type Pacing struct{ Foreground, Queue, Cache int }

func parsePacing(text string) (Pacing, error) {
	var p Pacing
	n, err := fmt.Sscanf(text, "%d,%d,%d\n", &p.Foreground, &p.Queue, &p.Cache)
	if n != 3 || err != nil || p.Foreground < 1 || p.Queue < p.Foreground || p.Cache < p.Queue || p.Cache > 101 {
		return Pacing{}, errors.New("write three percentages in ascending order, such as 80,90,95; 101 is never")
	}
	return p, nil
}
