package faults_test

import (
	"bytes"
	"encoding/json"
	"hash/fnv"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/gramql/gramql/internal/app/apptest"
)

// spoiler puts odd values at random places of what a server answers. Two equal calls
// are spoiled alike.
type spoiler struct {
	under http.Handler
	seed  uint64
	// values are what is put there, and envelope reports that it is put around the
	// rows, not into them.
	values   []string
	envelope bool
	on       atomic.Bool
	// struck counts the values.
	struck atomic.Int32
}

func (s *spoiler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	sent, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(sent))
	kept := httptest.NewRecorder()
	s.under.ServeHTTP(kept, r)
	body := kept.Body.Bytes()
	if s.on.Load() && kept.Code == http.StatusOK {
		body = s.spoil(body, r.URL.String()+string(sent))
	}
	maps.Copy(w.Header(), kept.Header())
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(kept.Code)
	_, _ = w.Write(body)
}

// spoil puts up to three values into an answer; a batch is spoiled in its items.
func (s *spoiler) spoil(body []byte, call string) []byte {
	hash := fnv.New64()
	_, _ = io.WriteString(hash, call)
	dice := rand.New(rand.NewPCG(s.seed, hash.Sum64()))
	var read any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&read) != nil {
		return body
	}
	if batch, ok := read.([]any); ok {
		for _, item := range batch {
			item := item.(map[string]any)
			if item["code"].(json.Number) == "200" {
				item["body"] = string(s.spoil([]byte(item["body"].(string)), call))
			}
		}
	} else {
		for range 1 + dice.IntN(3) {
			places := s.places(read)
			if len(places) == 0 {
				break
			}
			var odd any
			_ = json.Unmarshal([]byte(s.values[dice.IntN(len(s.values))]), &odd)
			places[dice.IntN(len(places))](odd)
			s.struck.Add(1)
		}
	}
	spoiled, _ := json.Marshal(read)
	return spoiled
}

// anything are the fields that may hold anything.
var anything = []string{"copyright_matches", "errors", "ice_breakers", "persistent_menu"}

// places returns functions that each put a value into one place.
func (s *spoiler) places(value any) []func(any) {
	var places []func(any)
	switch value := value.(type) {
	case map[string]any:
		_, around := value["data"].([]any)
		for _, name := range slices.Sorted(maps.Keys(value)) {
			if slices.Contains(anything, name) {
				continue
			}
			if name == "error" {
				continue
			}
			own := around || name == "cursors" || name == "next" || name == "previous" || name == "before" || name == "after"
			if own == s.envelope && (name != "data" || !s.envelope) {
				places = append(places, func(odd any) { put(value, name, odd) })
			}
			if !own || name != "paging" || s.envelope {
				places = append(places, s.places(value[name])...)
			}
		}
	case []any:
		for i := range value {
			if !s.envelope && s.values[0] != besideError {
				places = append(places, func(odd any) { value[i] = odd })
			}
			places = append(places, s.places(value[i])...)
		}
	}
	return places
}

// besideError is the value that takes one of the others out of an object, and stands as an
// error beside the rest of them.
const besideError = `{"message":"beside","code":4711}`

// put puts a value into an object.
func put(object map[string]any, name string, odd any) {
	if code, _ := apptest.At(odd, "message").(string); code != "beside" {
		object[name] = odd
	} else if name != "id" {
		delete(object, name)
		object["error"] = odd
	}
}
