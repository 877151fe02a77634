package graph

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"runtime/debug"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
)

// The codes of errors[].extensions.code.
const (
	codeUnauthenticated = "UNAUTHENTICATED"
	codeForbidden       = "FORBIDDEN"
	codeNotFound        = "NOT_FOUND"
	codeBadUserInput    = "BAD_USER_INPUT"
	codeUnsupported     = "UNSUPPORTED"
	codeRateLimited     = "RATE_LIMITED"
	codeUpstreamError   = "UPSTREAM_ERROR"
	codeUpstreamTimeout = "UPSTREAM_TIMEOUT"
	codeTooLarge        = "OPERATION_TOO_LARGE"
	codeInternal        = "INTERNAL"
)

// errNoToken says that a field needs the Graph API, and nobody said in whose
// name to ask it.
var errNoToken = errors.New("no access token")

// presenter decides what clients see of an error. It is the only place that
// does; what is not one of ours says nothing but INTERNAL, and goes to the log.
type presenter struct {
	log *slog.Logger
}

func (p presenter) present(ctx context.Context, err error) *gqlerror.Error {
	shown := &gqlerror.Error{Path: graphql.GetPath(ctx)}
	if told, ok := errors.AsType[*gqlerror.Error](err); ok {
		if told.Path != nil {
			shown.Path = told.Path
		}
		shown.Locations = told.Locations
		if told.Err == nil { // gqlgen's own: a document, variable or argument that is wrong
			return p.requestError(shown, told)
		}
		err = told.Err
		if name, ok := argument(graphql.GetPath(ctx), told.Path); ok {
			err = &paging.InputError{Argument: name, Reason: shorten(err.Error()), Hint: "Give a value as the schema describes it."}
		}
	}
	p.explain(ctx, shown, err)
	return shown
}

// argument returns the argument that an error's path leads to from its field:
// gqlgen could not read its value.
func argument(field, of ast.Path) (string, bool) {
	if len(of) != len(field)+1 {
		return "", false
	}
	name, ok := of[len(field)].(ast.PathName)
	return string(name), ok
}

// requestError keeps what gqlgen says of a document, variable or argument.
func (p presenter) requestError(shown, told *gqlerror.Error) *gqlerror.Error {
	shown.Message = shorten(told.Message)
	shown.Extensions = map[string]any{"code": codeBadUserInput, "retryable": false}
	if code, ok := told.Extensions["code"].(string); ok {
		shown.Extensions["code"] = code
	}
	return shown
}

// explain fills in message and extensions for an error of a resolver.
func (p presenter) explain(ctx context.Context, shown *gqlerror.Error, err error) {
	say := func(code, message, hint string) {
		shown.Message = message
		shown.Extensions = map[string]any{"code": code, "retryable": graphapi.Retryable(err)}
		if hint != "" {
			shown.Extensions["hint"] = hint
		}
	}
	if wrong, ok := errors.AsType[*paging.InputError](err); ok {
		say(codeBadUserInput, wrong.Error(), wrong.Hint)
	} else if wrong, ok := errors.AsType[*plan.IDError](err); ok {
		say(codeBadUserInput, wrong.Error(), wrong.Hint)
	} else if large, ok := errors.AsType[*documents.TooLargeError](err); ok {
		say(codeTooLarge, large.Error(), "Ask for less at once, or in several operations.")
	} else if refused, ok := errors.AsType[*documents.RefusedError](err); ok {
		say(refused.Code, refused.Message, refused.Hint)
	} else if lacking, ok := errors.AsType[*mapping.UnsupportedError](err); ok {
		say(codeUnsupported, lacking.Error(), lacking.Hint())
	} else if hidden, ok := errors.AsType[*mapping.HiddenError](err); ok {
		say(codeUnsupported, hidden.Error(), hidden.Hint())
	} else if odd, ok := errors.AsType[*entity.DecodeError](err); ok {
		p.log.ErrorContext(ctx, "unexpected answer of the Graph API", "error", odd.Error(), "path", shown.Path.String())
		say(codeUpstreamError, odd.Error(), "It may differ from what its documentation says: leave the field out.")
	} else if errors.Is(err, loader.ErrNoAccount) {
		say(codeForbidden, err.Error(), "Link a professional Instagram account to one of the token's Pages.")
	} else if errors.Is(err, errNoToken) {
		say(codeUnauthenticated, "an access token is needed", "Send the header Authorization: Bearer <access token>.")
		shown.Extensions["reauthenticate"] = true
	} else if kind := graphapi.KindOf(err); kind != graphapi.Unknown {
		p.upstream(ctx, shown, kind, err, say)
	} else {
		p.log.ErrorContext(ctx, "internal error", "error", err, "path", shown.Path.String())
		say(codeInternal, "internal error", "")
	}
}

