package world

// attachments plants the polls below media of metricsaurus, and what its media answer
// to prompts: some media back from its newest.
func (p *planter) attachments() {
	for i, a := range []struct {
		back    int
		options string
		days    int
	}{
		{1, `[{"text":"Tooth","vote_share":0.625},{"text":"Claw","vote_share":0.375}]`, 1},
		{6, `[{"text":"Feathers","vote_share":0.5},{"text":"Scales","vote_share":0.25},{"text":"Both","vote_share":0.25}]`, 3},
	} {
		p.exec("INSERT INTO poll (id, options, lasts, media_id) SELECT ?, ?, ?, "+newest, i+1, a.options, a.days*24*3600, Metricsaurus, a.back)
	}
	p.exec("INSERT INTO prompt_response (id, prompt, response, media_id) SELECT ?, ?, ?, "+newest,
		1, "Show us the oldest thing you own", "A very small tooth", Metricsaurus, 3)
}

// newest ends a statement that selects a media of an owner by how many media back from
// the newest it is.
const newest = "id FROM media WHERE owner_id = ? AND album_id IS NULL AND age IS NULL ORDER BY seq DESC LIMIT 1 OFFSET ?"
