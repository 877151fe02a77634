package expand

import "github.com/gramql/gramql/internal/localgraph/catalog"

// Viewer is who asks, as the access token tells it.
type Viewer struct {
	Login       catalog.Login
	Permissions catalog.Permission
	// Account is the viewer's Instagram account; Person, with Facebook Login,
	// the Facebook user.
	Account, Person int64
}

// owns reports whether nodes of that owner, 0 for nobody's, are the viewer's to read.
func (v Viewer) owns(owner int64) bool {
	return owner == 0 || owner == v.Account || v.Person != 0 && owner == v.Person
}
