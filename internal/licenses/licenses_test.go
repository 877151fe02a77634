package licenses

import (
	"bytes"
	"strings"
	"testing"
)

func TestWrite_namesWhatIsLinkedInAndWhatThePageHolds(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := Write(&b); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	if !strings.HasPrefix(text, "GramQL\n") {
		t.Error("GramQL's own licence is not the first")
	}
	for _, words := range []string{
		"Go go1.", "Apache License", "Redistribution and use in source and binary forms", "\ngithub.com/99designs/gqlgen v",
		"\nreact 19", "\ncodemirror 5", "Copyright (C) 2017 by Marijn Haverbeke", "dedicated to the public\ndomain",
	} {
		if !strings.Contains(text, words) {
			t.Errorf("nothing says %q", words)
		}
	}
}
