package graph

import (
	"context"
	"math"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/graphapi/quota"
	"github.com/gramql/gramql/internal/graphapi/usage"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// rateLimit returns the usage of the quotas that the viewer's calls count against.
func rateLimit(ctx context.Context) (*model.RateLimit, error) {
	if _, err := viewerLoader(ctx); err != nil {
		return nil, err
	}
	s, _ := runningFrom(ctx).quota.Standing()
	limit := &model.RateLimit{
		Accounts: make([]*model.AccountQuota, len(s.Accounts)),
		Calls:    &model.CallCount{LastHour: toInt32(s.Calls.LastHour), LastDay: toInt32(s.Calls.LastDay)},
		Pace:     model.Pace(s.Pace), RetryAfter: toInt32(s.RetryAfter),
	}
	if s.App != nil {
		limit.App = quotaShare(*s.App)
	}
	for i, a := range s.Accounts {
		limit.Accounts[i] = &model.AccountQuota{GraphID: a.ID, Type: a.Type, Share: quotaShare(a.Share), RegainMinutes: toInt32(a.Regain)}
	}
	return limit, nil
}

// toInt32 returns a number as GraphQL's Int, which ends at 2^31.
func toInt32(n int) int32 {
	return int32(min(n, math.MaxInt32)) //nolint:gosec // of the size just said
}

func quotaShare(s usage.Share) *model.QuotaShare {
	return &model.QuotaShare{Calls: toInt32(s.Calls), Time: toInt32(s.Time), CPUTime: toInt32(s.CPUTime)}
}

// publishing returns the publishing quota of the viewer's account; nil when the
// Graph API does not say.
func (r *Resolver) publishing(ctx context.Context) (*model.ContentPublishingLimit, error) {
	items, err := r.ofAccount(ctx)
	if len(items) == 0 || err != nil {
		return nil, err
	}
	limit := items[0].(*model.ContentPublishingLimit)
	if limit.QuotaUsage != nil && limit.Config != nil && limit.Config.QuotaTotal != nil {
		runningFrom(ctx).quota.NotePublishing(quota.Publishing{Used: int(*limit.QuotaUsage), Total: int(*limit.Config.QuotaTotal)})
	}
	return limit, nil
}

// hashtags returns how many hashtags the viewer's account has looked for; nil when
// there is no account.
func (r *Resolver) hashtags(ctx context.Context) (*model.HashtagQuota, error) {
	items, err := r.ofAccount(ctx)
	if items == nil || err != nil {
		return nil, err
	}
	return &model.HashtagQuota{Used: toInt32(len(items)), Total: quota.MaxHashtags}, nil
}

// ofAccount returns the items on the edge of the viewer's account that the field is
// computed from; nil when there is no account.
func (r *Resolver) ofAccount(ctx context.Context) ([]any, error) {
	account, err := me(ctx)
	if account == nil || err != nil {
		return nil, err
	}
	fc, n := graphql.GetFieldContext(ctx), account.EntityBase()
	needed := r.Mapping.Type(fc.Object).Fields[fc.Field.Name].Needs[0]
	key := expansion.Key(n.Plan.Type.EdgeNamed(needed.Name).Edge, needed.Params)
	if err := n.Plan.Refused[key]; err != nil {
		return nil, err
	}
	page, err := runningFrom(ctx).loader.Page(n, n.Plan.Edge(key))
	if err != nil {
		return nil, err
	}
	return append([]any{}, page.Items...), nil
}
