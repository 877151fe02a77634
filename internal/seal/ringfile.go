package seal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
)

// ReadRing reads a ring from its file, which others must not be able to read. The
// error names the file and says what to do; of what is in the file it says at most
// which line is wrong. It is fs.ErrNotExist if there is no file.
func ReadRing(path string) (Ring, error) {
	file, err := openRing(path)
	if err != nil {
		return Ring{}, err
	}
	defer func() { _ = file.Close() }()
	r, err := parseRing(file)
	if err != nil {
		return Ring{}, fmt.Errorf("%s: %w; gramql keys add writes keys as they have to be", path, err)
	}
	return r, nil
}

// openRing opens a ring's file, unless it is none, or others may open it too.
func openRing(path string) (*os.File, error) {
	switch info, err := os.Stat(path); { // to open a pipe would wait for a writer
	case err != nil:
		return nil, accessError(path, err)
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder; name the file of keys in it", path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a regular file; name one that holds keys", path)
	}
	file, err := os.Open(path) //nolint:gosec // reading the file that it names is the setting's purpose
	if err != nil {
		return nil, accessError(path, err)
	}
	info, err := file.Stat()
	if err == nil && info.Mode().Perm()&forbidden(info) != 0 && runtime.GOOS != "windows" {
		err = fmt.Errorf("others may open %s (mode %04o): chmod 600 %[1]s", path, info.Mode().Perm())
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// forbidden returns what a ring's file may not let others do. A file of another user,
// such as a secret that Kubernetes mounts, is there for those of its group.
func forbidden(info fs.FileInfo) fs.FileMode {
	if ofAnother(info) {
		return 0o037
	}
	return 0o077
}

// accessError says what to do about a file that cannot be opened.
func accessError(path string, err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("the user that runs gramql may not open %s: chown it to that user", path)
	}
	return err
}
