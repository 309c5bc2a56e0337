package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// cosignature is the type of a witness's signatures, of which golang.org/x/mod knows only that others may be under a note.
const cosignature = 4

// witness verifies the cosignatures of c2sp.org/tlog-cosignature. It is a note.Verifier.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newWitness(vkey string) (*witness, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("%q: not a verifier key", vkey)
	}
	typed, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(typed) != 1+ed25519.PublicKeySize || typed[0] != cosignature {
		return nil, fmt.Errorf("%q: not the key of a witness", vkey)
	}
	id := sha256.Sum256(append([]byte(parts[0]+"\n"), typed...))
	hash := binary.BigEndian.Uint32(id[:])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return nil, fmt.Errorf("%q: the key ID must be %08x", vkey, hash)
	}
	return &witness{parts[0], hash, typed[1:]}, nil
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }

// Verify takes a signature that begins with its time.
func (w *witness) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(sig)
	return ed25519.Verify(w.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, msg)), sig[8:])
}

// cosigned lists the witnesses, of those whose newest keys the entries name, that cosigned the checkpoint.
func (k *keyring) cosigned(checkpoint []byte) ([]string, error) {
	var known []note.Verifier
	for _, witness := range k.witnesses {
		known = append(known, witness)
	}
	signed, err := note.Open(checkpoint, note.VerifierList(known...))
	if _, none := err.(*note.UnverifiedNoteError); none {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %v", err)
	}
	var names []string
	for _, signature := range signed.Sigs {
		names = append(names, signature.Name)
	}
	return names, nil
}
