package config

import (
	"errors"
	"fmt"
)

// quotaFlags say what is done as the Graph API's quotas get spent.
var quotaFlags = []setting{
	{
		flag: "pace", fallback: "80,90,95",
		meaning: "from how many percent of a quota on only calls are made that somebody waits for, calls wait for their turn, and the cache alone answers",
		set:     into(func(s *Settings) *Pacing { return &s.Pace }, parsePacing),
	},
}

// Pacing is from which percentages on a quota is spared, and how.
type Pacing struct{ Foreground, Queue, Cache int }

func parsePacing(text string) (Pacing, error) {
	var p Pacing
	n, err := fmt.Sscanf(text, "%d,%d,%d\n", &p.Foreground, &p.Queue, &p.Cache)
	if n != 3 || err != nil || p.Foreground < 1 || p.Queue < p.Foreground || p.Cache < p.Queue || p.Cache > 101 {
		return Pacing{}, errors.New("write three percentages that climb, such as 80,90,95; 101 is never")
	}
	return p, nil
}
