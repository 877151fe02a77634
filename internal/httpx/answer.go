package httpx

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/admission"
)

// answer is what one request is answered with: what was negotiated, and how to
// write it.
type answer struct {
	http.ResponseWriter
	request *http.Request
	media   mediaType
	coding  coding
	// packAll reports that the client takes packed answers only, however small.
	packAll bool
	// ticket is the operation's place, which is left before anything is written: a
	// client that does not read must not keep another out.
	ticket *admission.Ticket
	// outgoing counts the answer among all that are on their way; nil for a refusal.
	outgoing *outgoing
}

// newAnswer negotiates, and sets the headers that every answer carries, an error
// too. An answer holds one person's data. Without an acceptable type, the refusal
// itself goes out as application/json.
func newAnswer(w http.ResponseWriter, r *http.Request) (a answer, acceptable bool) {
	a = answer{ResponseWriter: w, request: r}
	a.media, acceptable = negotiate(r.Header)
	var plain bool
	a.coding, plain = negotiateCoding(r.Header)
	a.packAll = !plain

	header := w.Header()
	header["Content-Type"] = []string{string(a.media)}
	header["Cache-Control"] = []string{"private, no-store"}
	header.Add("Vary", "Accept, Accept-Encoding, Authorization")
	header["X-Content-Type-Options"] = []string{"nosniff"}
	return a, acceptable
}

// safely reports whether the request may only read: then it may be asked again
// whether anything has changed.
func (a answer) safely() bool { return a.request.Method != http.MethodPost }

// respond writes the response to a well-formed request. A client of
// application/graphql-response+json reads from the status whether the operation
// was executed; for application/json it is 200 either way. The aside extensions
// say how the response came about, which is no part of what it says.
func (a answer) respond(response *graphql.Response, aside []string) {
	status := http.StatusOK
	if a.media == graphqlJSON && len(response.Data) == 0 {
		status = http.StatusBadRequest
	}
	if len(response.Errors) == 0 && a.safely() && a.unchanged(etag(a.media, response, aside)) {
		return
	}
	a.writeEnvelope(status, response)
}

// keepable lets a cache keep the answer: the caller's own only, and only an answer
// without errors.
func (a answer) keepable() { a.Header()["Cache-Control"] = []string{"private"} }

// unchanged tags the answer, and says so if the client has it already.
func (a answer) unchanged(tag string) bool {
	a.Header()["Etag"] = []string{tag}
	if !matches(a.request.Header["If-None-Match"], tag) {
		return false
	}
	a.keepable()
	delete(a.Header(), "Content-Type")
	a.WriteHeader(http.StatusNotModified)
	return true
}

// joined is the most bytes of data that are copied in order to write an answer in one
// piece.
const joined = 64 << 10

// writeEnvelope puts the response together around its finished data, which
// encoding it as a whole would read and copy twice more. Errors come first, as
// the specification of GraphQL advises; data is left out of an operation that
// was never executed.
func (a answer) writeEnvelope(status int, response *graphql.Response) {
	buffer := takeBuffer()
	buffer.WriteByte('{')
	if len(response.Errors) > 0 {
		writeMember(buffer, "errors", response.Errors)
	}
	data := []byte(response.Data)
	if len(data) > 0 {
		writeName(buffer, "data")
	}
	if len(data) <= joined {
		buffer.Write(data)
		data = nil
	}
	head := buffer.Len()
	if len(response.Extensions) > 0 {
		writeMember(buffer, "extensions", response.Extensions)
	}
	buffer.WriteString("}\n")
	if len(response.Errors) == 0 {
		a.keepable() // only now, for what is no JSON becomes an answer of errors
	}
	if data == nil {
		a.writeBody(status, buffer)
		return
	}
	a.writeBody(status, buffer, buffer.Bytes()[:head], data, buffer.Bytes()[head:])
}

// writeBody writes a buffer, or the parts of a body that it has some of, packed where
// that saves something, and gives the buffer back. While a slow client reads, only what
// is sent is in memory.
func (a answer) writeBody(status int, buffer *bytes.Buffer, parts ...[]byte) {
	if len(parts) == 0 {
		parts = [][]byte{buffer.Bytes()}
	}
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	if a.coding != identity && (size >= worthPacking || a.packAll) {
		packed := takeBuffer()
		pack(packed, a.coding, parts...)
		a.Header()["Content-Encoding"] = []string{string(a.coding)}
		giveBack(buffer)
		buffer, size, parts = packed, packed.Len(), [][]byte{packed.Bytes()}
	}
	defer giveBack(buffer)
	a.Header()["Content-Length"] = []string{strconv.Itoa(size)}
	a.ticket.Leave()
	a.WriteHeader(status)
	a.outgoing.send(a.ResponseWriter, parts...)
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
