package dialect

import (
	"slices"
	"testing"
)

func TestOfToken_tellsTheLoginTypeByThePrefix(t *testing.T) {
	for token, want := range map[string]Login{
		"IGQVdemojayposiris": BasicDisplay, "IGAAdemobasic": Instagram, "EAAdemometricsaurus": Facebook, "secret": 0, "": 0,
	} {
		got := Login(0)
		if d := OfToken(token); d != nil {
			got = d.Login
		}
		if got != want {
			t.Errorf("OfToken(%q) is %v, want %v", token, got, want)
		}
	}
}

func TestOfHost_knowsMetasHostsOnly(t *testing.T) {
	for host, want := range map[string]Login{
		"graph.instagram.com": Instagram, "Graph.Facebook.com": Facebook, "graph.facebook.com.example": 0, "127.0.0.1": 0,
	} {
		got := Login(0)
		if d := OfHost(host); d != nil {
			got = d.Login
		}
		if got != want {
			t.Errorf("OfHost(%q) is %v, want %v", host, got, want)
		}
	}
}

func TestParse_givesBackWhatStringPrints(t *testing.T) {
	for _, login := range []Login{BasicDisplay, Instagram, Facebook} {
		if got, err := ParseLogin(login.String()); err != nil || got != login {
			t.Errorf("ParseLogin(%q) = %v, %v", login, got, err)
		}
		if Of(login).Login != login {
			t.Errorf("Of(%v) is the dialect of %v", login, Of(login).Login)
		}
	}
	for _, mode := range []LookupMode{Auto, IDs, Batch, Single} {
		if got, err := ParseLookupMode(mode.String()); err != nil || got != mode {
			t.Errorf("ParseLookups(%q) = %v, %v", mode, got, err)
		}
	}
	if _, err := ParseLogin(""); err == nil {
		t.Error("ParseLogin takes an empty name")
	}
	if _, err := ParseLookupMode("all"); err == nil {
		t.Error("ParseLookups takes an unknown name")
	}
}

func TestNames_namesWhatATokenNeedsInItsLoginType(t *testing.T) {
	if got := Of(Instagram).Names(Comments); len(got) != 1 || got[0] != "instagram_business_manage_comments" {
		t.Errorf("Instagram Login calls Comments %v", got)
	}
	if got := Of(BasicDisplay).Names(Comments); got != nil {
		t.Errorf("Basic Display calls Comments %v, though it has no comments", got)
	}
}

func TestAskable_isWhatFieldsNeedAndMore(t *testing.T) {
	names := Of(Facebook).Askable()
	for name, want := range map[string]bool{"instagram_basic": true, "business_management": true, "Instagram Public Content Access": false, "instagram_business_basic": false} {
		if slices.Contains(names, name) != want || !slices.IsSorted(names) {
			t.Errorf("%q, of which %s is one: %t", names, name, !want)
		}
	}
}

func TestDialect_looksUpAsTheSettingSaysWhereItCan(t *testing.T) {
	for _, c := range []struct {
		login         Login
		setting, want LookupMode
	}{
		{BasicDisplay, Auto, IDs},
		{Instagram, Auto, Single},
		{Facebook, Auto, Batch},
		{Instagram, Batch, Single},
		{Facebook, Batch, Batch},
		{Facebook, Single, Single},
		{Facebook, IDs, IDs},
		{Instagram, IDs, IDs},
	} {
		if got := Of(c.login).LookupModeWith(c.setting); got != c.want {
			t.Errorf("%s with %s looks up by %s, want %s", c.login, c.setting, got, c.want)
		}
	}
}
