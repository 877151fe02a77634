package httpx

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/admission"
	"github.com/gramql/gramql/internal/httpx/form"
)

// answer writes the answer to one request, in the form that was negotiated.
type answer struct {
	http.ResponseWriter
	request *http.Request
	media   form.Media
	coding  form.Coding
	// packAll reports that the client takes packed answers only, however small.
	packAll bool
	// ticket is the operation's place, which is left before anything is written: a
	// client that does not read must not keep another out.
	ticket *admission.Ticket
	// outgoing counts the answer among all that are on their way; nil for a refusal.
	outgoing *outgoing
}

// Values of headers, which all answers share: whoever changes one puts a new one in its place.
var (
	contentTypes = map[form.Media][]string{form.GraphQLJSON: {string(form.GraphQLJSON)}, form.LegacyJSON: {string(form.LegacyJSON)}}
	unkept       = []string{"private, no-store"}
	kept         = []string{"private"}
	unguessed    = []string{"nosniff"}
)

// newAnswer negotiates the form of an answer, and sets the headers that every answer
// carries, an error too: an answer holds one person's data. Without an acceptable type, the refusal
// itself goes out as application/json.
func newAnswer(w http.ResponseWriter, r *http.Request) (a answer, acceptable bool) {
	a = answer{ResponseWriter: w, request: r}
	a.media, acceptable = form.NegotiateMedia(r.Header)
	var plain bool
	a.coding, plain = form.NegotiateCoding(r.Header)
	a.packAll = !plain

	header := w.Header()
	header["Content-Type"] = contentTypes[a.media]
	header["Cache-Control"] = unkept
	header.Add("Vary", "Accept, Accept-Encoding, Authorization")
	header["X-Content-Type-Options"] = unguessed
	return a, acceptable
}

// safely reports whether the request's method only reads. A client may ask again by
// such a method whether the answer has changed.
func (a answer) safely() bool { return a.request.Method != http.MethodPost }

// reply writes what came of an operation.
func (a answer) reply(r *Reply, aside []string) {
	a.ticket, a.outgoing = r.ticket, r.outgoing
	if r.Refused != nil {
		r.Refused.write(a)
		return
	}
	a.respond(r.Response, aside)
}

// respond writes the response to a well-formed request. A client of
// application/graphql-response+json reads from the status whether the operation
// was executed; for application/json the status is 200 either way. The extensions that
// aside names say how the response came about: its tag does not depend on them.
func (a answer) respond(response *graphql.Response, aside []string) {
	status := http.StatusOK
	if a.media == form.GraphQLJSON && len(response.Data) == 0 {
		status = http.StatusBadRequest
	}
	if len(response.Errors) == 0 && a.safely() && a.unchanged(etag(a.media, response, aside)) {
		return
	}
	a.writeEnvelope(status, response)
}

// keepable lets a cache keep the answer: the caller's own only, and only an answer
// without errors.
func (a answer) keepable() { a.Header()["Cache-Control"] = kept }

// unchanged tags the answer. If the client has an answer of that tag already, it writes
// that nothing has changed, and returns true.
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
	head, data := writeResponse(buffer, response, joined)
	buffer.WriteByte('\n')
	if len(response.Errors) == 0 {
		a.keepable() // only now, for what is no JSON becomes an answer of errors
	}
	if data == nil {
		a.writeBody(status, buffer)
		return
	}
	a.writeBody(status, buffer, buffer.Bytes()[:head], data, buffer.Bytes()[head:])
}

// writeBody writes a body: the text in the buffer, or its parts, some of which are in the
// buffer. Where packing saves something, the body is packed first, and the buffer given
// back before: while a slow client reads, only the packed body is in memory.
func (a answer) writeBody(status int, buffer *bytes.Buffer, parts ...[]byte) {
	if len(parts) == 0 {
		parts = [][]byte{buffer.Bytes()}
	}
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	if a.coding != form.Identity && (size >= form.WorthPacking || a.packAll) {
		packed := takeBuffer()
		form.Pack(packed, a.coding, parts...)
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

// writeResponse writes a response into a buffer, without its data where that has more than
// most bytes: the data then belongs behind the first bytes of the buffer, as many as head.
func writeResponse(buffer *bytes.Buffer, response *graphql.Response, most int) (head int, data []byte) {
	buffer.WriteByte('{')
	if len(response.Errors) > 0 {
		writeMember(buffer, "errors", response.Errors)
	}
	data = response.Data
	if len(data) > 0 {
		writeName(buffer, "data")
	}
	if len(data) <= most {
		buffer.Write(data)
		data = nil
	}
	head = buffer.Len()
	if len(response.Extensions) > 0 {
		writeName(buffer, "extensions")
		writeExtensions(buffer, response.Extensions)
	}
	buffer.WriteByte('}')
	return head, data
}

// Appender is a value that appends its JSON to a text, as package encoding/json would write
// it, but without reflection.
type Appender interface{ AppendJSON(to []byte) []byte }

// writeExtensions writes the extensions of a response, in the order of their names.
func writeExtensions(buffer *bytes.Buffer, extensions map[string]any) {
	before := byte('{')
	names := make([]string, 0, 8) // there are hardly more
	for name := range extensions {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		buffer.WriteByte(before)
		before = ','
		buffer.WriteByte('"')
		buffer.WriteString(name) // ours, without escapes
		buffer.WriteString(`":`)
		if a, ok := extensions[name].(Appender); ok {
			buffer.Write(a.AppendJSON(buffer.AvailableBuffer()))
		} else {
			encode(buffer, "extensions", extensions[name])
		}
	}
	buffer.WriteByte('}')
}

// Encode returns a response as JSON.
func Encode(response *graphql.Response) []byte {
	var buffer bytes.Buffer
	buffer.Grow(len(response.Data) + 256)
	writeResponse(&buffer, response, len(response.Data))
	return buffer.Bytes()
}

// EncodeErrors returns the errors of a response as JSON.
func EncodeErrors(errs gqlerror.List) []byte {
	var buffer bytes.Buffer
	encode(&buffer, "errors", errs)
	return buffer.Bytes()
}

func writeMember(buffer *bytes.Buffer, name string, value any) {
	writeName(buffer, name)
	encode(buffer, name, value)
}

// encode writes a value of a name as JSON.
func encode(buffer *bytes.Buffer, name string, value any) {
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		// A value of ours that is no JSON is a defect. Nothing of the answer is written
		// yet: gqlgen's handler turns the panic into an answer of one error.
		panic("httpx: " + name + ": " + err.Error())
	}
	buffer.Truncate(buffer.Len() - len("\n")) // which Encode ends a value with
}

func writeName(buffer *bytes.Buffer, name string) {
	if buffer.Len() > len("{") {
		buffer.WriteByte(',')
	}
	buffer.WriteByte('"')
	buffer.WriteString(name)
	buffer.WriteString(`":`)
}
