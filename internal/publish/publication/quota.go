package publication

import "time"

// Limit is how much an account may publish, and what it published last.
type Limit struct {
	Used, Total int
	// Window is for how long a post counts.
	Window time.Duration
	// Newest are the account's newest media, newest first.
	Newest []Media
}

// Media is a media of the account.
type Media struct {
	ID, Caption string
	// Type is the media_type, and Children how many children are shown; empty and 0 where
	// the Graph API does not say.
	Type     string
	Children int
	Time     time.Time
}

// quotaPause is how long a publication waits for the quota where nothing is known better.
const quotaPause = time.Hour

// until returns when the account may publish again.
func (l *Limit) until(now time.Time) time.Time {
	if l.Total > 0 && len(l.Newest) >= l.Total {
		if free := l.Newest[l.Total-1].Time.Add(l.Window); free.After(now) {
			return free
		}
	}
	return now.Add(quotaPause)
}

// maxBefore is how many of the media before the publishing are known by their ids.
const maxBefore = 50

// Asked takes in whether the account may publish.
func (p *Publication) Asked(limit Limit, err error, now time.Time) {
	switch {
	case err != nil:
		p.again(err, now)
		return
	case limit.Total > 0 && limit.Used >= limit.Total:
		p.waitForQuota(limit.until(now))
	default:
		p.Allowed = now
		p.Before = nil
		for _, m := range limit.Newest[:min(maxBefore, len(limit.Newest))] {
			p.Before = append(p.Before, m.ID)
		}
	}
	p.Failed = 0
}

func (p *Publication) waitForQuota(until time.Time) {
	p.State, p.RetryAt, p.Allowed = WaitingForQuota, until, time.Time{}
}
