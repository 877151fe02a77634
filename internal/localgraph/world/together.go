package world

// together plants what cretaceouscoffee and metricsaurus do together: pictures
// that tag each other, and media that both have made.
func (p *planter) together() {
	for n := int64(3); n < cups; n += 8 {
		p.exec("INSERT INTO tag (account_id, media_id) SELECT ?, id FROM media WHERE owner_id = ? AND album_id IS NULL ORDER BY seq LIMIT 1 OFFSET ?",
			Metricsaurus, Cretaceouscoffee, n)
	}
	for i, c := range []struct {
		owner, guest int64
		back         int // how many media back from the newest
		status       string
	}{
		{Cretaceouscoffee, Metricsaurus, 30, "Accepted"},
		{Cretaceouscoffee, Metricsaurus, 21, "Accepted"},
		{Cretaceouscoffee, Metricsaurus, 12, "Accepted"},
		{Cretaceouscoffee, Metricsaurus, 4, "Pending"},
		{Cretaceouscoffee, Metricsaurus, 1, "Pending"},
		{Metricsaurus, Cretaceouscoffee, 2, "Accepted"},
		{Metricsaurus, Cretaceouscoffee, 9, "Pending"},
	} {
		p.exec("INSERT INTO collaborator (id, media_id, account_id, status) "+
			"SELECT ?, id, ?, ? FROM media WHERE owner_id = ? AND album_id IS NULL AND age IS NULL ORDER BY seq DESC LIMIT 1 OFFSET ?",
			i+1, c.guest, c.status, c.owner, c.back)
	}
}
