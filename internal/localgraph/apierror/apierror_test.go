package apierror

import (
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph/catalog"
)

func TestError_isWordedByLoginType(t *testing.T) {
	for _, c := range []struct {
		err   *Error
		login catalog.Login
		want  string
	}{
		{NonexistingField("x", "IGUser"), catalog.Facebook, `{"error":{"message":"(#100) Tried accessing nonexisting field (x) on node type (IGUser)","type":"OAuthException","code":100,"fbtrace_id":"A"}}`},
		{NonexistingField("x", "User"), catalog.BasicDisplay, `{"error":{"message":"Tried accessing nonexisting field (x) on node type (User)","type":"IGApiException","code":100,"fbtrace_id":"A"}}`},
		{AppThrottled(), catalog.Facebook, `{"error":{"message":"(#4) Application request limit reached","type":"OAuthException","code":4,"error_subcode":1349210,"is_transient":true,"fbtrace_id":"A"}}`},
		{UnknownToken(0), 0, `{"error":{"message":"Invalid OAuth access token - Cannot parse access token","type":"OAuthException","code":190,"fbtrace_id":"A"}}`},
		{BadBatch("no"), catalog.Facebook, `{"error":{"message":"no","type":"GraphBatchException","code":100,"fbtrace_id":"A"}}`},
	} {
		if got := string(c.err.JSON(c.login, "A")); got != c.want {
			t.Errorf("error = %s\nwant %s", got, c.want)
		}
	}
}

func TestError_challengesTheClientWhereItIsAtFault(t *testing.T) {
	expired := ExpiredToken(time.Unix(0, 0), time.Unix(60, 0))
	want := `OAuth "Facebook Platform" "invalid_token" "Error validating access token: Session has expired on Wednesday, 31-Dec-69 16:00:00 PST. The current time is Wednesday, 31-Dec-69 16:01:00 PST."`
	if got := expired.Challenge(catalog.Instagram); got != want {
		t.Errorf("challenge = %s\nwant %s", got, want)
	}
	if got := TooMuchData().Challenge(catalog.Facebook); got != "" {
		t.Errorf("a failure of the server challenges the client: %s", got)
	}
}
