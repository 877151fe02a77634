package httpx

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
)

// setHeaders sets what every answer carries, an error too. An answer holds one
// person's data.
func setHeaders(header http.Header, media mediaType) {
	header["Content-Type"] = []string{string(media)}
	header["Cache-Control"] = []string{"private, no-store"}
	header.Add("Vary", "Accept, Authorization")
	header["X-Content-Type-Options"] = []string{"nosniff"}
}

// answer writes the response to a well-formed request. A client of
// application/graphql-response+json reads from the status whether the operation
// was executed; for application/json it is 200 either way.
func answer(w http.ResponseWriter, media mediaType, response *graphql.Response) {
	status := http.StatusOK
	if media == graphqlJSON && len(response.Data) == 0 {
		status = http.StatusBadRequest
	}
	if len(response.Errors) == 0 {
		// Only the caller's own cache may keep it, and only what is whole.
		w.Header()["Cache-Control"] = []string{"private"}
	}
	writeEnvelope(w, status, response)
}

// writeEnvelope puts the response together around its finished data, which
// encoding it as a whole would read and copy twice more. Errors come first, as
// the specification of GraphQL advises; data is left out of an operation that
// was never executed.
func writeEnvelope(w http.ResponseWriter, status int, response *graphql.Response) {
	buffer := takeBuffer()
	defer giveBack(buffer)

	buffer.WriteByte('{')
	if len(response.Errors) > 0 {
		writeMember(buffer, "errors", response.Errors)
	}
	if len(response.Data) > 0 {
		writeName(buffer, "data")
		buffer.Write(response.Data)
	}
	if len(response.Extensions) > 0 {
		writeMember(buffer, "extensions", response.Extensions)
	}
	buffer.WriteString("}\n")

	w.Header()["Content-Length"] = []string{strconv.Itoa(buffer.Len())}
	w.WriteHeader(status)
	_, _ = w.Write(buffer.Bytes()) // an error means that the client has gone
}

func writeMember(buffer *bytes.Buffer, name string, value any) {
	writeName(buffer, name)
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		// A value of ours that is no JSON is a defect: gqlgen's handler turns the
		// panic into an error answer, and nothing of this one is written yet.
		panic("httpx: " + name + ": " + err.Error())
	}
	buffer.Truncate(buffer.Len() - len("\n")) // Encode ends its value with one
}

func writeName(buffer *bytes.Buffer, name string) {
	if buffer.Len() > len("{") {
		buffer.WriteByte(',')
	}
	buffer.WriteByte('"')
	buffer.WriteString(name)
	buffer.WriteString(`":`)
}
