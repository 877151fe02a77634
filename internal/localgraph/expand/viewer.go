package expand

import "github.com/gramql/gramql/internal/localgraph/catalog"

// Viewer is whom an access token belongs to, and what it may do.
type Viewer struct {
	Login       catalog.Login
	Permissions catalog.Permission
	// Account is the viewer's Instagram account; Person, with Facebook Login,
	// the Facebook user.
	Account, Person int64
	// Token is the number of an access token that was issued at the login; 0 for a
	// demo token.
	Token int64
}

// owns reports whether the viewer may read nodes of an owner, 0 for no owner.
func (v Viewer) owns(owner int64) bool {
	return owner == 0 || owner == v.Account || v.Person != 0 && owner == v.Person
}
