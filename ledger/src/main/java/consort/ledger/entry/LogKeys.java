package consort.ledger.entry;

import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys that a log has had, one after the other, each named by an entry that the one before signed ({@link LogKey}): the
 * chain by which trust in one of them leads to the newest. It says what each may sign.
 *
 * <p>A key <em>reigns</em> from the entry after the one that names it, up to and with the one that names the next. Only the
 * key that reigns at its index signs an entry of the coordinator. Receipts and checkpoints may also be signed by keys
 * that came later, and a while by two at once; but a key that reigns no more is not enough for anything that came after it, so that
 * whoever steals it then cannot speak for the log.
 *
 * <p>Immutable; equal when the same entries lead to the same keys.
 */
public final class LogKeys {

    private final VerifierKey first;
    private final List<Rotation> rotations;

    /**
     * A key took over.
     *
     * @param key the one that reigns after {@code index}
     * @param index of the entry that says so, and the number of entries before it
     * @param root of the tree of these entries, hexadecimal; what the key before says of them
     * @param entry the signed entry
     */
    public record Rotation(VerifierKey key, long index, String root, Note entry) {
    }

    private LogKeys(VerifierKey first, List<Rotation> rotations) {
        this.first = first;
        this.rotations = List.copyOf(rotations);
    }

    /** The chain of one key that is trusted, or that the charter names. Its name is the ledger's origin. */
    public static LogKeys of(VerifierKey first) {
        return new LogKeys(first, List.of());
    }

    /**
     * With the next key.
     *
     * @param entry its {@code index} is of no account: what counts is what the signed text says
     * @throws UnverifiedNoteException saying why, when it is no {@code log-key} entry of this ledger that {@link #newest} signed, or
     *     does not continue the chain
     */
    public LogKeys after(Entry entry) throws UnverifiedNoteException {
        if (!(entry.body() instanceof LogKey said) || !entry.domain().equals(KeyNames.domain(origin()))) {
            throw new UnverifiedNoteException("not an entry that names a log key of " + origin() + ": " + entry.type().text());
        }
        if (!entry.isSignedBy(newest())) {
            throw new UnverifiedNoteException("the entry that names the log key " + said.key() + " is not signed by the one before, "
                    + newest());
        }
        VerifierKey key = parsed(said.key());
        if (!key.name().equals(origin()) || has(key)) {
            throw new UnverifiedNoteException("the next log key must be a new one named " + origin() + ", not " + said.key());
        }
        if (!rotations.isEmpty() && said.size() <= rotations.getLast().index()) {
            throw new UnverifiedNoteException("log keys must follow each other: one is named at entry " + said.size()
                    + ", the one before it at entry " + rotations.getLast().index());
        }
        if (rotations.size() + 1 >= Limits.MAX_LOG_KEYS_EVER) {
            throw new UnverifiedNoteException("a log has at most " + Limits.MAX_LOG_KEYS_EVER + " keys");
        }
        return new LogKeys(first, Stream.concat(rotations.stream(),
                Stream.of(new Rotation(key, said.size(), said.root(), entry.note()))).toList());
    }

    private static VerifierKey parsed(String key) throws UnverifiedNoteException {
        try {
            return VerifierKey.parse(key);
        } catch (MalformedNoteException malformed) {
            throw new UnverifiedNoteException("the next log key is none: " + malformed.getMessage());
        }
    }

    /** The ledger's name, which all keys bear. */
    public String origin() {
        return first.name();
    }

    public VerifierKey first() {
        return first;
    }

    /** The key that signs the next entry. */
    public VerifierKey newest() {
        return rotations.isEmpty() ? first : rotations.getLast().key();
    }

    /** All keys, oldest first. */
    public List<VerifierKey> all() {
        return Stream.concat(Stream.of(first), rotations.stream().map(Rotation::key)).toList();
    }

    /** How each key but the first took over, oldest first. */
    public List<Rotation> rotations() {
        return rotations;
    }

    /** The signed entries that lead from the first key to the newest, in order. */
    public List<byte[]> entries() {
        return rotations.stream().map(rotation -> rotation.entry().bytes()).toList();
    }

    /** Whether it is one of these keys, or would be taken for one by its name and ID. */
    public boolean has(VerifierKey key) {
        return all().stream().anyMatch(known -> known.name().equals(key.name()) && known.id() == key.id());
    }

    /** The key that signs the coordinator's entry at {@code index}. */
    public VerifierKey reigning(long index) {
        return signing(index).getFirst();
    }

    /**
     * The keys of which one at least must sign a receipt that names the entry at {@code index}: the one that reigned there, and all
     * later ones.
     */
    public List<VerifierKey> signing(long index) {
        long over = rotations.stream().filter(rotation -> rotation.index() < index).count();
        return all().subList((int) over, rotations.size() + 1);
    }

    /**
     * The keys of which one at least must sign a checkpoint of {@code size} entries: the one to which these entries lead, and all
     * later ones. So where the last of them names a key, the one before it is not enough: with a stolen key that reigns no more one
     * could otherwise forge a ledger that ends by naming the true next one.
     */
    public List<VerifierKey> signingTree(long size) {
        return signing(size);
    }

    /**
     * This chain, as far as either of the two knows it.
     *
     * @param other begins anywhere in this one
     * @return empty when neither continues the other
     */
    public Optional<LogKeys> with(LogKeys other) {
        int begin = all().indexOf(other.first);
        if (begin < 0) {
            return Optional.empty();
        }
        List<Rotation> mine = rotations.subList(begin, rotations.size());
        int shared = Math.min(mine.size(), other.rotations.size());
        if (!mine.subList(0, shared).equals(other.rotations.subList(0, shared))) {
            return Optional.empty();
        }
        return Optional.of(new LogKeys(first,
                Stream.concat(rotations.stream(), other.rotations.stream().skip(shared)).toList()));
    }

    /** This chain from one of its keys on; empty when it is none of them. */
    public Optional<LogKeys> from(VerifierKey key) {
        int begin = all().indexOf(key);
        return begin < 0 ? Optional.empty() : Optional.of(new LogKeys(key, rotations.subList(begin, rotations.size())));
    }

    /** This chain up to and with one of its keys; empty when it is none of them. */
    public Optional<LogKeys> upTo(VerifierKey key) {
        int end = all().indexOf(key);
        return end < 0 ? Optional.empty() : Optional.of(new LogKeys(first, rotations.subList(0, end)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogKeys that && that.first.equals(first) && that.rotations.equals(rotations);
    }

    @Override
    public int hashCode() {
        return 31 * first.hashCode() + rotations.hashCode();
    }

    /** The keys, oldest first. */
    @Override
    public String toString() {
        return all().toString();
    }
}
