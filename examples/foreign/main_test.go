package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// The ledgers that versions of Consort wrote, with entries of every type, and what its tests leave: one of several tiles.
var stored = []string{"../../ledger/src/test/resources/ledgers/*", "../../ledger/target/ledgers/*"}

func TestVerifiesEveryStoredLedger(t *testing.T) {
	for _, folder := range ledgers(t) {
		if err := verify(io.Discard, folder, "", -1); err != nil {
			t.Errorf("%s: %v", folder, err)
		}
	}
}

func TestRefusesEveryAlteredFile(t *testing.T) {
	for _, folder := range ledgers(t) {
		for file, content := range logFiles(t, folder) {
			for _, at := range []int{0, len(content) / 2, len(content) - 1} {
				if err := verify(io.Discard, altered(t, folder, file, at), "", -1); err == nil {
					t.Errorf("%s: byte %d of %s was changed, and it verifies", folder, at, file)
				}
			}
		}
	}
}

func TestRefusesAnotherLogsKey(t *testing.T) {
	trust := filepath.Join(t.TempDir(), "trust.json")
	key := "example.org/other+da8f2d28+AZYpsjrnOS4zTuHuoAPGuZzhzaFlpmeJDOumTFK3uy+L"
	if err := os.WriteFile(trust, []byte(`{"logKey":"`+key+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	err := verify(io.Discard, ledgers(t)[0], trust, -1)
	if err == nil || !strings.Contains(err.Error(), "none of this log's") {
		t.Errorf("found: %v", err)
	}
}

func TestAReplacedKeySignsNoLaterCheckpoint(t *testing.T) {
	keys := &keyring{verifiers: map[keyID]note.Verifier{}}
	var signers []note.Signer
	// The entry at index 9 names the second key: the tree of 10 entries leads to it.
	for _, from := range []int64{0, 10} {
		signer, public := newKey(t)
		if err := keys.reign(public, from); err != nil {
			t.Fatal(err)
		}
		signers = append(signers, signer)
	}
	for _, try := range []struct {
		signer   int
		size     int64
		verifies bool
	}{{0, 9, true}, {0, 10, false}, {0, 11, false}, {1, 10, true}, {1, 11, true}} {
		_, err := keys.verifyCheckpoint(sign(t, "any text\n", signers[try.signer]), try.size, keys.log[0].text)
		if (err == nil) != try.verifies {
			t.Errorf("key %d, %d entries: %v", try.signer, try.size, err)
		}
	}
}

func TestAKeyOfTheLogIsNamedWithTheSizeOfTheTreeBefore(t *testing.T) {
	for _, size := range []int64{0, 1, 3} {
		err := verifyKeyNamed(t, func(_ int64, root string) (int64, string) { return size, root })
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("states the size %d, and 2 entries", size)) {
			t.Errorf("size %d, found: %v", size, err)
		}
	}
}

func TestAKeyOfTheLogIsNamedWithTheRootOfTheTreeBefore(t *testing.T) {
	for _, other := range []string{"", strings.Repeat("0", 64), strings.Repeat("5a", 32)} {
		err := verifyKeyNamed(t, func(size int64, _ string) (int64, string) { return size, other })
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("states the root %q", other)) {
			t.Errorf("root %q, found: %v", other, err)
		}
	}
	if err := verifyKeyNamed(t, func(size int64, root string) (int64, string) { return size, root }); err != nil {
		t.Errorf("what stood before was stated, and found: %v", err)
	}
}

// verifyKeyNamed verifies a log whose third and last entry names the next key, with a size and a root made of the true ones.
func verifyKeyNamed(t *testing.T, state func(size int64, root string) (int64, string)) error {
	signer, first := newKey(t)
	_, second := newKey(t)
	entries := [][]byte{
		sign(t, fmt.Sprintf("example.org/charter/v1\n{\"logKey\":%q}\n", first), signer),
		sign(t, "example.org/coordinator-started/v1\n{}\n", signer),
	}
	before := tlog.NodeHash(tlog.RecordHash(entries[0]), tlog.RecordHash(entries[1]))
	size, root := state(2, fmt.Sprintf("%x", before[:]))
	entries = append(entries,
		sign(t, fmt.Sprintf("example.org/log-key/v1\n{\"key\":%q,\"root\":%q,\"size\":%d}\n", second, root, size), signer))
	tree, err := hashesOf(entries)
	if err != nil {
		t.Fatal(err)
	}
	_, err = verifySignatures(entries, tree)
	return err
}

// newKey makes a key of the log, and says how it is written.
func newKey(t *testing.T) (note.Signer, string) {
	private, public, err := note.GenerateKey(rand.Reader, "example.org/demo")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer, public
}

func sign(t *testing.T, text string, signer note.Signer) []byte {
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func ledgers(t *testing.T) []string {
	var folders []string
	for _, pattern := range stored {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		folders = append(folders, found...)
	}
	if len(folders) == 0 {
		t.Fatalf("no ledger in any of %s", strings.Join(stored, ", "))
	}
	return folders
}

// logFiles are those of a log that this program reads.
func logFiles(t *testing.T, folder string) map[string][]byte {
	files := map[string][]byte{}
	for _, root := range []string{"checkpoint", "tile"} {
		err := filepath.Walk(filepath.Join(folder, root), func(path string, info os.FileInfo, err error) error {
			if err != nil || info.IsDir() {
				return err
			}
			name, err := filepath.Rel(folder, path)
			if err == nil {
				files[name], err = os.ReadFile(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// altered copies a log, with one bit of one file changed.
func altered(t *testing.T, folder, file string, at int) string {
	copied := t.TempDir()
	for name, content := range logFiles(t, folder) {
		if name == file {
			content[at] ^= 1
		}
		path := filepath.Join(copied, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return copied
}
