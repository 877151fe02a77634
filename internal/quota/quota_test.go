package quota

import (
	"testing"
	"time"
)

func TestQuota_blocksOneKeyUntilItsTimeHasPassed(t *testing.T) {
	now := time.Unix(0, 0)
	q := New(8, func() time.Time { return now })
	spent, other := Key{Account, "1"}, Key{Token, "1"}
	q.Block(spent, time.Minute)
	q.Block(spent, time.Second)
	if got := q.Wait(other, spent); got != time.Minute {
		t.Errorf("waits %v", got)
	}
	if got := q.Wait(other, Key{Token, "2"}); got != 0 {
		t.Errorf("others wait %v", got)
	}
	now = now.Add(time.Minute)
	if got := q.Wait(spent); got != 0 {
		t.Errorf("waits %v when the time has passed", got)
	}
}

func TestQuota_forgetsRatherThanGrows(t *testing.T) {
	q := New(2, time.Now)
	for _, id := range []string{"1", "2", "3"} {
		q.Block(Key{Account, id}, time.Hour)
	}
	if q.Wait(Key{Account, "1"}) != 0 || q.Wait(Key{Account, "3"}) == 0 {
		t.Error("the oldest block is kept, or the newest is not")
	}
}
