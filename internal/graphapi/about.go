package graphapi

import (
	"net/http"

	"github.com/gramql/gramql/internal/graphapi/wording"
)

// Separable reports whether the error can be about a part of what the call asks for, so
// that the rest may be answered without that part. Errors about the token, the app or a
// quota of all calls are about the whole call. A block, or a spent quota of publishing or
// of hashtags, may concern one part only.
func (e *Error) Separable() bool {
	switch e.Kind() {
	case Blocked, Forbidden, NotFound, BadInput, Unsupported:
		return true
	case RateLimited:
		return e.Code == codePublished || e.Code == codeHashtags
	case Failed:
		return !e.Unproven() && e.Code != codeProof
	}
	return false
}

// OfAnyCall reports whether the error may as well be about whatever the token calls for:
// nothing but the status tells of the error, as on a proxy's page, or the Graph API that
// the call names a path which is not there, or the token is not let in.
func (e *Error) OfAnyCall() bool {
	return e.Code == codePath && wording.AboutPath(e.Message) || e.Code == 0 && (e.Status == http.StatusUnauthorized || e.Type == "" && e.Told() == "")
}

// Beside reports whether the answer may hold something of what was asked for beside the
// error: its status says that all is well.
func (e *Error) Beside() bool { return e.Status >= 200 && e.Status < 300 }

// Permits reports whether a permission that the token lacks would help: the Graph API forbids
// what was asked for the want of one, and not because of the app or of the time.
func (e *Error) Permits() bool { return e.Kind() == Forbidden && e.rule().hint == "" }

// Known reports whether a rule says what the error means. An error without a rule is not
// to be explained to clients.
func (e *Error) Known() bool {
	_, known := ruleOf(e.Status, e.Code, e.Subcode)
	return known
}

// TooMuch reports whether the call asked for too much at once, so that the same call
// will fail again. Meta says so in words only, under more than one code.
func (e *Error) TooMuch() bool {
	return wording.AsksForLess(e.Message) || wording.AsksForLess(e.UserMessage)
}

// BadParameter reports whether the Graph API refuses a parameter, field or edge, and
// no subcode says which or why.
func (e *Error) BadParameter() bool { return e.Code == codeParameter && e.Subcode == 0 }

// OfAnyNode reports whether the field that the error names would be refused of every
// node of the type: the type does not have the field, or the field has been withdrawn. The
// code of what is withdrawn does not say so by itself: Meta uses it for single nodes, too.
func (e *Error) OfAnyNode() bool {
	_, _, lacks := e.Lacks()
	return lacks || e.Kind() == Unsupported && wording.Withdrawn(e.Message)
}

// OfFieldOrParameter reports whether the Graph API refuses a field, an edge or a
// parameter, and neither code nor subcode says which.
func (e *Error) OfFieldOrParameter() bool {
	return e.BadParameter() || e.Code == codePath && e.Kind() == BadInput
}

// OfCursor reports whether the Graph API does not take the cursor at which a page begins.
func (e *Error) OfCursor() bool {
	return e.Code == codeCursor || e.Kind() == BadInput && wording.AboutCursor(e.Message)
}

// IDsRetired reports whether the server has no ?ids= any more. The refusal has the
// status of a fault that passes, but a code that does not.
//
// Source: Meta, Graph API changelog v26.0.
func (e *Error) IDsRetired() bool {
	return e.Status == http.StatusInternalServerError && e.Code == codeParameter
}

// Lacks returns the field that the call asked for and the type of node that does
// not have the field, both by Meta's names; false for an error about anything else. The
// type is empty where the error does not tell the type. Only the message names them, on
// all hosts in the same way.
func (e *Error) Lacks() (field, node string, ok bool) {
	if e.Code != codeParameter && e.Code != 0 {
		return "", "", false
	}
	return wording.MissingField(e.Message)
}

// Unknown reports whether a node that the call names does not exist, or not for this
// token. The id is empty where the error does not say which node.
func (e *Error) Unknown() (id string, ok bool) {
	if e.Code != codeParameter || e.Subcode != subcodeUnknown {
		return "", false
	}
	return wording.ObjectID(e.Message), true
}

// TooOld reports whether insights are refused because the media is from before its
// account became a professional one.
func (e *Error) TooOld() bool { return e.Code == codeParameter && e.Subcode == subcodeTooOld }

// TooFew reports whether demographics are refused because there are too few people to
// tell of.
func (e *Error) TooFew() bool { return e.Subcode == subcodeTooFew }

// NoFigures reports whether insights are refused because there are none, rather than that
// they must not be had: for too few people or viewers, or since the media is from before
// its account became a professional one.
//
// Source: Meta, Instagram Platform: Insights, Error Codes.
func (e *Error) NoFigures() bool {
	return e.TooFew() || e.TooOld() || e.Code == codePermission && wording.TooFewViewers(e.Message)
}

// NoHashtag reports whether a hashtag that is searched for does not exist, or is blocked.
func (e *Error) NoHashtag() bool { return e.Subcode == subcodeNoHashtag }

// Unproven reports whether the app requires a proof that the call comes from its own
// server, and the call had no proof or a wrong one. Only the message says so.
func (e *Error) Unproven() bool {
	return e.Code == codeParameter && wording.NeedsProof(e.Message)
}

// Named returns the words of the error that can be the names of fields, edges or
// metrics, by Meta's names. Which of them are meant shows by what the call asked for.
func (e *Error) Named() []string {
	return wording.Names(e.Message, e.UserTitle, e.UserMessage)
}

// MetricAt returns the place, among the metrics that the call asked for, of the metric
// that the error is about; false when the error does not count metrics.
func (e *Error) MetricAt() (int, bool) { return wording.MetricIndex(e.Message) }

// OneMedia reports whether the error is about one media, so that other media may have
// what this media lacks.
func (e *Error) OneMedia() bool { return e.TooOld() || wording.AboutOneMedia(e.Message) }

// NoSuchMetric reports whether the metric that the error names or counts would be refused of
// every node of the type: there is none of that name, or none any more.
func (e *Error) NoSuchMetric() bool {
	_, counted := e.MetricAt()
	return counted || e.Kind() == Unsupported || wording.Withdrawn(e.Message)
}

// HoldsUp reports whether a quota is spent that holds up the token's other calls too.
// The quotas of publishing, hashtags and messages do not.
//
// Source: Meta, Graph API: Rate Limits, error codes.
func (e *Error) HoldsUp() bool { return e.rule().holds }

// spendsQuota reports whether a quota of Meta's is spent. A status of 429 without a code
// is a proxy's, and passes quickly.
func (e *Error) spendsQuota() bool { return e.Kind() == RateLimited && e.Code != 0 }
