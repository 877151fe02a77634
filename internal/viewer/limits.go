package viewer

// Limits are what a credential of this server's allows, of all that the account's token
// does.
type Limits struct {
	// Accounts are the Graph API ids of the accounts that there are for the viewer; nil is
	// all of the person's.
	Accounts []string
	// Trusted allows no documents but trusted ones, and of these only Documents, unless
	// there are none.
	Trusted   bool
	Documents []string
	// ReadOnly allows no mutation.
	ReadOnly bool
	// Permissions are Meta's names of the permissions whose fields may be asked for, beside
	// those that every token has; nil is all.
	Permissions []string
	// Take counts an operation; its error, a problem, says that there are too many.
	Take func() error
}

// Permits counts an operation of the viewer, and returns an error for one too many.
func (v Viewer) Permits() error {
	if v.Limits == nil || v.Limits.Take == nil {
		return nil
	}
	return v.Limits.Take()
}

// Among returns the Graph API ids of the accounts that there are for the viewer; nil for all
// of the person's.
func (v Viewer) Among() []string {
	if v.Limits == nil {
		return nil
	}
	return v.Limits.Accounts
}

// Narrowed reports whether not all operations are allowed that the account's token allows.
func (v Viewer) Narrowed() bool {
	return v.Limits != nil && (v.Limits.Trusted || v.Limits.ReadOnly || v.Limits.Permissions != nil)
}
