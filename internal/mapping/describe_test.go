package mapping_test

import (
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/mapping"
)

func TestLoad_describesWhoCanReadAField(t *testing.T) {
	t.Parallel()
	schema, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	for coordinate, want := range map[string]string{
		"Query.me":            "",
		"Media.caption":       "",
		"Media.commentsCount": "Login types: Instagram Login, Facebook Login.",
		"User.insights":       "Login types: Instagram Login, Facebook Login. Permissions: instagram_business_manage_insights (Instagram Login), instagram_manage_insights (Facebook Login).",
		"Query.hashtag":       "Login types: Facebook Login. Permissions: Instagram Public Content Access (Facebook Login).",
		"User.altText":        "Login types: none.",
		"User.mediaCount":     "Permissions: instagram_graph_user_media (Instagram Basic Display).",
	} {
		name, field, _ := strings.Cut(coordinate, ".")
		_, got, found := strings.Cut("\n\n"+schema.Types[name].Fields.ForName(field).Description, "\n\nLogin types: ")
		if found {
			got = "Login types: " + got
		} else if _, needs, ok := strings.Cut(schema.Types[name].Fields.ForName(field).Description, "Permissions: "); ok {
			got = "Permissions: " + needs
		}
		if got != want {
			t.Errorf("%s ends in %q, not %q", coordinate, got, want)
		}
	}
}

func TestLoad_describesWhatEveryConnectionHas(t *testing.T) {
	t.Parallel()
	schema, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	media := schema.Types["User"].Fields.ForName("stories")
	for what, got := range map[string]string{
		"MediaConnection":          schema.Types["MediaConnection"].Description,
		"MediaConnection.pageInfo": schema.Types["MediaConnection"].Fields.ForName("pageInfo").Description,
		"MediaEdge":                schema.Types["MediaEdge"].Description,
		"MediaEdge.node":           schema.Types["MediaEdge"].Fields.ForName("node").Description,
		"User.id":                  schema.Types["User"].Fields.ForName("id").Description,
		"User.stories(after:)":     media.Arguments.ForName("after").Description,
	} {
		if got == "" {
			t.Errorf("%s is not described", what)
		}
	}
	const own = "The media on this page, without cursors."
	if got := schema.Types["MediaConnection"].Fields.ForName("nodes").Description; got != own {
		t.Errorf("what the schema says of MediaConnection.nodes was replaced by %q", got)
	}
}

func TestLoad_describesEverything(t *testing.T) {
	t.Parallel()
	schema, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	described := func(coordinate, text string) {
		if text == "" || strings.HasPrefix(text, "Login types: ") || strings.HasPrefix(text, "Permissions: ") {
			t.Errorf("%s is not described", coordinate)
		}
	}
	for name, def := range schema.Types {
		if def.BuiltIn {
			continue
		}
		described(name, def.Description)
		for _, f := range def.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			described(name+"."+f.Name, f.Description)
			for _, arg := range f.Arguments {
				described(name+"."+f.Name+"("+arg.Name+":)", arg.Description)
			}
		}
		for _, value := range def.EnumValues {
			described(name+"."+value.Name, value.Description)
		}
	}
	for name, directive := range schema.Directives {
		described("@"+name, directive.Description)
	}
	if schema.Types["CreateCommentPayload"].Description != "What `createComment` answers." {
		t.Errorf("CreateCommentPayload is described as %q", schema.Types["CreateCommentPayload"].Description)
	}
}
