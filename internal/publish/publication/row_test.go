package publication

import (
	"testing"
)

func TestParameters_nameTheItemsOfACarouselOnly(t *testing.T) {
	t.Parallel()
	p := &Publication{State: Queued, Content: contentOf(t, "carousel")}
	p.Next(epoch)
	p.Created([]Result{{Container: 0, ID: "1"}, {Container: 1, ID: "2"}}, epoch)
	for i, want := range []string{"", "", "1,2"} {
		if got := p.Parameters(i).Get("children"); got != want {
			t.Errorf("container %d has the children %q, not %q", i, got, want)
		}
	}
}

func TestParkWithoutToken_saysWhatToDo(t *testing.T) {
	t.Parallel()
	p := &Publication{State: Queued, Content: contentOf(t, "image")}
	p.ParkWithoutToken()
	if got, want := p.shown(epoch), "NEEDS_REAUTHENTICATION 0 UNAUTHENTICATED NOT_SENT: there is no access token for the account any more"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

func TestView_tellsWhatClientsSeeChange(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Publication){
		"state":      func(p *Publication) { p.State = Creating },
		"progress":   func(p *Publication) { p.Progress = 0.5 },
		"retryAt":    func(p *Publication) { p.RetryAt = epoch },
		"media":      func(p *Publication) { p.MediaID = "1" },
		"containers": func(p *Publication) { p.Containers = []Container{{ID: "1"}} },
	} {
		p := &Publication{State: Queued}
		before := p.View()
		if change(p); p.View() == before {
			t.Errorf("a change of %s is not seen", name)
		}
	}
	p := &Publication{Failure: &Failure{Code: "A"}}
	if p.View() == (&Publication{Failure: &Failure{Code: "B"}}).View() {
		t.Error("another error is not seen")
	}
}
