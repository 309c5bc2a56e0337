package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"testing"
)

func TestVerifiesCosignatures(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	name := "example.org/log/acme/witness"
	typed := append([]byte{cosignature}, public...)
	id := sha256.Sum256(append([]byte(name+"\n"), typed...))
	one, err := newWitness(fmt.Sprintf("%s+%x+%s", name, id[:4], base64.StdEncoding.EncodeToString(typed)))
	if err != nil {
		t.Fatal(err)
	}
	keys := &keyring{witnesses: map[string]*witness{name: one}}
	text := "example.org/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
	var time [8]byte
	binary.BigEndian.PutUint64(time[:], 1679315147)
	for _, signedText := range []string{text, text + "x\n"} {
		signature := ed25519.Sign(private, []byte("cosignature/v1\ntime 1679315147\n"+signedText))
		line := append(append(append([]byte{}, id[:4]...), time[:]...), signature...)
		note := text + "\n— " + name + " " + base64.StdEncoding.EncodeToString(line) + "\n"
		names, err := keys.cosigned([]byte(note))
		if good := signedText == text; good != (err == nil && len(names) == 1) {
			t.Errorf("signed %q: %v, %v", signedText, names, err)
		}
	}
	signer, _ := newKey(t)
	if names, err := keys.cosigned(sign(t, text, signer)); err != nil || len(names) != 0 {
		t.Errorf("without a cosignature: %v, %v", names, err)
	}
	if _, err := newWitness(fmt.Sprintf("%s+00000000+%s", name, base64.StdEncoding.EncodeToString(typed))); err == nil {
		t.Error("another key ID was accepted")
	}
}
