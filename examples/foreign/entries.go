package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// keyring is what the entries established so far.
type keyring struct {
	verifiers map[keyID]note.Verifier
	// The newest key of each witness, by its name: what these sign is under checkpoints, and no entry.
	witnesses map[string]*witness
	// The log's own keys, oldest first: each was named by the one before, and reigns until the next one is named.
	log []logKey
	// The hashes of the tree, of which an entry that names a key of the log states what stood before.
	tree hashes
}

// logKey signs the log's entries from an index on.
type logKey struct {
	text string
	from int64
	note.Verifier
}

// keyID is how a signature names a key.
type keyID struct {
	name string
	hash uint32
}

// Verifier makes a keyring note.Verifiers.
func (k *keyring) Verifier(name string, hash uint32) (note.Verifier, error) {
	if verifier := k.verifiers[keyID{name, hash}]; verifier != nil {
		return verifier, nil
	}
	return nil, &note.UnknownVerifierError{Name: name, KeyHash: hash}
}

// verifySignatures demands of each entry that it is a note of two lines with one signature, by a key that stands in an entry
// before it (of the first one, the charter: in itself).
func verifySignatures(entries [][]byte, tree hashes) (*keyring, error) {
	keys := &keyring{verifiers: map[keyID]note.Verifier{}, witnesses: map[string]*witness{}, tree: tree}
	for i, entry := range entries {
		if err := keys.take(int64(i), entry); err != nil {
			return nil, fmt.Errorf("entry %d (%s): %v", i, typeOf(entry), err)
		}
	}
	return keys, nil
}

// take verifies one entry and learns the key that it establishes, if it does.
func (k *keyring) take(index int64, entry []byte) error {
	text, err := noteText(entry)
	if err != nil {
		return err
	}
	lines := strings.Split(text, "\n")
	if len(lines) != 3 || lines[2] != "" {
		return fmt.Errorf("not two lines: type and JSON")
	}
	var body struct{ Key, LogKey, Purpose string }
	if err := json.Unmarshal([]byte(lines[1]), &body); err != nil {
		return err
	}
	if index == 0 {
		if err := k.reign(body.LogKey, 0); err != nil {
			return fmt.Errorf("logKey: %v", err)
		}
	}
	signed, err := note.Open(entry, k)
	if err != nil {
		return err
	}
	if len(signed.Sigs) != 1 || len(signed.UnverifiedSigs) != 0 {
		return fmt.Errorf("not one signature, but %d", len(signed.Sigs)+len(signed.UnverifiedSigs))
	}
	log, by := k.log[len(k.log)-1], signed.Sigs[0]
	if by.Name == log.Name() && by.Hash != log.KeyHash() {
		return fmt.Errorf("signed by a key of the log that was replaced")
	}
	switch {
	case typeOf(entry) == "log-key":
		if by.Name != log.Name() {
			return fmt.Errorf("signed by %s, and not by the log", by.Name)
		}
		if err := k.continues(index, lines[1]); err != nil {
			return err
		}
		return k.reign(body.Key, index+1)
	case body.Key == "":
		return nil
	case body.Purpose == "witness":
		witness, err := newWitness(body.Key)
		if err == nil {
			k.witnesses[witness.name] = witness
		}
		return err
	}
	_, err = k.add(body.Key)
	return err
}

// continues demands of an entry that names a key of the log that it states its own index, and the root of the tree before it.
func (k *keyring) continues(index int64, line string) error {
	var said struct {
		Size int64
		Root string
	}
	if err := json.Unmarshal([]byte(line), &said); err != nil {
		return err
	}
	if said.Size != index {
		return fmt.Errorf("states the size %d, and %d entries stand before it", said.Size, index)
	}
	root, err := tlog.TreeHash(index, k.tree)
	if err != nil {
		return err
	}
	if found := hex.EncodeToString(root[:]); said.Root != found {
		return fmt.Errorf("states the root %q, and the entries before it hash to %s", said.Root, found)
	}
	return nil
}

func (k *keyring) add(key string) (note.Verifier, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return nil, fmt.Errorf("%q: %v", key, err)
	}
	k.verifiers[keyID{verifier.Name(), verifier.KeyHash()}] = verifier
	return verifier, nil
}

// reign lets a key sign for the log from an entry on.
func (k *keyring) reign(key string, from int64) error {
	verifier, err := k.add(key)
	if err == nil {
		k.log = append(k.log, logKey{key, from, verifier})
	}
	return err
}

// verifyCheckpoint demands that the trusted key is one of the log's, and a signature by the key to which the entries lead, or by a
// later one: where the last entry names a key, the one before it is not enough. It returns the key that signed.
func (k *keyring) verifyCheckpoint(checkpoint []byte, size int64, trusted string) (string, error) {
	known := false
	var reigning []note.Verifier
	for i, key := range k.log {
		known = known || key.text == trusted
		if i == len(k.log)-1 || k.log[i+1].from > size {
			reigning = append(reigning, key)
		}
	}
	if !known {
		return "", fmt.Errorf("the trusted key %s is none of this log's", trusted)
	}
	signed, err := note.Open(checkpoint, note.VerifierList(reigning...))
	if err != nil {
		return "", fmt.Errorf("checkpoint: %v", err)
	}
	return fmt.Sprintf("%s+%08x", signed.Sigs[0].Name, signed.Sigs[0].Hash), nil
}

// typeOf reads line 1 of an entry, <domain>/<type>/v<version>.
func typeOf(entry []byte) string {
	line := strings.SplitN(string(entry), "\n", 2)[0]
	parts := strings.Split(line, "/")
	if len(parts) != 3 {
		return "unknown"
	}
	return parts[1]
}
