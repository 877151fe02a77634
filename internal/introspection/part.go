package introspection

// part is what a field of something gives: a text of some bytes, or what there is to
// select from.
type part struct {
	text   int
	types  []Type
	fields []Field
	inputs []InputValue
	values []EnumValue
	others []Directive
}

func textPart(text *string) part {
	if text == nil {
		return part{}
	}
	return part{text: len(*text)}
}

func typePart(t *Type) part {
	if t == nil {
		return part{}
	}
	return part{types: []Type{*t}}
}

func (s *Schema) part(name string) part {
	switch name {
	case "description":
		return textPart(s.Description())
	case "types":
		return part{types: s.Types()}
	case "queryType":
		return typePart(s.QueryType())
	case "mutationType":
		return typePart(s.MutationType())
	case "subscriptionType":
		return typePart(s.SubscriptionType())
	case "directives":
		return part{others: s.Directives()}
	}
	return part{}
}

func (t *Type) part(name string) part {
	switch name {
	case "name":
		return textPart(t.Name())
	case "description":
		return textPart(t.Description())
	case "specifiedByURL":
		return textPart(t.SpecifiedByURL())
	case "fields":
		return part{fields: t.fields(true)}
	case "interfaces":
		return part{types: t.Interfaces()}
	case "possibleTypes":
		return part{types: t.PossibleTypes()}
	case "enumValues":
		return part{values: t.enumValues(true)}
	case "inputFields":
		return part{inputs: t.inputFields(true)}
	case "ofType":
		return typePart(t.OfType())
	}
	return part{}
}

func (f *Field) part(name string) part {
	switch name {
	case "name":
		return part{text: len(f.Name())}
	case "description":
		return textPart(f.Description())
	case "args":
		return part{inputs: f.args(true)}
	case "type":
		return typePart(f.Type())
	case "deprecationReason":
		return textPart(f.DeprecationReason())
	}
	return part{}
}

func (v *InputValue) part(name string) part {
	switch name {
	case "name":
		return part{text: len(v.Name())}
	case "description":
		return textPart(v.Description())
	case "type":
		return typePart(v.Type())
	case "defaultValue":
		return textPart(v.DefaultValue())
	case "deprecationReason":
		return textPart(v.DeprecationReason())
	}
	return part{}
}

func (v *EnumValue) part(name string) part {
	switch name {
	case "name":
		return part{text: len(v.Name())}
	case "description":
		return textPart(v.Description())
	case "deprecationReason":
		return textPart(v.DeprecationReason())
	}
	return part{}
}

func (d *Directive) part(name string) part {
	switch name {
	case "name":
		return part{text: len(d.Name())}
	case "description":
		return textPart(d.Description())
	case "locations":
		return part{text: weightOfField * len(d.def.Locations)}
	case "args":
		return part{inputs: d.args(true)}
	}
	return part{}
}
