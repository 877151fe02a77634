package graphapi

import (
	"net/http"
	"slices"
	"time"
)

// Windows of quotas that are counted over a fixed time, and how long to wait where a
// quota is spent and no one says until when.
//
// Source: Meta, Instagram Platform: Content Publishing, Hashtag Search.
const (
	day     = 24 * time.Hour
	week    = 7 * day
	limited = 5 * time.Minute
)

// The codes and subcodes that the methods of Error ask for by name.
//
// Source: Meta, Instagram Platform, Error Codes.
const (
	codeServers      = -1      // Instagram's servers failed
	codeUnknown      = 1       // an unknown error
	codeService      = 2       // the service is unavailable
	codePublished    = 9       // the quota of publishing is spent
	codePermission   = 10      // a permission is missing, or hardly anyone saw a story
	codeHashtags     = 18      // the quota of hashtags is spent
	codeParameter    = 100     // the call is wrong in itself
	codeProof        = 104     // the app secret proof is wrong
	codePath         = 2500    // the path or the field expansion is wrong
	codeCursor       = 2642    // the cursor is not taken
	subcodeUnknown   = 33      // of code 100: the node does not exist, or not for this token
	subcodeTooOld    = 2108006 // of code 100: the media is older than its professional account
	subcodeTooFew    = 2874010 // too few people for demographics
	subcodeNoHashtag = 2207024 // of code 24: the hashtag does not exist, or is blocked
)

// rule is what one of Meta's errors means to the caller.
type rule struct {
	// code and subcode are those of the error. Subcode 0 stands for every subcode
	// without a rule of its own, code 0 for every code.
	code, subcode int
	kind          Kind
	// passes reports that the same call may succeed later.
	passes bool
	// wait is how long to wait before the next call, where the answer does not say.
	wait time.Duration
	// holds reports that the spent quota holds up the token's other calls too.
	holds bool
	// hint says what to do next; empty where the kind alone tells.
	hint string
	// ofWrites reports that the error is about what a write gives: nothing is known of what it
	// means to a read.
	ofWrites bool
}

const (
	askForLess   = "Ask for less at once: fewer fields, or smaller pages."
	newContainer = "Make a new container, and publish that one."
	withoutPart  = "Leave out what is asked for here, or what of it the message names: the Graph API has withdrawn it, or has it in other versions or places only."
	appsBusiness = "See the app's dashboard: the Meta app lacks a capability, which no token brings."
	nameIt       = "Give the argument that the message names."
	noProof      = "The Meta app takes calls of its own server only: whoever runs this one names the app's secret with -app-secret-file."
	fewPeople    = "There are figures once at least 100 people are counted."
	privateReply = "The author of a comment can be sent one message, within 7 days of the comment: no permission changes that."
	checkpoint   = "Instagram holds the account up: its owner logs in at www.instagram.com and does what is asked there, and then logs in here again."
	unconfirmed  = "The account is not confirmed: its owner logs in at www.instagram.com and confirms it, and then logs in here again."
)

