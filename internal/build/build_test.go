package build

import (
	"runtime/debug"
	"testing"
)

func TestVersion_isWhatGoRecorded(t *testing.T) {
	t.Parallel()
	of := func(version string) *debug.BuildInfo { return &debug.BuildInfo{Main: debug.Module{Version: version}} }
	for _, c := range []struct {
		name     string
		build    *debug.BuildInfo
		recorded bool
		want     string
	}{
		{"a tag", of("v1.2.3"), true, "v1.2.3"},
		{"a commit", of("v0.0.0-20261121120000-0123456789ab+dirty"), true, "v0.0.0-20261121120000-0123456789ab+dirty"},
		{"neither", of(""), true, "unknown"},
		{"nothing", nil, false, "unknown"},
	} {
		if got := versionIn(c.build, c.recorded); got != c.want {
			t.Errorf("%s: %s, not %s", c.name, got, c.want)
		}
	}
	if own, ok := debug.ReadBuildInfo(); ok && own.Main.Version != "" && Version() != own.Main.Version {
		t.Errorf("this build is %s, not %s", Version(), own.Main.Version)
	}
}
