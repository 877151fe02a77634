package write

import (
	"encoding/json"
	"slices"
	"unicode/utf8"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/param"
)

// Param is a parameter of a write.
type Param struct {
	Name     string
	Value    Value
	Required bool
	// Most is how many characters a Text may have; 0 is any number.
	Most int
	// Among are the only values of a Text, and of the items of a List; nil are any.
	Among []string
}

// Value is what a parameter is.
type Value uint8

// The kinds of values, and what they are in SQL.
const (
	Text   Value = iota // text
	ID                  // an integer
	Number              // an integer
	Bool                // 0 or 1
	Time                // a Unix time
	List                // a JSON array of texts
	JSON                // JSON
)

// read reads the parameters of a write.
func (c *Call) read(params []Param) (err error) {
	c.values = make(map[string]any, len(params))
	for _, p := range params {
		switch {
		case c.Params.Has(p.Name):
			if c.values[p.Name], err = c.value(p); err != nil {
				return err
			}
		case p.Required:
			return apierror.ParameterRequired(p.Name)
		default:
			c.values[p.Name] = nil
		}
	}
	return nil
}

// value reads one parameter that is given.
func (c *Call) value(p Param) (any, error) {
	switch p.Value {
	case ID:
		return c.Params.ID(p.Name)
	case Number:
		return c.Params.Number(p.Name)
	case Bool:
		value, _, err := c.Params.Bool(p.Name)
		return value, err
	case Time:
		unix, ok := param.ReadTime(c.Params.Get(p.Name), c.Now)
		if !ok {
			return nil, apierror.BadTime(p.Name)
		}
		return unix, nil
	case List:
		list, err := c.Params.List(p.Name)
		if err != nil {
			return nil, err
		}
		for i, item := range list {
			if p.Among != nil && !slices.Contains(p.Among, item) {
				return nil, apierror.NoneOf(p.Name, i, p.Among)
			}
		}
		return asJSON(list)
	case JSON:
		var value any
		if err := c.Params.JSON(p.Name, &value); err != nil {
			return nil, err
		}
		return asJSON(value)
	case Text:
	}
	text := c.Params.Get(p.Name)
	switch {
	case p.Most > 0 && utf8.RuneCountInString(text) > p.Most:
		return nil, apierror.BadParameter("Param %s must be at most %d characters long.", p.Name, p.Most)
	case p.Among != nil && !slices.Contains(p.Among, text):
		return nil, apierror.NoneOf(p.Name, -1, p.Among)
	}
	return text, nil
}

func asJSON(value any) (any, error) {
	text, err := json.Marshal(value)
	return string(text), err
}

// id returns a parameter that is an id; 0 if it is not given.
func (c *Call) id(name string) int64 {
	id, _ := c.values[name].(int64)
	return id
}
