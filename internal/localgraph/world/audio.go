package world

// audio plants music, and the original sound of each reel that uses none.
func (p *planter) audio() {
	for i, music := range []struct {
		title, artist string
		duration      int
		trending      any
	}{
		{"Slow Fossils", "The Ammonites", 184_320, 2},
		{"Ferns at Midnight", "Cycad Club", 201_000, 1},
		{"Walk Like a Theropod", "Two Toes Up", 149_500, nil},
		{"Amber", "The Ammonites", 232_750, nil},
	} {
		p.insert("audio", "id", Music+i, "title", music.title, "artist", music.artist, "duration", music.duration,
			"audio_type", "MUSIC", "trending", music.trending)
	}
	p.exec("UPDATE media SET audio_id = ? + seq % 4 WHERE audio_type = 'MUSIC'", Music)
	p.exec("UPDATE media SET audio_id = old_id WHERE audio_type = 'ORIGINAL_SOUND'")
	p.exec(`INSERT INTO audio (id, title, duration, audio_type, username)
		SELECT m.old_id, 'Original audio', 5000 + m.old_id % 80000, 'ORIGINAL_SOUND', a.username
		FROM media AS m JOIN account AS a ON a.id = m.owner_id WHERE m.audio_type = 'ORIGINAL_SOUND' ORDER BY m.seq`)
}
