package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Tiles of c2sp.org/tlog-tiles are 256 hashes wide.
const height = 8

// log is a folder in the layout of c2sp.org/tlog-tiles.
type log struct {
	folder     string
	checkpoint []byte
	origin     string
	tree       tlog.Tree
}

// openLog reads the checkpoint (c2sp.org/tlog-checkpoint) and does not verify its signature yet.
func openLog(folder string) (*log, error) {
	checkpoint, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return nil, err
	}
	text, err := noteText(checkpoint)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %v", err)
	}
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return nil, errors.New("checkpoint: not three lines: origin, size and root")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || strconv.FormatInt(size, 10) != lines[1] {
		return nil, fmt.Errorf("checkpoint: not a size: %q", lines[1])
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return nil, fmt.Errorf("checkpoint: not a root: %q", lines[2])
	}
	if size == 0 {
		return nil, errors.New("the log is empty")
	}
	l := &log{folder: folder, checkpoint: checkpoint, origin: lines[0]}
	l.tree.N = size
	copy(l.tree.Hash[:], root)
	return l, nil
}

// noteText is what a signed note says, whoever signed it.
func noteText(message []byte) (string, error) {
	var unverified *note.UnverifiedNoteError
	if _, err := note.Open(message, note.VerifierList()); !errors.As(err, &unverified) {
		return "", err
	}
	return unverified.Note.Text, nil
}

// entries reads all bundles: entries one after another, each behind its length in two bytes.
func (l *log) entries() ([][]byte, error) {
	var entries [][]byte
	for _, tile := range tilesOf(l.tree.N) {
		if tile.L != 0 {
			continue
		}
		tile.L = -1
		bundle, err := tileFiles{l.folder}.read(tile)
		if err != nil {
			return nil, err
		}
		for i := 0; i < tile.W; i++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return nil, fmt.Errorf("%s ends within entry %d", path(tile), len(entries))
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			entries = append(entries, bundle[2:end])
			bundle = bundle[end:]
		}
		if len(bundle) > 0 {
			return nil, fmt.Errorf("%s goes on after its last entry", path(tile))
		}
	}
	return entries, nil
}

// hashes are those of a tree's entries, and of its complete subtrees, in the order in which tlog stores them.
type hashes []tlog.Hash

// hashesOf hashes all entries.
func hashesOf(entries [][]byte) (hashes, error) {
	var stored hashes
	for i, entry := range entries {
		more, err := tlog.StoredHashesForRecordHash(int64(i), tlog.RecordHash(entry), stored)
		if err != nil {
			return nil, err
		}
		stored = append(stored, more...)
	}
	return stored, nil
}

// ReadHashes makes hashes a tlog.HashReader.
func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	read := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		read[i] = h[index]
	}
	return read, nil
}

// verifyTiles compares the root of all entries' hashes with the checkpoint's, and every tile with the hashes of that tree.
func (l *log) verifyTiles(tree hashes) (int, error) {
	root, err := tlog.TreeHash(l.tree.N, tree)
	if err != nil {
		return 0, err
	}
	if root != l.tree.Hash {
		return 0, fmt.Errorf("the entries hash to %v, and the checkpoint says %v", root, l.tree.Hash)
	}
	tiles := tilesOf(l.tree.N)
	for _, tile := range tiles {
		expected, err := tlog.ReadTileData(tile, tree)
		if err != nil {
			return 0, err
		}
		if found, err := (tileFiles{l.folder}).read(tile); err != nil {
			return 0, err
		} else if !bytes.Equal(found, expected) {
			return 0, fmt.Errorf("%s does not hold the hashes of this tree", path(tile))
		}
	}
	return len(tiles), nil
}

// tilesOf are the tiles of a tree: the full ones of each level, and the last one with as many hashes as there are.
func tilesOf(size int64) []tlog.Tile {
	var tiles []tlog.Tile
	for level := 0; size>>(height*level) > 0; level++ {
		hashes := size >> (height * level)
		for n := int64(0); n<<height < hashes; n++ {
			width := hashes - n<<height
			if width > 1<<height {
				width = 1 << height
			}
			tiles = append(tiles, tlog.Tile{H: height, L: level, N: n, W: int(width)})
		}
	}
	return tiles
}

// tileFiles lets tlog read tiles from a folder.
type tileFiles struct{ folder string }

func (t tileFiles) Height() int { return height }

func (t tileFiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		var err error
		if data[i], err = t.read(tile); err != nil {
			return nil, err
		}
	}
	return data, nil
}

func (t tileFiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tileFiles) read(tile tlog.Tile) ([]byte, error) {
	return os.ReadFile(filepath.Join(t.folder, path(tile)))
}

// path is that of c2sp.org/tlog-tiles, which names no height and calls bundles of entries so.
func path(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", tile.H), "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}