// rules is what Meta's errors mean. An error without a rule is of the kind Failed, for a
// reason that is not known.
//
// Source: Meta, Graph API: Handle Errors; Meta, Instagram Platform: Error Codes;
// answers that public issue trackers quote.
var rules = []rule{
	{code: -3, kind: Failed, hint: askForLess},                                     // too much asked at once
	{code: -2, subcode: 2207003, kind: Failed, passes: true},                       // media download took too long
	{code: -2, subcode: 2207020, kind: NotFound, hint: newContainer},               // the container's media has expired
	{code: -1, subcode: 2207001, kind: Failed, passes: true},                       // Instagram's servers failed
	{code: -1, subcode: 2207032, kind: Failed, passes: true},                       // the media could not be created
	{code: -1, subcode: 2207053, kind: Failed, hint: newContainer, ofWrites: true}, // the upload failed
	{code: -1, subcode: 2207073, kind: BadInput, hint: "Media of this type are deleted in Instagram's app only.", ofWrites: true},
	{code: 1, kind: Failed, passes: true}, // unknown error, or too much asked at once
	{code: 1, subcode: 2207057, kind: BadInput, hint: "Choose a thumbOffsetMs within the video.", ofWrites: true},
	{code: 2, kind: Failed, passes: true},                                  // service unavailable
	{code: 3, kind: Forbidden, hint: appsBusiness},                         // the app lacks a capability
	{code: 4, kind: RateLimited, passes: true, wait: limited, holds: true}, // calls of the app
	{code: 4, subcode: 2207051, kind: Blocked},                             // publishing blocked as spam
	{code: 9, kind: RateLimited, passes: true, wait: day, hint: "Publish again when 24 hours have passed: the account has published as much as it may.", ofWrites: true},
	{code: 10, kind: Forbidden}, // permission missing or removed
	{code: 10, subcode: 2534022, kind: Forbidden, hint: privateReply, ofWrites: true},
	{code: 12, kind: Unsupported, hint: withoutPart},                        // withdrawn
	{code: 17, kind: RateLimited, passes: true, wait: limited, holds: true}, // calls of the user
	{code: 18, kind: RateLimited, passes: true, wait: week, hint: "An account can look for 30 different hashtags in 7 days: ask for one of these, or wait."},
	{code: 24, kind: NotFound},                                              // media, container or hashtag
	{code: 24, subcode: 2207008, kind: NotFound, hint: newContainer},        // container missing or expired
	{code: 25, kind: Blocked},                                               // account restricted
	{code: 32, kind: RateLimited, passes: true, wait: limited, holds: true}, // calls of the Page
	{code: 100, kind: BadInput},                                             // parameter, field or metric
	{code: 100, subcode: subcodeUnknown, kind: NotFound},                    // unknown object, or not for this token
	{code: 100, subcode: subcodeTooOld, kind: BadInput, hint: "The media was published before its account became a professional one and never gets insights: ask for newer media only."},
	{code: 102, kind: Unauthenticated},                                       // session invalid
	{code: 104, kind: Failed, hint: noProof},                                 // wrong app secret proof
	{code: 110, kind: NotFound},                                              // business_discovery: no professional account
	{code: 190, kind: Unauthenticated},                                       // token expired, revoked or malformed
	{code: 190, subcode: 459, kind: Unauthenticated, hint: checkpoint},       // account checkpointed
	{code: 190, subcode: 464, kind: Unauthenticated, hint: unconfirmed},      // account unconfirmed
	{code: 341, kind: RateLimited, passes: true, wait: limited, holds: true}, // calls of the app
	{code: 352, kind: BadInput, hint: "Use another video format.", ofWrites: true},
	{code: 368, kind: Blocked},  // blocked for a breach of policy
	{code: 400, kind: BadInput}, // said by OAuth end points, whose codes are HTTP's
	{code: 506, kind: BadInput, hint: "The same was posted just now: change the text, or leave it at that.", ofWrites: true},
	{code: 613, kind: RateLimited, passes: true, wait: limited, holds: true}, // custom throttle
	{code: 803, kind: NotFound},  // unknown alias
	{code: 2500, kind: BadInput}, // path or fields
	{code: codeCursor, kind: BadInput, hint: "Start again without the cursor: the Graph API does not take it any more."},
	{code: 9004, kind: BadInput, hint: "Give a URL that Meta's servers can fetch.", ofWrites: true},
	{code: 9005, kind: BadInput}, // the video of a media is lost
	{code: 9007, kind: BadInput, passes: true, hint: "Wait until the container's statusCode is FINISHED, then publish it.", ofWrites: true},
	{code: 9009, kind: NotFound},                                      // account unavailable
	{code: 10900, kind: BadInput, hint: privateReply, ofWrites: true}, // the comment was replied to before
	{code: 36000, kind: BadInput, hint: "Use an image of at most 8 MiB.", ofWrites: true},
	{code: 36001, kind: BadInput, hint: "Use another image format.", ofWrites: true},
	{code: 36002, kind: BadInput, ofWrites: true}, // image
	{code: 36003, kind: BadInput, hint: "Use an image with another aspect ratio.", ofWrites: true},
	{code: 36004, kind: BadInput, hint: "Shorten the caption.", ofWrites: true},
	{code: 36104, kind: Unsupported, hint: "Do without it here: the Graph API has it in other places only, such as below businessDiscovery."},
	{code: 80006, kind: RateLimited, passes: true, wait: limited}, // messages, which hold up nothing else
	{subcode: subcodeTooFew, kind: BadInput, hint: fewPeople},     // demographics; its code is not certain
}

// Ranges of codes that mean the same.
//
// Source: Meta, Graph API: Handle Errors, Rate Limits.
var ranges = []struct {
	first, last int
	rule
}{
	{200, 299, rule{kind: Forbidden}},                                                 // a permission is denied
	{80000, 80099, rule{kind: RateLimited, passes: true, wait: limited, holds: true}}, // calls of a business use case
}

// ruleOf returns what an error means, by its code alone, for Meta rewords and
// translates messages. The status counts only where there is no code, as on a proxy's
// error page. The result is false for an error without a rule.
func ruleOf(status, code, subcode int) (rule, bool) {
	for _, same := range [...]struct{ code, subcode int }{{code, subcode}, {0, subcode}, {code, 0}} {
		i := slices.IndexFunc(rules, func(r rule) bool { return r.code == same.code && r.subcode == same.subcode })
		if i >= 0 {
			return rules[i], true
		}
	}
	for _, r := range ranges {
		if code >= r.first && code <= r.last {
			return r.rule, true
		}
	}
	if code == 0 && status == http.StatusTooManyRequests {
		return rule{kind: RateLimited, passes: true}, true
	}
	return rule{kind: Failed}, false
}
