package publish

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"time"
)

// Piece is a part of a video that is uploaded, or where the whole of it can be had.
//
// Source: Meta, Instagram Platform, "Resumable Uploads".
type Piece struct {
	Account, Container int64
	// Size is how many bytes the whole video has, Offset how many came before.
	Size, Offset int64
	Body         io.Reader
	// Address, unless empty, is where the video is, instead of Body.
	Address string
	Now     time.Time
}

// Why a piece of a video is not taken.
var (
	ErrNoUpload    = errors.New("no container of the account waits for an upload under this id")
	ErrWrongOffset = errors.New("the offset is not the number of bytes that were transferred")
	ErrWrongSize   = errors.New("the size of the file is missing, too large, or smaller than what was sent")
)

// progress is how far the upload and processing of a video are, as video_status shows
// it.
type progress struct {
	Uploading  phase `json:"uploading_phase"`
	Processing phase `json:"processing_phase"`
}

type phase struct {
	Status      string `json:"status"`
	Transferred *int64 `json:"bytes_transferred,omitempty"`
	Size        *int64 `json:"source_file_size,omitempty"`
}

// begun is the progress of a container that waits for its video.
func begun(transferred int64) progress {
	return progress{phase{Status: "not_started", Transferred: &transferred}, phase{Status: "not_started"}}
}

// Upload takes a piece of a video. Its container is processed once it has all. The
// error is one of ErrNo…, ErrWrong…, or of package mediafile.
func (p *Publisher) Upload(ctx context.Context, piece Piece) error {
	c, at, err := p.awaiting(ctx, piece)
	if err != nil {
		return err
	}
	if piece.Address != "" {
		file, err := p.fetch(ctx, piece.Address, maxVideo)
		if err != nil {
			return err
		}
		c.File = file.Name
		return p.uploaded(ctx, piece, c, file.Size, file.Size)
	}
	switch {
	case piece.Size <= 0, piece.Size > maxVideo:
		return ErrWrongSize
	case piece.Offset != *at.Uploading.Transferred:
		return ErrWrongOffset
	}
	name, size, err := p.files.Append(c.File, piece.Offset, io.LimitReader(piece.Body, piece.Size-piece.Offset+1))
	if c.File = name; size > piece.Size {
		return ErrWrongSize
	}
	return errors.Join(err, p.uploaded(context.WithoutCancel(ctx), piece, c, size, piece.Size))
}

// awaiting returns what a container that waits for an upload is to become, and how
// far the upload is.
func (p *Publisher) awaiting(ctx context.Context, piece Piece) (*content, progress, error) {
	var text, status string
	err := p.db.Update(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT content, video FROM container WHERE id = ? AND account_id = ? AND video ->> '$.uploading_phase.status' <> 'complete' AND created > ? AND content ->> 'upload'",
			piece.Container, piece.Account, piece.Now.Unix()-day).Scan(&text, &status)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, progress{}, ErrNoUpload
	}
	if err != nil {
		return nil, progress{}, err
	}
	c, at := &content{}, progress{}
	return c, at, errors.Join(json.Unmarshal([]byte(text), c), json.Unmarshal([]byte(status), &at))
}

// uploaded notes how many bytes of a video are there.
func (p *Publisher) uploaded(ctx context.Context, piece Piece, c *content, got, whole int64) error {
	at, ready := progress{phase{"in_progress", &got, &whole}, phase{Status: "not_started"}}, int64(never)
	if got == whole {
		at.Uploading.Status, at.Processing.Status, ready = "complete", "in_progress", piece.Now.Add(processing).Unix()
	}
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	status, err := json.Marshal(at)
	if err != nil {
		return err
	}
	return p.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE container SET content = ?, video = ?, ready = ? WHERE id = ?", string(text), string(status), ready, piece.Container)
		return err
	})
}
