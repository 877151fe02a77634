package httpx

import (
	"encoding/json"
	"errors"
	"net/url"
	"unicode/utf8"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// The parameters of a request: "query" or "documentId" (Relay says "doc_id"),
// "operationName", "variables" and "extensions". JSON is read strictly, as jsontext
// does by default: UTF-8, no name twice in an object, nothing after the value. Two
// readers of one request must not see two different operations.

var (
	errNoJSON  = malformed("the request is not valid JSON: one value in UTF-8, no name twice in an object")
	errBatch   = malformed("batches are not answered; send one operation per request, as a JSON object")
	errNoQuery = malformed(`"query" is missing; it holds the GraphQL document`)
)

// parseBody reads the parameters from a JSON object. Members of other names are
// read over.
func parseBody(body []byte, params *request) *Refusal {
	wrong, err := decode(body, params)
	switch {
	case err != nil:
		return errNoJSON
	case wrong == nil:
		return nil
	case wrong.JSONPointer != "":
		return wrongType(wrong.JSONPointer.LastToken(), wrong.JSONKind)
	case wrong.JSONKind == '[':
		return errBatch
	default:
		return wrongType("request body", wrong.JSONKind)
	}
}

// parameters are the names of a request's parameters.
var parameters = [...]string{"query", "documentId", "doc_id", "operationName", "variables", "extensions"}

// parseQuery reads the parameters from a URL's query string, where "variables"
// and "extensions" are JSON texts.
func parseQuery(query url.Values, params *request) *Refusal {
	for _, name := range parameters {
		if len(query[name]) > 1 {
			return malformed(`"` + name + `" is given more than once`)
		}
	}
	params.Query, params.OperationName = query.Get("query"), query.Get("operationName")
	params.DocumentID, params.RelayID = query.Get("documentId"), query.Get("doc_id")
	if refused := parseText(query, "variables", &params.Variables); refused != nil {
		return refused
	}
	return parseText(query, "extensions", &params.Extensions)
}

func parseText(query url.Values, name string, into *map[string]any) *Refusal {
	text := query.Get(name)
	if text == "" {
		return nil
	}
	wrong, err := decode([]byte(text), into)
	switch {
	case err != nil:
		return malformed(`"` + name + `" is not valid JSON`)
	case wrong != nil:
		return wrongType(name, wrong.JSONKind)
	}
	return nil
}

// decode distinguishes JSON of the wrong type from text that is not JSON.
func decode(text []byte, into any) (wrong *jsonv2.SemanticError, err error) {
	if !utf8.Valid(text) {
		return nil, errNotUTF8
	}
	// What is left to allow are escapes of half a character, which become U+FFFD:
	// JavaScript writes them of a text that was cut.
	err = jsonv2.Unmarshal(text, into, numbersAsWritten, jsontext.AllowInvalidUTF8(true))
	var syntax *jsontext.SyntacticError
	if err != nil && !errors.As(err, &syntax) && errors.As(err, &wrong) {
		return wrong, nil
	}
	return nil, err
}

var errNotUTF8 = errors.New("the text is not UTF-8")

// numbersAsWritten keeps a number's digits, as gqlgen's scalars expect: a float64
// would round an id.
var numbersAsWritten = jsonv2.WithUnmarshalers(
	jsonv2.UnmarshalFromFunc(func(decoder *jsontext.Decoder, into *any) error {
		if decoder.PeekKind() != '0' {
			return errors.ErrUnsupported
		}
		number, err := decoder.ReadValue()
		*into = json.Number(number)
		return err
	}))

// wrongType says which part of a request has which type, never its value.
func wrongType(name string, got jsontext.Kind) *Refusal {
	want := "a JSON object"
	switch name {
	case "query", "operationName", "documentId", "doc_id":
		want = "a string"
	}
	return malformed(`"` + name + `" must be ` + want + ", not " + kindNames[got])
}

var kindNames = map[jsontext.Kind]string{
	'n': "null", 't': "a boolean", 'f': "a boolean", '"': "a string", '0': "a number", '{': "an object", '[': "an array",
}
