package app

import (
	"context"
	"crypto/rand"
	"strings"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/viewer"
)

// writtenTopic begins the topics by which processes tell each other who wrote: the process
// and the viewer follow.
const writtenTopic = "written/"

// openWritten prepares to hear from other replicas which viewers have written something, and
// to tell them.
func (a *App) openWritten() {
	own := writtenTopic + rand.Text() + "/"
	a.tellWritten = func(by viewer.ID) {
		id, _ := by.MarshalText() // never fails
		a.events.Say(own + string(id))
	}
	a.events.OnSignal(func(topic string) {
		switch {
		case topic == "":
			a.missedWritten()
		case strings.HasPrefix(topic, writtenTopic) && !strings.HasPrefix(topic, own):
			var by viewer.ID
			if by.UnmarshalText([]byte(topic[strings.LastIndex(topic, "/")+1:])) == nil {
				a.chain.Drop(context.Background(), by)
				a.loaders.Written(by)
			}
		}
	})
}

// written is called after each write: nothing that the viewer was answered or refused before
// holds any more, here and on other replicas.
func (a *App) written(by viewer.ID) {
	a.loaders.Written(by)
	a.tellWritten(by)
}

// missedWritten forgets what any viewer's writes may have changed: other replicas may have
// told of some that were not heard. Replicas that share a Redis see there which answers hold.
func (a *App) missedWritten() {
	a.loaders.ForgetRefusals()
	if a.answers != nil && a.settings.Cache != config.CacheRedis {
		a.answers.Forget()
	}
}
