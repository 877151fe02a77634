package localgraph

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/mediafile"
	"github.com/gramql/gramql/internal/localgraph/publish"
)

// uploadPath is where videos are uploaded, on rupload.facebook.com with Meta.
const uploadPath = "/ig-api-upload/"

// patience is how long one piece of a video may take.
const patience = 5 * time.Minute

// The answers to uploads; a failure has its reason in between.
const (
	uploadDone   = `{"success":true,"message":"Upload successful."}`
	uploadFailed = `{"debug_info":{"retriable":false,"type":"ProcessingFailedError","message":`
)

// serveUpload takes a piece of a video.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	came := s.options.Now()
	req := s.addressed(r)
	status, text := http.StatusOK, uploadDone
	if err := s.upload(w, r, req); err != nil {
		reason := "The upload failed."
		for _, known := range []error{publish.ErrNoUpload, publish.ErrWrongOffset, publish.ErrWrongSize, mediafile.ErrForbidden, mediafile.ErrUnreachable, mediafile.ErrTooLate, mediafile.ErrTooLarge} {
			if errors.Is(err, known) {
				reason = known.Error()
			}
		}
		if refused, ok := errors.AsType[*apierror.Error](err); ok {
			reason = refused.Message
		}
		status, text = http.StatusBadRequest, uploadFailed+strconv.Quote(reason)+"}}"
	}
	s.keepCall(r, req, came, status)
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // the client may be gone
}

// upload does what an upload asks for.
func (s *Server) upload(w http.ResponseWriter, r *http.Request, req *request) error {
	segments := split(strings.TrimPrefix(r.URL.Path, uploadPath))
	if r.Method != http.MethodPost || len(segments) == 0 {
		return publish.ErrNoUpload
	}
	grant, err := s.tokens.Find(r.Context(), req.token)
	if err != nil {
		return err
	}
	viewer := grant.Viewer()
	if !viewer.Permissions.Has(catalog.Publish) {
		return apierror.MissingPermission()
	}
	piece := publish.Piece{Account: viewer.Account, Body: r.Body, Address: r.Header.Get("File_url"), Now: s.options.Now()}
	for _, number := range []struct {
		text string
		into *int64
	}{{segments[len(segments)-1], &piece.Container}, {r.Header.Get("Offset"), &piece.Offset}, {r.Header.Get("File_size"), &piece.Size}} {
		if number.text == "" {
			continue
		}
		if *number.into, err = strconv.ParseInt(number.text, 10, 64); err != nil || *number.into < 0 {
			return publish.ErrWrongSize
		}
	}
	// A video takes longer than other requests may; a test's recorder has no deadline.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(patience))
	return s.writer.Upload(r.Context(), piece)
}
