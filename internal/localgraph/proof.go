package localgraph

import "github.com/gramql/gramql/internal/localgraph/apierror"

// proofParam proves that a call comes from the app's own server.
//
// Source: Meta, Graph API, "Securing Graph API Requests".
const proofParam = "appsecret_proof"

// prove checks a request's proof against its token. A proof that is given must be
// right; one that is missing is an error if the app requires it.
func (s *Server) prove(req *request) error {
	proof := req.params.Get(proofParam)
	switch {
	case proof == "" && s.options.Proof:
		return apierror.ProofRequired()
	case proof != "" && !s.tokens.Apps.Proves(req.grant.App, req.token, proof):
		return apierror.WrongProof()
	}
	return nil
}
