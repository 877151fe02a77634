package world

import (
	"time"

	"github.com/gramql/gramql/internal/localgraph/caption"
	"github.com/gramql/gramql/internal/localgraph/ids"
)

// others are hashtags that exist, though no media of the demo world has them.
var others = []string{
	"alamosaurus", "amber", "ammonites", "ankylosaurus", "archaeopteryx", "brachiosaurus", "claws", "compsognathus", "cretaceous",
	"dinosaurs", "diplodocus", "eggs", "fossilfriday", "fossils", "gingko", "hadrosaur", "iguanodon", "jurassic", "kentrosaurus",
	"mesozoic", "museumday", "oviraptor", "palaeontology", "parasaurolophus", "pterosaur", "sauropod", "spinosaurus", "stegosaurus",
	"theropod", "triassic", "triceratops", "trilobite", "tyrannosaurus", "velociraptor",
}

// hashtags plants the hashtags in the caption of a media.
func (p *planter) hashtags(media int64, text any) {
	written, _ := text.(string)
	for _, name := range caption.Hashtags(written) {
		p.exec("INSERT OR IGNORE INTO hashtag_media (hashtag_id, media_id) VALUES (?, ?)", p.hashtag(name), media)
	}
}

// hashtag plants a hashtag unless it is there, and returns its id.
func (p *planter) hashtag(name string) int64 {
	id := ids.Hashtag(name)
	p.exec("INSERT OR IGNORE INTO hashtag (id, name) VALUES (?, ?)", id, name)
	return id
}

// strangers is the number of media that others post under a hashtag each day.
const strangers = 72

var strangeCaptions = []string{
	"Look what the tide left #dinodata", "Counting again #dinodata #fieldwork", "Somebody has been here before me #dinodata #footprints",
	"Lunch among ferns 🌿 #ferns #dinodata", "My first chart! #dinodata",
}

// crowd plants what strangers post each day, and hashtags without media.
func (p *planter) crowd() {
	p.insert("account", "id", Pebbleandpine, "scoped_id", 24680011223349777, "legacy_id", 3206543210984321, "old_id", 5411102233,
		"username", "pebble.and.pine", "account_type", "PERSONAL", "name", "Pebble & Pine", "followers", 131, "follows", 204)
	for n := range strangers {
		m := post{
			id: 17904400200000000 + int64(n)*1_000_003, owner: Pebbleandpine, mediaType: image,
			caption: strangeCaptions[n%len(strangeCaptions)], age: time.Duration(n)*19*time.Minute + 40*time.Second,
			likes: 3 + n*n%97, likesHidden: n%13 == 5,
		}
		if n%6 == 4 {
			m.mediaType, m.reel = video, true
		}
		p.media(m)
	}
	for _, name := range others {
		p.hashtag(name)
	}
}
