package graphapi

import "net/http"

// code is one of Meta's error codes with its subcode; subcode 0 is any
// that has no row of its own.
type code struct{ code, subcode int }

// meaning is what a code means to the caller: its kind, and whether it passes by
// itself.
type meaning struct {
	kind      Kind
	transient bool
}

// codes is what Meta's error codes mean.
//
// Source: Meta, Graph API: Handle Errors; Meta, Instagram Platform: Error Codes.
var codes = map[code]meaning{
	{-2, 2207003}: {Failed, true},           // media download took too long
	{-2, 2207020}: {NotFound, false},        // the container's media has expired
	{-1, 2207001}: {Failed, true},           // Instagram's servers failed
	{-1, 2207032}: {Failed, true},           // the media could not be created
	{-1, 2207073}: {BadInput, false},        // this type of media cannot be deleted
	{1, 0}:        {Failed, true},           // unknown error, or too much asked at once
	{1, 2207057}:  {BadInput, false},        // thumb_offset beyond the video
	{2, 0}:        {Failed, true},           // service unavailable
	{3, 0}:        {Forbidden, false},       // the app lacks a capability
	{4, 0}:        {RateLimited, true},      // calls of the app
	{4, 2207051}:  {Blocked, false},         // publishing blocked as spam
	{9, 0}:        {RateLimited, true},      // publishing in 24 hours
	{10, 0}:       {Forbidden, false},       // permission missing or removed
	{17, 0}:       {RateLimited, true},      // calls of the user
	{18, 0}:       {RateLimited, true},      // hashtags in 7 days
	{24, 0}:       {NotFound, false},        // media, container or hashtag
	{25, 0}:       {Blocked, false},         // account restricted
	{32, 0}:       {RateLimited, true},      // calls of the Page
	{100, 0}:      {BadInput, false},        // parameter, field or metric
	{100, 33}:     {NotFound, false},        // unknown object, or not for this token
	{102, 0}:      {Unauthenticated, false}, // session invalid
	{110, 0}:      {NotFound, false},        // business_discovery: no professional account
	{190, 0}:      {Unauthenticated, false}, // token expired, revoked or malformed
	{341, 0}:      {RateLimited, true},      // calls of the app
	{352, 0}:      {BadInput, false},        // video format
	{368, 0}:      {Blocked, false},         // blocked for a breach of policy
	{400, 0}:      {BadInput, false},        // said by OAuth end points, whose codes are HTTP's
	{506, 0}:      {BadInput, false},        // duplicate post
	{613, 0}:      {RateLimited, true},      // custom throttle
	{803, 0}:      {NotFound, false},        // unknown alias
	{2500, 0}:     {BadInput, false},        // path or fields; a call without a token is not made at all
	{9004, 0}:     {BadInput, false},        // media URL cannot be fetched
	{9005, 0}:     {BadInput, false},        // video content not found
	{9007, 0}:     {BadInput, false},        // container not finished
	{9009, 0}:     {NotFound, false},        // account unavailable
	{36000, 0}:    {BadInput, false},        // image too large
	{36001, 0}:    {BadInput, false},        // image format
	{36002, 0}:    {BadInput, false},        // image
	{36003, 0}:    {BadInput, false},        // image aspect ratio
	{36004, 0}:    {BadInput, false},        // caption too long
	{80001, 0}:    {RateLimited, true},      // calls on the Page
	{80002, 0}:    {RateLimited, true},      // calls on the Instagram account
	{80006, 0}:    {RateLimited, true},      // messaging
}

// Quota is whose quota is spent.
type Quota uint8

// The quotas that hold up other calls.
const (
	NoQuota      Quota = iota
	TokenQuota         // the token's, or its app's: tokens may be of several apps
	AccountQuota       // the account's or Page's
)

// quotas says whose quota a code is about. Those of publishing, hashtags and
// messages hold up nothing else.
//
// Source: Meta, Graph API: Rate Limits, error codes.
var quotas = map[int]Quota{
	4: TokenQuota, 17: TokenQuota, 341: TokenQuota, 613: TokenQuota,
	32: AccountQuota, 80001: AccountQuota, 80002: AccountQuota,
}

// meaningOf decides by the code alone, for Meta rewords and translates
// messages. The status speaks only where there is no code, as on a proxy's
// error page.
func meaningOf(status int, c code) meaning {
	if m, ok := codes[c]; ok {
		return m
	}
	if m, ok := codes[code{code: c.code}]; ok {
		return m
	}
	switch {
	case c.code >= 200 && c.code < 300: // a permission is denied
		return meaning{Forbidden, false}
	case c.code == 0 && status == http.StatusTooManyRequests:
		return meaning{RateLimited, true}
	}
	return meaning{Failed, false}
}
