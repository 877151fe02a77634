package conformance

import (
	"fmt"
	"strconv"
	"strings"
)

// search returns all values that a path of calls.yml leads to.
func search(value any, path string) []any {
	if path == "" {
		return []any{value}
	}
	step, rest, _ := strings.Cut(path, ".")
	if object, ok := value.(map[string]any); ok {
		if member, ok := object[step]; ok {
			return search(member, rest)
		}
		return nil
	}
	rows, ok := value.([]any)
	if !ok {
		return nil
	}
	var found []any
	for _, row := range take(rows, step) {
		found = append(found, search(row, rest)...)
	}
	return found
}

// take returns the rows that one step of a path means: 0, last, *, *[key], *[key=value].
func take(rows []any, step string) []any {
	condition, each := strings.CutPrefix(step, "*")
	switch i, err := strconv.ParseUint(step, 10, 16); {
	case step == "last" && len(rows) > 0:
		return rows[len(rows)-1:]
	case err == nil && i < uint64(len(rows)):
		return rows[i : i+1]
	case !each:
		return nil
	}
	condition = strings.Trim(condition, "[]")
	key, want, valued := strings.Cut(condition, "=")
	taken := rows[:0:0]
	for _, row := range rows {
		object, _ := row.(map[string]any)
		value, has := object[key]
		if condition == "" || has && (!valued || fmt.Sprint(value) == want) {
			taken = append(taken, row)
		}
	}
	return taken
}
