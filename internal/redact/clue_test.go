package redact

import "testing"

// usual are texts of the log and of calls, without a credential.
var usual = map[string]string{
	"path":   "/v27.0/me",
	"fields": "id,username,followers_count,media.limit(25){id,caption,media_type,media_url,children{id},comments.limit(10){id,text,replies{id,text}}}",
	"time":   "2026-12-01T00:00:00Z",
}

func FuzzHasClue_missesNoCredential(f *testing.F) {
	for _, text := range secrets {
		f.Add(text)
	}
	for _, text := range names() {
		f.Add(text)
	}
	for _, text := range usual {
		f.Add(text)
	}
	f.Add("0123456789abcdef0123456789ABCDEF")
	f.Add("BEARER  HushHush")
	f.Add("App_Secret_Proof': 'Hush")
	f.Fuzz(func(t *testing.T, text string) {
		if !hasClue(text) && (known.MatchString(text) || credential.MatchString(text)) {
			t.Errorf("%q has no clue", text)
		}
	})
}

func TestHasClue_leavesUsualTextsAlone(t *testing.T) {
	t.Parallel()
	for name, text := range usual {
		if hasClue(text) {
			t.Errorf("%s: %q", name, text)
		}
	}
}

func BenchmarkCredentials(b *testing.B) {
	for name, text := range usual {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Credentials(text)
			}
		})
	}
}
