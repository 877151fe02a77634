package app_test

import (
	"strconv"

	named "github.com/gramql/gramql/internal/localgraph/world"
)

// Nodes of the demo world, by their ids as the Graph API writes them.
var (
	account           = graphID(named.MetricsaurusScoped) // metricsaurus, as Instagram Login knows it
	business          = graphID(named.Metricsaurus)       // metricsaurus, as Facebook Login knows it
	jayposiris        = graphID(named.Jayposiris)
	newestPost        = graphID(named.NewestPost)
	secondPost        = graphID(named.SecondPost)
	mentioningPost    = graphID(named.MentioningPost)
	mentioningComment = graphID(named.MentioningComment)
	collaboration     = graphID(named.Collaboration)
	container         = graphID(named.Container + 1) // the one whose video is being processed
	owner             = graphID(named.Business)
	catalog           = graphID(named.Catalog)
)

func graphID(id int64) string { return strconv.FormatInt(id, 10) }
