package localgraph

import (
	"fmt"
	"slices"

	"github.com/gramql/gramql/internal/localgraph/expand"
)

// FaultKind is a way in which a server can fail or be awkward.
type FaultKind string

// The faults that refuse a call.
const (
	ExpiredToken     FaultKind = "ExpiredToken"     // error 190, subcode 463
	AccountThrottled FaultKind = "AccountThrottled" // error 80002; Minutes to wait in the usage header
	AppThrottled     FaultKind = "AppThrottled"     // error 4, HTTP 403
	TooMuchData      FaultKind = "TooMuchData"      // error 1, HTTP 500, "reduce the amount of data"
	UnknownError     FaultKind = "UnknownError"     // error 1, HTTP 500
	Unavailable      FaultKind = "Unavailable"      // error 2, HTTP 503
	FieldRefused     FaultKind = "FieldRefused"     // error 100 that names nothing, where Field is asked for
	OtherError       FaultKind = "OtherError"       // HTTP Status (400 unless given), and Body is the answer
)

// The faults that change an answer which is otherwise right.
const (
	Slow           FaultKind = "Slow"          // the answer comes after Delay
	NearlySpent    FaultKind = "NearlySpent"   // the headers say that Percent of the quotas are spent
	OtherVersion   FaultKind = "OtherVersion"  // the header says that Version answered
	NullBatchItem  FaultKind = "NullBatchItem" // items of a batch are null, like those that Meta had no time for
	OtherItem      FaultKind = "OtherItem"     // items of a batch are Body
	TruncatedJSON  FaultKind = "TruncatedJSON" // the body ends in the middle
	ForeignLinks   FaultKind = "ForeignLinks"  // links lead to the server at To
	OtherValue     FaultKind = "OtherValue"    // the value of Field is Body; without Body it is left out
	OtherBody      FaultKind = "OtherBody"     // the body is Body, whatever the call
	Redirected     FaultKind = "Redirected"    // HTTP 302 to To
	ShortPage                = FaultKind(expand.ShortPage)
	EmptyPage                = FaultKind(expand.EmptyPage)
	NoLinks                  = FaultKind(expand.NoLinks)
	SameCursor               = FaultKind(expand.SameCursor)
	ByOffset                 = FaultKind(expand.ByOffset)
	ByAfterID                = FaultKind(expand.ByAfterID)
	ByTime                   = FaultKind(expand.ByTime)
	NoMediaURL               = FaultKind(expand.NoMediaURL)
	NoAliases                = FaultKind(expand.NoAliases)
	IgnoredAliases           = FaultKind(expand.IgnoredAliases)
)

// The faults of writes. Those that break the connection strike no GET, and a batch
// only if Path names it.
const (
	BeforeBody     FaultKind = "BeforeBody"     // the connection breaks before the body is read
	AfterBody      FaultKind = "AfterBody"      // the connection breaks when the body is read; nothing is done
	NoAnswer       FaultKind = "NoAnswer"       // all is done, and the connection ends without an answer
	ContainerError FaultKind = "ContainerError" // a new container fails, with Body as its status
	ContainerStuck FaultKind = "ContainerStuck" // a new container is in progress until it expires
)

var (
	ofWrites = []FaultKind{BeforeBody, AfterBody, NoAnswer, ContainerError, ContainerStuck}
	refusals = []FaultKind{
		ExpiredToken, AccountThrottled, AppThrottled, TooMuchData, UnknownError, Unavailable, FieldRefused, OtherError,
	}
	alterings = []FaultKind{
		Slow, NearlySpent, OtherVersion, NullBatchItem, OtherItem, TruncatedJSON, ForeignLinks, OtherValue, OtherBody,
		Redirected, ShortPage, EmptyPage, NoLinks, SameCursor, ByOffset, ByAfterID, ByTime, NoMediaURL, NoAliases, IgnoredAliases,
	}
)

// FaultKinds returns all kinds of faults.
func FaultKinds() []FaultKind { return slices.Concat(refusals, alterings, ofWrites) }

// UnmarshalText takes the name of a kind.
func (k *FaultKind) UnmarshalText(text []byte) error {
	kind := FaultKind(text)
	if !slices.Contains(FaultKinds(), kind) {
		return fmt.Errorf("local graph: no fault is called %q", text)
	}
	*k = kind
	return nil
}
