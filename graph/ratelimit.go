package graph

import (
	"context"
	"math"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/entity"
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
	page, err := r.ofAccount(ctx)
	if page == nil || err != nil {
		return nil, err
	}
	for _, lost := range page.Lost() {
		graphql.AddError(ctx, lost)
	}
	if page.Broken != nil {
		graphql.AddError(ctx, page.Broken)
	}
	var limit *model.ContentPublishingLimit
	for _, item := range slices.Backward(page.Items) {
		if readable, ok := item.(*model.ContentPublishingLimit); ok {
			limit = readable
		}
	}
	if limit != nil && limit.QuotaUsage != nil && limit.Config != nil && limit.Config.QuotaTotal != nil {
		runningFrom(ctx).quota.NotePublishing(quota.Publishing{Used: int(*limit.QuotaUsage), Total: int(*limit.Config.QuotaTotal)})
	}
	return limit, nil
}

// hashtags returns how many hashtags the viewer's account has looked for; nil when
// there is no account.
func (r *Resolver) hashtags(ctx context.Context) (*model.HashtagQuota, error) {
	page, err := r.ofAccount(ctx)
	switch {
	case page == nil || err != nil:
		return nil, err
	case page.Broken != nil:
		return nil, page.Broken
	}
	return &model.HashtagQuota{Used: toInt32(len(page.Items)), Total: quota.MaxHashtags}, nil
}

// ofAccount returns the page of the edge of the viewer's account that the field is
// computed from; nil when there is no account.
func (r *Resolver) ofAccount(ctx context.Context) (*entity.Page, error) {
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
	return runningFrom(ctx).loader.Page(n, n.Plan.Edge(key))
}
