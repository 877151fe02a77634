package authorization

import (
	"context"
	"time"
)

// SignIn is an app that a person has signed in to.
type SignIn struct {
	ID string
	// App is what people call the app.
	App string
	// CreatedAt is when the person signed in, and SeenAt when the app last got tokens.
	CreatedAt, SeenAt time.Time
}

// SignInsOf returns the apps that a person has signed in to, the newest sign-in first.
func (s *Server) SignInsOf(ctx context.Context, person string) ([]SignIn, error) {
	families, err := s.Store.Families(ctx, person, s.Now())
	var all []SignIn
	for _, f := range families {
		if client, known := s.Clients[f.Client]; known && f.redeemed() {
			all = append(all, SignIn{f.ID, client.Name, f.CreatedAt, f.RefreshedAt})
		}
	}
	return all, err
}

// EndSignIn ends what an app has that a person has signed in to; ErrNone if it has nothing.
func (s *Server) EndSignIn(ctx context.Context, person, id string) error {
	return s.Store.EndFamily(ctx, person, id)
}
