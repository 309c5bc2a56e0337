package consort.ledger.audit.fork;

import consort.ledger.audit.AuditProgress;
import consort.ledger.audit.AuditProgress.Step;
import consort.ledger.audit.fork.Said.Tree;
import consort.ledger.audit.fork.Statement.OfTree;
import consort.ledger.disk.Disk;
import consort.ledger.entry.LogKeyScan;
import consort.ledger.entry.LogKeys;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * What somebody holds of a log: a copy of its folder, which can prove what stands in it; or files that it signed.
 *
 * @param copy the copied ledger, whose tree was verified
 * @param said what the log signed; of a copy its checkpoints
 * @param unread files that are named as if the log had signed them, and cannot be read so
 */
record Holding(String name, Optional<Copy> copy, List<Said> said, List<String> unread) {

    private static final String EVIDENCE = "evidence";
    private static final Pattern SIGNED = Pattern.compile("(?:.*/)?(?:checkpoint|witnessed)|.*\\.(?:tlog-proof|held|offered)");

    /**
     * A copied ledger.
     *
     * @param keys the log's keys as its entries name them; empty when they do not lead from one to the next
     * @param leaves hashes of those entries that were asked for
     */
    record Copy(LogReader reader, Tree newest, SignedCheckpoint signed, Optional<LogKeys> keys, Leaves leaves) {
    }

    /**
     * Reads a copied ledger.
     *
     * @param asked indexes whose leaf hashes are wanted
     * @throws LogDamagedException when its files do not lead to its checkpoint; names the copy
     */
    static Holding copy(String name, TileSource source, LongStream asked, AuditProgress progress) throws IOException {
        try {
            return read(name, source, new Leaves(asked), progress);
        } catch (LogDamagedException damaged) {
            throw damaged.in(name);
        }
    }

    private static Holding read(String name, TileSource source, Leaves leaves, AuditProgress progress) throws IOException {
        LogReader reader = new LogReader(source);
        SignedCheckpoint newest = said(source, SignedCheckpoint.PATH).orElseThrow(() -> new LogDamagedException(Kind.MISSING,
                SignedCheckpoint.PATH, "the file is missing; is this a log's folder?"));
        LogKeyScan scan = new LogKeyScan();
        reader.verify(newest.checkpoint(), (index, entry) -> {
            scan.entry(index, entry);
            leaves.seen(index, entry);
            progress.come(Step.ENTRIES, index + 1, newest.checkpoint().size());
        });
        Tree tree = tree(name, SignedCheckpoint.PATH, newest);
        List<Said> said = new ArrayList<>(List.of(tree));
        said(source, SignedCheckpoint.WITNESSED).ifPresent(witnessed -> said.add(tree(name, SignedCheckpoint.WITNESSED, witnessed)));
        return new Holding(name, Optional.of(new Copy(reader, tree, newest, keys(scan), leaves)), said, List.of());
    }

    /** Whoever serves a copy publishes others meanwhile, so these bytes are kept. */
    private static Tree tree(String name, String path, SignedCheckpoint signed) {
        return new OfTree(signed).in(HeldFile.of(name + "/" + path, signed.bytes()));
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
        HeldFile file = HeldFile.of(name, bytes);
        return Statement.read(bytes).map(said -> new Holding(name, Optional.empty(), List.of(said.in(file)), List.of()));
    }

    /**
     * Reads the files of a folder, of its {@code evidence/} too, that are something the log signed.
     *
     * @param room for how many more files there is memory
     */
    static Holding files(String name, Disk folder, FileRoom room, AuditProgress progress) throws IOException {
        List<String> paths = paths(folder);
        String before = name + "/";
        room.take(name, paths.size());
        HeldFile.Reading reading = path -> folder.readAll(path, Statement.MAX_BYTES);
        List<Said> said = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            String path = paths.get(i);
            Optional<Said> read = folder.size(path) > Statement.MAX_BYTES ? Optional.empty()
                    : Said.read(new HeldFile(before, path, reading));
            read.ifPresent(said::add);
            if (read.isEmpty() && SIGNED.matcher(path).matches()) {
                unread.add(before + path);
            }
            progress.come(Step.FILES, i + 1, paths.size());
        }
        return new Holding(name, Optional.empty(), List.copyOf(said), List.copyOf(unread));
    }

    private static List<String> paths(Disk folder) throws IOException {
        List<String> paths = new ArrayList<>();
        folder.list("").stream().filter(path -> !path.endsWith("/")).forEach(paths::add);
        folder.list(EVIDENCE).stream().filter(path -> !path.endsWith("/")).forEach(path -> paths.add(EVIDENCE + "/" + path));
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
