package present

import (
	"context"
	"errors"
	"log/slog"
	"math"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/problem"
)

// presentation is what clients and the log see of a kind of error.
type presentation struct {
	code, hint string
	level      slog.Level
}

// presentations are those of the Graph API's errors. What is the client's business
// is logged at level debug.
var presentations = map[graphapi.Kind]presentation{
	graphapi.Unauthenticated: {
		problem.Unauthenticated,
		"The access token is missing, expired or revoked: log in again and send a new one.",
		slog.LevelDebug,
	},
	graphapi.Forbidden: {
		problem.Forbidden,
		"The access token lacks a permission: log in again and grant it, or leave the field out.",
		slog.LevelDebug,
	},
	graphapi.Blocked: {
		problem.UpstreamError,
		"Meta has blocked the account or the app for now, and no token helps: see what Instagram or the app's dashboard says, and wait.",
		slog.LevelDebug,
	},
	graphapi.NotFound: {
		problem.NotFound,
		"The Graph API does not show this, or not to this access token: leave it out, or ask with a token that may see it.",
		slog.LevelDebug,
	},
	graphapi.BadInput: {
		problem.BadUserInput,
		"The Graph API does not take this argument, field or id: change it, or leave it out.",
		slog.LevelDebug,
	},
	graphapi.Unsupported: {
		problem.Unsupported,
		"Leave the field out: the Graph API does not take it here, with this login type and version.",
		slog.LevelDebug,
	},
	graphapi.RateLimited: {
		problem.RateLimited,
		"Wait before the next operation with this access token; further calls extend the limit.",
		slog.LevelWarn,
	},
	graphapi.Failed: {
		problem.UpstreamError,
		"Ask again a little later; if the error stays, ask for less.",
		slog.LevelWarn,
	},
	graphapi.Timeout: {
		problem.UpstreamTimeout,
		"Ask for less, or again a little later.",
		slog.LevelWarn,
	},
	graphapi.Canceled: {
		problem.UpstreamError,
		"Ask again a little later; if the error stays, ask for less.",
		slog.LevelDebug, // the client has gone, as people do
	},
}

// signInHint is that of somebody who holds no token of the Graph API, and has signed in here.
const signInHint = "The account's access is missing, expired or revoked: sign in again in a browser, at loginUrl."

// accountLostHint is that of an API key that was for several accounts.
const accountLostHint = "Name another of the key's accounts by the header X-GramQL-Account, or make a key for the account in whose name it is to ask."

// upstream presents what the Graph API said, or that it said nothing.
func (p Presenter) upstream(ctx context.Context, shown *gqlerror.Error, kind graphapi.Kind, err error) {
	as := presentations[kind]
	refusal, told := errors.AsType[*graphapi.Error](err)
	message := err.Error()
	if told && refusal.Told() != "" {
		message = refusal.Told()
	}
	describe(shown, as.code, message, kindHint(ctx, kind, err), graphapi.Retryable(err))
	if hint := p.hint(ctx, kind, err); hint != "" {
		shown.Extensions["hint"] = hint
	}
	if kind == graphapi.Forbidden {
		shown.Extensions["permissions"] = []string{}
		if !told || refusal.Permits() {
			shown.Extensions["permissions"] = p.permissions(ctx)
		}
	}
	if wait := graphapi.RetryAfter(err); wait > 0 {
		shown.Extensions["retryAfter"] = int(math.Ceil(wait.Seconds()))
	}
	if told {
		quote(shown, refusal)
	}
	level := as.level
	if errors.Is(err, graphapi.ErrDown) || errors.Is(err, graphapi.ErrThrottled) {
		level = slog.LevelDebug // logged when it began
	}
	p.Log.Log(ctx, level, "Graph API call failed", "error", err, "path", shown.Path.String())
}

// quote adds to an error what the Graph API said, if it has a code.
func quote(shown *gqlerror.Error, refusal *graphapi.Error) {
	if refusal.Code != 0 {
		shown.Extensions["graph"] = map[string]any{
			"code": refusal.Code, "subcode": refusal.Subcode, "type": refusal.Type, "fbtraceId": refusal.TraceID,
		}
	}
}

// What can be said of an error of the Graph API that is not known, with and without its trace.
const (
	unknownHint  = "What this error means is not known here: leave out what is selected here"
	supportHint  = unknownHint + ", or ask Meta's support, which wants the fbtraceId."
	untracedHint = unknownHint + "."
)

// formHint is what can be said of an answer that is not the Graph API's, or does not say why.
const formHint = "The same call may be answered in the same way again: leave out what is selected here, or ask for less; " +
	"if the error stays, whoever runs this server looks at what -graph leads to."

// hint returns what to do next about an error for a reason of its own, or at a
// field with reasons of its own; empty where the hint of its kind is right.
func (p Presenter) hint(ctx context.Context, kind graphapi.Kind, err error) string {
	refusal, told := errors.AsType[*graphapi.Error](err)
	writing := atMutation(ctx)
	switch {
	case told && refusal.OfWrites() && !writing:
		return notKnown(refusal)
	case told && refusal.Hint() != "":
		return refusal.Hint()
	case writing:
		return ""
	}
	if told {
		if field, _, lacks := refusal.Lacks(); lacks && field == p.Mapping.FacebookPages.Edge() {
			return pageTokenHint
		}
	}
	code := 0
	if told {
		code = refusal.Code
	}
	if own := p.ownHint(graphql.GetFieldContext(ctx), presentations[kind].code, code); own != "" {
		return own
	}
	switch {
	case graphapi.Retryable(err):
		return ""
	case kind == graphapi.Failed && (!told || refusal.Code == 0):
		return formHint
	case told && !refusal.Known():
		return notKnown(refusal)
	}
	return ""
}

// notKnown returns what to do next about an error of which nothing is known.
func notKnown(refusal *graphapi.Error) string {
	if refusal.TraceID == "" {
		return untracedHint
	}
	return supportHint
}

// ownHint returns the hint that the schema has for errors of a code at a field, and with a code
// of the Graph API; empty for none.
func (p Presenter) ownHint(fc *graphql.FieldContext, code string, refusal int) string {
	if fc == nil {
		return ""
	}
	t := p.Mapping.Type(fc.Object)
	if t == nil || t.Fields[fc.Field.Name] == nil {
		return ""
	}
	var products []string
	if p.ProductsOf != nil {
		products = p.ProductsOf(fc)
	}
	return t.Fields[fc.Field.Name].Refused.Hint(code, refusal, products)
}

// pageTokenHint says which token leads to Pages: a Page has none itself.
const pageTokenHint = "The Graph API does not take this field or argument. With a Page's own access token there are no Pages to go through: " +
	"ask for its account by user(id:), or send the token of the person who manages the Page."

// permissions returns the permissions that the field that is being resolved needs
// with the viewer's login type, for itself and for all that is selected below it. A
// field of a connection needs those of the connection.
func (p Presenter) permissions(ctx context.Context) []string {
	planned, fc := p.PlanOf(ctx), graphql.GetFieldContext(ctx)
	for planned != nil && fc != nil && !planned.Maps(fc.Object) {
		fc = fc.Parent
	}
	if planned == nil || fc == nil {
		return []string{}
	}
	return planned.Permissions(graphql.GetOperationContext(ctx), fc.Object, fc.Field)
}
