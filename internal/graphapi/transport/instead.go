package transport

import (
	"context"
	"slices"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/viewer"
)

// instead makes a call once more when the Graph API refuses its token and another came in
// the token's place.
type instead struct {
	// another returns the token that works in place of the viewer's; "" for none.
	another func(context.Context, viewer.Viewer) (token string, err error)
	next    graphapi.Doer
}

// Do makes the call.
func (i *instead) Do(ctx context.Context, call graphapi.Call) (*graphapi.Answer, error) {
	answer, err := i.next.Do(ctx, call)
	v, _ := viewer.FromContext(ctx)
	if v.Access == "" || v.Token == "" || !tokenRefused(&call, answer, err) {
		return answer, err
	}
	token, failed := i.another(ctx, v)
	if failed != nil || token == "" {
		return answer, err
	}
	v.Token = token
	return i.next.Do(viewer.NewContext(ctx, v), call)
}

// tokenRefused reports whether a call's token was refused, and nothing was written by it.
func tokenRefused(call *graphapi.Call, answer *graphapi.Answer, err error) bool {
	if call.Writes() {
		return graphapi.KindOf(err) == graphapi.Unauthenticated
	}
	return slices.ContainsFunc(answer.Errors(err), func(err error) bool { return graphapi.KindOf(err) == graphapi.Unauthenticated })
}
