package consort.ledger.audit.fork;

import consort.ledger.audit.fork.Said.Tree;
import consort.ledger.disk.Disk;
import consort.ledger.entry.LogKeyScan;
import consort.ledger.entry.LogKeys;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody holds of a log: a copy of its folder, which can prove what stands in it; or files that it signed.
 *
 * @param copy the copied ledger, whose tree was verified
 * @param said what the log signed; of a copy its checkpoints
 * @param unread files that are named as if the log had signed them, and cannot be read so
 */
record Holding(String name, Optional<Copy> copy, List<Said> said, List<String> unread) {

    private static final int MAX_FILES = 20_000;
    private static final String EVIDENCE = "evidence";
    private static final Pattern SIGNED = Pattern.compile("(?:.*/)?(?:checkpoint|witnessed)|.*\\.(?:tlog-proof|held|offered)");

    /**
     * A copied ledger.
     *
     * @param keys the log's keys as its entries name them; empty when they do not lead from one to the next
     * @param leaves hashes of those entries that were asked for, by index
     */
    record Copy(LogReader reader, Tree newest, Optional<LogKeys> keys, Map<Long, Hash> leaves) {
    }

    /**
     * Reads a copied ledger.
     *
     * @param asked indexes whose leaf hashes are wanted
     * @throws LogDamagedException when its files do not lead to its checkpoint; names the copy
     */
    static Holding copy(String name, TileSource source, Collection<Long> asked) throws IOException {
        try {
            return read(name, source, asked);
        } catch (LogDamagedException damaged) {
            throw damaged.in(name);
        }
    }

    private static Holding read(String name, TileSource source, Collection<Long> asked) throws IOException {
        LogReader reader = new LogReader(source);
        SignedCheckpoint newest = said(source, SignedCheckpoint.PATH).orElseThrow(() -> new LogDamagedException(Kind.MISSING,
                SignedCheckpoint.PATH, "the file is missing; is this a log's folder?"));
        LogKeyScan scan = new LogKeyScan();
        Map<Long, Hash> leaves = new HashMap<>();
        asked.forEach(index -> leaves.put(index, TreeHash.EMPTY_ROOT));
        reader.verify(newest.checkpoint(), (index, entry) -> {
            scan.entry(index, entry);
            leaves.computeIfPresent(index, (at, unknown) -> TreeHash.leaf(entry));
        });
        Tree tree = new Tree(name + "/" + SignedCheckpoint.PATH, newest);
        List<Said> said = new ArrayList<>(List.of(tree));
        said(source, SignedCheckpoint.WITNESSED).ifPresent(witnessed -> said.add(new Tree(name + "/" + SignedCheckpoint.WITNESSED, witnessed)));
        return new Holding(name, Optional.of(new Copy(reader, tree, keys(scan), leaves)), said, List.of());
    }

    private static Optional<SignedCheckpoint> said(TileSource source, String path) throws IOException {
        try {
            return source.read(path, SignedCheckpoint.MAX_BYTES).map(SignedCheckpoint::parseSaid);
        } catch (MalformedNoteException malformed) {
            throw new LogDamagedException(Kind.MALFORMED, path, malformed.getMessage());
        }
    }

    /** Reads a file that the log signed; empty when it is none. */
    static Optional<Holding> file(String name, byte[] bytes) {
        return Said.read(name, bytes).map(said -> new Holding(name, Optional.empty(), List.of(said), List.of()));
    }

    /** Reads the files of a folder, of its {@code evidence/} too, that are something the log signed. */
    static Holding files(String name, Disk folder) throws IOException {
        List<Said> said = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (String path : paths(folder)) {
            Optional<Said> read = folder.size(path) > Said.MAX_BYTES ? Optional.empty()
                    : Said.read(name + "/" + path, folder.readAll(path, Said.MAX_BYTES));
            read.ifPresent(said::add);
            if (read.isEmpty() && SIGNED.matcher(path).matches()) {
                unread.add(name + "/" + path);
            }
        }
        return new Holding(name, Optional.empty(), List.copyOf(said), List.copyOf(unread));
    }

    private static List<String> paths(Disk folder) throws IOException {
        List<String> paths = new ArrayList<>();
        folder.list("").stream().filter(path -> !path.endsWith("/")).forEach(paths::add);
        folder.list(EVIDENCE).stream().filter(path -> !path.endsWith("/")).forEach(path -> paths.add(EVIDENCE + "/" + path));
        if (paths.size() > MAX_FILES) {
            throw new FileSystemException(folder.toString(), null, "more than " + MAX_FILES + " files; give a folder of receipts or proofs");
        }
        return paths;
    }

    private static Optional<LogKeys> keys(LogKeyScan scan) {
        try {
            return Optional.of(scan.keys());
        } catch (UnverifiedNoteException broken) {
            return Optional.empty();
        }
    }
}
