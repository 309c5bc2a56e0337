// Verifies a copy of a Consort ledger with what Go's own authors wrote for transparency logs (golang.org/x/mod/sumdb: note and
// tlog), and with nothing of Consort: the formats are C2SP's, and whoever implements these can check the log. What the entries
// mean, and whether the bill follows from them, is `consort audit verify`'s to say; that nothing was changed is not.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run . [-trust trust.json] [-entry N] LEDGER
//
// with Debian's packages golang-go and golang-golang-x-mod-dev. Elsewhere, in a copy of this folder: go mod init foreign, go mod
// tidy, go run .
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	trust := flag.String("trust", "", "trust.json, kept since joining; without it the log is believed whose it is")
	entry := flag.Int64("entry", -1, "prove that this entry is in the log; if not given, the last usage claim, or else the last entry")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := verify(os.Stdout, flag.Arg(0), *trust, *entry); err != nil {
		fmt.Fprintln(os.Stderr, "NOT VERIFIED:", err)
		os.Exit(1)
	}
}

// verify says what it found, and ends with the first thing that does not fit.
func verify(out io.Writer, folder, trust string, entry int64) error {
	log, err := openLog(folder)
	if err != nil {
		return err
	}
	entries, err := log.entries()
	if err != nil {
		return err
	}
	tree, err := hashesOf(entries)
	if err != nil {
		return err
	}
	keys, err := verifySignatures(entries, tree)
	if err != nil {
		return err
	}
	trusted := keys.log[0].text
	if trust != "" {
		if trusted, err = trustedKey(trust); err != nil {
			return err
		}
	}
	signer, err := keys.verifyCheckpoint(log.checkpoint, log.tree.N, trusted)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "checkpoint  %s, %d entries, signed by %s\n", log.origin, log.tree.N, signer)
	witnesses, err := keys.cosigned(log.checkpoint)
	if err != nil {
		return err
	}
	if len(keys.witnesses) > 0 {
		fmt.Fprintf(out, "witnesses   %d of %d cosigned it %v\n", len(witnesses), len(keys.witnesses), witnesses)
	}
	fmt.Fprintf(out, "entries     %d notes, each signed by a key that an entry before it established\n", len(entries))

	tiles, err := log.verifyTiles(tree)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "tree        the entries hash to the root %s; tiles compared with it: %d\n", log.tree.Hash, tiles)

	if entry < 0 {
		entry = lastClaim(entries)
	}
	hashes, err := log.proveInclusion(entry, entries)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "inclusion   entry %d, %s: %d hashes lead from it to the root\n", entry, typeOf(entries[entry]), hashes)
	if trust == "" {
		fmt.Fprintln(out, "Nothing you hold confirms whose log this is: give -trust trust.json, as kept since joining.")
	}
	return nil
}

// trustedKey reads the log's key from what a member keeps.
func trustedKey(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	var kept struct{ LogKey string }
	if err := json.Unmarshal(text, &kept); err != nil {
		return "", fmt.Errorf("%s: %v", file, err)
	}
	if kept.LogKey == "" {
		return "", fmt.Errorf("%s has no logKey", file)
	}
	return kept.LogKey, nil
}

// lastClaim finds the entry that is proven when none was asked for.
func lastClaim(entries [][]byte) int64 {
	for i := len(entries) - 1; i >= 0; i-- {
		if typeOf(entries[i]) == "usage-claim" {
			return int64(i)
		}
	}
	return int64(len(entries) - 1)
}

// proveInclusion reads from the tiles what a proof needs, which tlog checks against the root, and then checks the proof.
func (l *log) proveInclusion(index int64, entries [][]byte) (int, error) {
	if index >= int64(len(entries)) {
		return 0, fmt.Errorf("there is no entry %d in a log of %d", index, len(entries))
	}
	proof, err := tlog.ProveRecord(l.tree.N, index, tlog.TileHashReader(l.tree, tileFiles{l.folder}))
	if err != nil {
		return 0, fmt.Errorf("entry %d: %v", index, err)
	}
	if err := tlog.CheckRecord(proof, l.tree.N, l.tree.Hash, index, tlog.RecordHash(entries[index])); err != nil {
		return 0, fmt.Errorf("entry %d: %v", index, err)
	}
	return len(proof), nil
}
