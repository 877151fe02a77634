package refused

// Pending is the error of something that a call leaves out, which is known only when the
// search for what was refused is over.
type Pending struct {
	// Cause is what is known so far.
	Cause error
}

// Error tells what is known so far.
func (p *Pending) Error() string { return p.Cause.Error() }

// Unwrap returns what is known so far.
func (p *Pending) Unwrap() error { return p.Cause }

// absentPending is a Pending of a field or edge that was asked for without a parameter.
type absentPending struct{ *Pending }

// Unwrap returns what is known so far, as that of such a field or edge.
func (p absentPending) Unwrap() error { return Absent(p.Cause) }
