package harvest

import "testing"

func TestRipe_knowsTheGreenFromTheOld(t *testing.T) {
	if Ripe(1) || !Ripe(365) {
		t.Error("the green and the old are confused")
	}
}
