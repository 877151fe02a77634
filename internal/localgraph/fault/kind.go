package fault

import (
	"fmt"
	"slices"

	"github.com/gramql/gramql/internal/localgraph/expand"
)

// Kind is a way in which a server can fail or be awkward.
type Kind string

// The faults that refuse a call.
const (
	ExpiredToken     Kind = "ExpiredToken"     // error 190, subcode 463
	AccountThrottled Kind = "AccountThrottled" // error 80002; Minutes to wait in the usage header
	AppThrottled     Kind = "AppThrottled"     // error 4, HTTP 403
	TooMuchData      Kind = "TooMuchData"      // error 1, HTTP 500, "reduce the amount of data"
	UnknownError     Kind = "UnknownError"     // error 1, HTTP 500
	Unavailable      Kind = "Unavailable"      // error 2, HTTP 503
	FieldRefused     Kind = "FieldRefused"     // error 100 that names nothing, where Field is asked for
	OtherError       Kind = "OtherError"       // HTTP Status (400 unless given), and Body is the answer
)

// The faults that change an answer which is otherwise right.
const (
	Slow           Kind = "Slow"          // the answer comes after Delay
	NearlySpent    Kind = "NearlySpent"   // the headers say that Percent of the quotas are spent
	OtherVersion   Kind = "OtherVersion"  // the header says that Version answered
	NullBatchItem  Kind = "NullBatchItem" // items of a batch are null, like those that Meta had no time for
	OtherItem      Kind = "OtherItem"     // items of a batch are Body
	TruncatedJSON  Kind = "TruncatedJSON" // the body ends in the middle
	ForeignLinks   Kind = "ForeignLinks"  // links lead to the server at To
	OtherValue     Kind = "OtherValue"    // the value of Field is Body; without Body it is left out
	OtherBody      Kind = "OtherBody"     // the body is Body, whatever the call
	Redirected     Kind = "Redirected"    // HTTP 302 to To
	ShortPage           = Kind(expand.ShortPage)
	EmptyPage           = Kind(expand.EmptyPage)
	NoLinks             = Kind(expand.NoLinks)
	SameCursor          = Kind(expand.SameCursor)
	ByOffset            = Kind(expand.ByOffset)
	ByAfterID           = Kind(expand.ByAfterID)
	ByTime              = Kind(expand.ByTime)
	NoMediaURL          = Kind(expand.NoMediaURL)
	NoAliases           = Kind(expand.NoAliases)
	IgnoredAliases      = Kind(expand.IgnoredAliases)
)

// The faults of writes. Those that break the connection strike no GET, and a batch
// only if Path names it.
const (
	BeforeBody     Kind = "BeforeBody"     // the connection breaks before the body is read
	AfterBody      Kind = "AfterBody"      // the connection breaks when the body is read; nothing is done
	NoAnswer       Kind = "NoAnswer"       // all is done, and the connection ends without an answer
	ContainerError Kind = "ContainerError" // a new container fails, with Body as its status
	ContainerStuck Kind = "ContainerStuck" // a new container is in progress until it expires
)

var (
	ofWrites = []Kind{BeforeBody, AfterBody, NoAnswer, ContainerError, ContainerStuck}
	refusals = []Kind{
		ExpiredToken, AccountThrottled, AppThrottled, TooMuchData, UnknownError, Unavailable, FieldRefused, OtherError,
	}
	alterings = []Kind{
		Slow, NearlySpent, OtherVersion, NullBatchItem, OtherItem, TruncatedJSON, ForeignLinks, OtherValue, OtherBody,
		Redirected, ShortPage, EmptyPage, NoLinks, SameCursor, ByOffset, ByAfterID, ByTime, NoMediaURL, NoAliases, IgnoredAliases,
	}
)

// Refusals returns the kinds that refuse a call.
func Refusals() []Kind { return slices.Clone(refusals) }

// Kinds returns all kinds of faults.
func Kinds() []Kind { return slices.Concat(refusals, alterings, ofWrites) }

// UnmarshalText takes the name of a kind.
func (k *Kind) UnmarshalText(text []byte) error {
	kind := Kind(text)
	if !slices.Contains(Kinds(), kind) {
		return fmt.Errorf("local graph: no fault is called %q", text)
	}
	*k = kind
	return nil
}
