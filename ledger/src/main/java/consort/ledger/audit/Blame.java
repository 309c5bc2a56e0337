package consort.ledger.audit;

import consort.ledger.entry.Charter;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.LogKeys;
import consort.ledger.fold.State;
import consort.ledger.log.BundlesThere;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TilePath;
import consort.ledger.log.TileSource;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which file to name where files do not lead to the checkpoint. A checkpoint that a key of the log signed stands, and the files that do not lead to it were
 * altered. One that bears the signature of such a key, which does not verify, was altered itself, and so was one that no key of the log
 * signed; unless an entry that cannot be read, or that was altered with its hashes, may name the key.
 */
final class Blame {

    private static final String COMMITTED = "the entries that the signed checkpoint commits to";

    private final LogDamagedException damage;
    private final SignedCheckpoint signed;
    private final TileSource source;
    private final Set<VerifierKey> known = new LinkedHashSet<>();
    /** What is trusted, or what the charter names; and what entries that can be read add to it. */
    private Optional<LogKeys> chain;
    /** The first entry that may have named a key and names none that follows; none of those before the first trusted key. */
    private OptionalLong hiding = OptionalLong.empty();

    Blame(LogDamagedException damage, SignedCheckpoint signed, TileSource source, Optional<LogKeys> trusted, State ledger) {
        this.damage = damage;
        this.signed = signed;
        this.source = source;
        this.chain = trusted;
        trusted.ifPresent(keys -> known.addAll(keys.all()));
        if (ledger.founded()) {
            known.addAll(ledger.logKeys().all());
        }
    }

    /** @param violation the first entry that breaks a rule, as far as entries were read */
    Evidence evidence(Optional<Evidence> violation) {
        if (signed.bears(known)) {
            return unsigned().orElseGet(() -> against(violation));
        }
        boolean whole = readTheOthers();
        if (known.isEmpty()) {
            return doubtful("of which nothing here tells whether a key of the log signed it", violation);
        }
        Optional<Evidence> unsigned = unsigned();
        if (unsigned.isEmpty()) {
            return against(violation);
        }
        boolean certain = signed.bears(known) || altered(violation).isEmpty() && (whole || isOfAnotherSize());
        return certain ? unsigned.get() : doubtful("that no known key of the log signed", violation);
    }

    /** Names the file that is damaged, for the checkpoint may be as it was; where the files agree, the entry that was altered with them. */
    private Evidence doubtful(String checkpoint, Optional<Evidence> violation) {
        String beside = "a file " + SignedCheckpoint.PATH + " " + checkpoint + ", and perhaps it was altered: " + damage.what();
        return altered(violation).filter(entry -> damage.file().equals(SignedCheckpoint.PATH))
                .map(entry -> new Evidence(entry.file(), entry.entry(), "bytes", "tree", entry.expected(), entry.found() + "; " + beside))
                .orElseGet(() -> Evidence.of(new LogDamagedException(damage.kind(), damage.file(), damage.entry().orElse(-1), beside)));
    }

    /** An entry that breaks a rule, or that may have named a key: while there is one, the key that signed the checkpoint may be hidden. */
    private Optional<Evidence> altered(Optional<Evidence> violation) {
        return violation.filter(broken -> TilePath.parse(broken.file()).isPresent())
                .map(broken -> new Evidence(broken.file(), broken.entry(), "bytes", "tree", COMMITTED, "others: " + breaks(broken)))
                .or(() -> hiding.isEmpty() ? Optional.empty() : Optional.of(new Evidence(
                        Evidence.bundle(hiding.getAsLong(), signed.checkpoint().size()), hiding, "bytes", "tree", COMMITTED,
                        "one that names no log key which follows the one before, and may have named it")));
    }

    private static String breaks(Evidence broken) {
        return "this one breaks rule " + broken.rule() + " (field " + broken.field() + ": " + broken.found() + ")";
    }

    /** Whether no entry is hidden that may name another key; those that are there name theirs, which the key before signed. */
    private boolean readTheOthers() {
        try {
            boolean whole = new BundlesThere(source).visit(this::follow);
            chain.ifPresent(keys -> known.addAll(keys.all()));
            return whole;
        } catch (IOException notAll) {
            return false;
        }
    }

    private void follow(long index, byte[] bytes) {
        try {
            Entry entry = Entries.parse(index, bytes);
            if (entry.body() instanceof Charter charter && chain.isEmpty()) {
                chain = Optional.of(LogKeys.of(VerifierKey.parse(charter.logKey())));
            } else if (entry.body() instanceof LogKey said && chain.isPresent() && !isKnown(said)) {
                chain = Optional.of(chain.get().after(entry));
            }
        } catch (UnverifiedNoteException | IllegalArgumentException namesNone) {
            hiding = hiding.isPresent() ? hiding : OptionalLong.of(index);
        }
    }

    /** Of one that leads to where trust begins, nothing before it matters. */
    private boolean isKnown(LogKey said) {
        boolean first = said.key().equals(chain.get().first().toString());
        hiding = first ? OptionalLong.empty() : hiding;
        return first || chain.get().all().stream().anyMatch(key -> said.key().equals(key.toString()));
    }

    /**
     * Whether all entries agree with each other, or, where no folder can be listed, the first thing that lacks is what a checkpoint of another size
     * would have.
     */
    private boolean isOfAnotherSize() {
        return damage.file().equals(SignedCheckpoint.PATH) || source.address().isPresent() && damage.kind() == Kind.MISSING
                && TilePath.parse(damage.file()).filter(tile -> !tile.isFull()).isPresent();
    }

    private Optional<Evidence> unsigned() {
        List<VerifierKey> keys = List.copyOf(known);
        try {
            signed.verify(keys.getFirst().name(), keys);
            return Optional.empty();
        } catch (UnverifiedNoteException unsigned) {
            String beside = signed.bears(keys) ? "" : "; " + damage.getMessage();
            return Optional.of(new Evidence(SignedCheckpoint.PATH, OptionalLong.empty(), "signature", "checkpoint-signature",
                    "a checkpoint signed by " + keys.getLast(), unsigned.getMessage() + beside));
        }
    }

    /** Of a checkpoint that is signed. An entry that was altered with its hashes breaks a rule, most of the time: that of its signature. */
    private Evidence against(Optional<Evidence> violation) {
        boolean agree = damage.file().equals(SignedCheckpoint.PATH);
        if (damage.kind() != Kind.DIFFERENT) {
            return Evidence.of(damage);
        }
        return violation.filter(broken -> agree ? TilePath.parse(broken.file()).isPresent() : broken.file().equals(damage.file()))
                .map(broken -> new Evidence(broken.file(), broken.entry(), "bytes", "tree", COMMITTED,
                        "others: " + breaks(broken) + "; " + damage.what()))
                .orElseGet(() -> agree ? new Evidence("tile/entries", OptionalLong.empty(), "bytes", "tree", COMMITTED,
                        "others, which break no rule, so that this copy alone does not tell which of them were altered: another copy that verifies"
                                + " does, by the file under tile/entries that differs (diff -r); " + damage.what()) : Evidence.of(damage));
    }
}
