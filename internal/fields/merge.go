package fields

import "slices"

// Merge returns one list that asks for all that the two ask for. Fields with
// the same key and the same parameters become one; a field of b whose key
// stands in a with other parameters takes its place, as the later of two does
// in the Graph API. Neither list is changed.
func Merge(a, b List) List {
	merged := slices.Clone(a)
	for _, f := range b {
		same := merged.Get(f.Key())
		switch {
		case same == nil:
			merged = append(merged, f)
		case same.Name == f.Name && slices.Equal(same.Params, f.Params):
			same.Fields = mergeBehind(same.Fields, f.Fields)
		default:
			*same = f
		}
	}
	return merged
}

// mergeBehind merges what stands in braces. Without braces the defaults are
// asked for; what is spelled out wins over them.
func mergeBehind(a, b List) List {
	if len(a) == 0 {
		return b
	}
	return Merge(a, b)
}
