package apptest

import (
	"strconv"
	"time"

	named "github.com/gramql/gramql/internal/localgraph/world"
)

// FacebookToken is a token of metricsaurus with Facebook Login.
const FacebookToken = "EAAdemometricsaurus"

// OnAir is an hour of this day in which the demo world has stories and a
// broadcast. The day is today's, for the program goes by its own clock, to which
// links to media files must not have expired.
var OnAir = time.Now().UTC().Truncate(24 * time.Hour).Add(8*time.Hour + 30*time.Minute)

// Nodes of the demo world, by their ids as the Graph API writes them.
var (
	Account           = graphID(named.MetricsaurusScoped) // metricsaurus, as Instagram Login knows it
	Business          = graphID(named.Metricsaurus)       // metricsaurus, as Facebook Login knows it
	Jayposiris        = graphID(named.Jayposiris)
	NewestPost        = graphID(named.NewestPost)
	SecondPost        = graphID(named.SecondPost)
	MentioningPost    = graphID(named.MentioningPost)
	MentioningComment = graphID(named.MentioningComment)
	Collaboration     = graphID(named.Collaboration)
	Container         = graphID(named.Container + 1) // the one whose video is being processed
	OwnerBusiness     = graphID(named.Business)
	Catalog           = graphID(named.Catalog)
)

func graphID(id int64) string { return strconv.FormatInt(id, 10) }
