package quota

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi/usage"
)

// AppendJSON appends the standing as package encoding/json would write it: every answer has
// one.
func (s Standing) AppendJSON(to []byte) []byte {
	to = append(to, `{"app":`...)
	if s.App == nil {
		to = append(to, "null"...)
	} else {
		to = append(appendShare(append(to, '{'), *s.App), '}')
	}
	to = append(to, `,"accounts":[`...)
	for i := range s.Accounts {
		if i > 0 {
			to = append(to, ',')
		}
		to = s.Accounts[i].appendTo(to)
	}
	to = appendInt(to, `],"calls":{"lastHour":`, s.Calls.LastHour)
	to = appendInt(to, `,"lastDay":`, s.Calls.LastDay)
	to = appendInt(to, `},"hashtags":{"used":`, s.Hashtags.Used)
	to = append(appendInt(to, `,"total":`, s.Hashtags.Total), '}')
	if s.Publishing != nil {
		to = appendInt(to, `,"publishing":{"used":`, s.Publishing.Used)
		to = append(appendInt(to, `,"total":`, s.Publishing.Total), '}')
	}
	to = appendText(append(to, `,"pace":`...), string(s.Pace))
	return append(appendInt(to, `,"retryAfter":`, s.RetryAfter), '}')
}

func (a *Account) appendTo(to []byte) []byte {
	to = appendText(append(to, `{"id":`...), a.ID)
	to = appendText(append(to, `,"type":`...), a.Type)
	to = appendShare(append(to, ','), a.Share)
	return append(appendInt(to, `,"regainMinutes":`, a.Regain), '}')
}

func appendShare(to []byte, s usage.Share) []byte {
	to = appendInt(to, `"calls":`, s.Calls)
	to = appendInt(to, `,"time":`, s.Time)
	return appendInt(to, `,"cpuTime":`, s.CPUTime)
}

func appendInt(to []byte, name string, n int) []byte {
	return strconv.AppendInt(append(to, name...), int64(n), 10)
}

func appendText(to []byte, text string) []byte {
	to, _ = jsontext.AppendQuote(to, text) // an error says that the text is no UTF-8, which is replaced
	return to
}