// upstream explains what the Graph API said, or that it said nothing.
func (p presenter) upstream(ctx context.Context, shown *gqlerror.Error, kind graphapi.Kind, err error, say func(code, message, hint string)) {
	refusal, _ := errors.AsType[*graphapi.Error](err)
	message := err.Error()
	if refusal != nil && refusal.Told() != "" {
		message = refusal.Told()
	}
	switch kind {
	case graphapi.Unauthenticated:
		say(codeUnauthenticated, message, "The access token is missing, expired or revoked: log in again and send a new one.")
		shown.Extensions["reauthenticate"] = true
	case graphapi.Forbidden:
		say(codeForbidden, message, hint(ctx, kind, "The access token lacks a permission: log in again and grant it, or leave the field out."))
		shown.Extensions["permissions"] = needed(ctx)
	case graphapi.Blocked:
		say(codeUpstreamError, message, "Meta has blocked the account or the app for now, and no token helps: see what Instagram or the app's dashboard says, and wait.")
	case graphapi.NotFound:
		say(codeNotFound, message, "")
	case graphapi.BadInput:
		if refusal != nil && refusal.TooOld() {
			say(codeBadUserInput, message, "The media was published before its account became a professional one and never gets insights: "+
				"ask for newer media only.")
			break
		}
		say(codeBadUserInput, message, hint(ctx, kind, "The Graph API does not take this argument, field or id."))
	case graphapi.RateLimited:
		say(codeRateLimited, message, "Wait before the next operation with this access token; asking on prolongs the limit.")
	case graphapi.Timeout:
		say(codeUpstreamTimeout, message, "Ask for less, or again a little later.")
	case graphapi.Failed:
		if refusal != nil && refusal.Unproven() {
			say(codeUpstreamError, message, "The Meta app takes calls of its own server only: whoever runs this one names the app's secret with -app-secret-file.")
			break
		}
		fallthrough
	default:
		say(codeUpstreamError, message, "Ask again a little later; if it stays, ask for less.")
	}
	if wait := graphapi.RetryAfter(err); wait > 0 {
		shown.Extensions["retryAfter"] = int(math.Ceil(wait.Seconds()))
	}
	if refusal != nil && refusal.Code != 0 {
		shown.Extensions["graph"] = map[string]any{
			"code": refusal.Code, "subcode": refusal.Subcode, "type": refusal.Type, "fbtraceId": refusal.TraceID,
		}
	}
	level := slog.LevelWarn
	if kind == graphapi.Forbidden || kind == graphapi.Blocked || kind == graphapi.BadInput || kind == graphapi.Unauthenticated || kind == graphapi.NotFound {
		level = slog.LevelDebug // the client's business
	} else if errors.Is(err, graphapi.ErrDown) || errors.Is(err, graphapi.ErrThrottled) {
		level = slog.LevelDebug // told when it began
	}
	p.log.Log(ctx, level, "Graph API call failed", "error", err, "path", shown.Path.String())
}

// hints are those of fields that the Graph API refuses for reasons of their own.
var hints = map[string]map[graphapi.Kind]string{
	"Media.insights": {
		graphapi.BadInput: "Each product type has metrics of its own, as their descriptions say, and an album's children have none. " +
			"Ask by product type.",
		graphapi.Forbidden: "The access token lacks a permission, or too few have seen the story so far: log in again and grant it, or ask later.",
	},
	"Query.me":       {graphapi.BadInput: ofPerson},
	"Query.accounts": {graphapi.BadInput: ofPerson},
	"Query.pages":    {graphapi.BadInput: ofPerson},
}

// ofPerson says which token leads to Pages: a Page has none itself.
const ofPerson = "The Graph API does not take this field or argument. With a Page's own access token there are no Pages to go through: " +
	"ask for its account by user(id:), or send the token of the person who manages the Page."

// hint returns what to do next about an error of a kind at the field that is being
// resolved: the field's own, or the usual one.
func hint(ctx context.Context, kind graphapi.Kind, usual string) string {
	if fc := graphql.GetFieldContext(ctx); fc != nil {
		if own := hints[fc.Object+"."+fc.Field.Name][kind]; own != "" {
			return own
		}
	}
	return usual
}

// needed names the permissions that the field that is being resolved needs with
// the viewer's login type, together with all that is selected below it.
func needed(ctx context.Context) []string {
	p, fc := plan.FromContext(ctx), graphql.GetFieldContext(ctx)
	if p == nil || fc == nil {
		return []string{}
	}
	return p.Permissions(graphql.GetOperationContext(ctx), fc.Object, fc.Field)
}

// recovered turns a panic into an error that says nothing to clients.
func (p presenter) recovered(ctx context.Context, cause any) error {
	p.log.ErrorContext(ctx, "panic", "cause", cause, "stack", string(debug.Stack()))
	return errors.New("panic")
}

// maxMessage bounds what an error repeats of a document.
const maxMessage = 200

func shorten(message string) string {
	if len(message) <= maxMessage {
		return message
	}
	return strings.ToValidUTF8(message[:maxMessage], "") + "…"
}

// codes of gqlgen's that stay as they are.
var _ = errcode.ValidationFailed
