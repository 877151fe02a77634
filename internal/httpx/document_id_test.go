package httpx

import (
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

func TestDocumentID_isTheRequestsAndNoneOfItsExtensions(t *testing.T) {
	forged := map[string]any{"documentId": "forged"}
	if id := DocumentID(&graphql.RawParams{Extensions: forged}); id != "" {
		t.Errorf("an extension of the client's is taken for the id %q", id)
	}
	for name, extensions := range map[string]map[string]any{"no extensions": nil, "an extension of that name": forged} {
		r := request{RawParams: graphql.RawParams{Extensions: extensions}, DocumentID: "feed"}
		r.passDocumentID()
		if id := DocumentID(&r.RawParams); id != "feed" {
			t.Errorf("%s: id %q", name, id)
		}
	}
}
