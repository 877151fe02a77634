package plan

import "fmt"

// Remarks returns what the calls of the plan leave out, a line each: root fields and ids
// that cannot be looked up, fields with invalid arguments, and fields that the login type
// lacks.
func (p *Plan) Remarks() []string {
	remarks := []string{}
	for _, root := range p.order {
		if root.Err != nil {
			remarks = append(remarks, fmt.Sprintf("%s: %v", root.Key, root.Err))
		}
		for _, l := range root.Lookups {
			if l.Err != nil {
				remarks = append(remarks, fmt.Sprintf("%s: %v", root.Key, l.Err))
			}
		}
	}
	for _, skipped := range p.Skipped {
		remarks = append(remarks, fmt.Sprintf("%s: %v", skipped.Field.Coordinate(), skipped.Err))
	}
	if p.Refused {
		remarks = append(remarks, fmt.Sprintf("some fields do not exist with %s and are left out", p.Dialect.Login.Title()))
	}
	return remarks
}
