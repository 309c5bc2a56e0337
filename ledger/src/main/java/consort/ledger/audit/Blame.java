package consort.ledger.audit;

import consort.ledger.entry.LogKeyScan;
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
 * signed; unless an entry that cannot be read may name the key.
 */
final class Blame {

    private final LogDamagedException damage;
    private final SignedCheckpoint signed;
    private final TileSource source;
    private final Set<VerifierKey> known = new LinkedHashSet<>();

    Blame(LogDamagedException damage, SignedCheckpoint signed, TileSource source, Optional<LogKeys> trusted, State ledger) {
        this.damage = damage;
        this.signed = signed;
        this.source = source;
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
            return Evidence.of(damage);
        }
        Optional<Evidence> unsigned = unsigned();
        if (unsigned.isEmpty()) {
            return against(violation);
        }
        return signed.bears(known) || whole || isOfAnotherSize() ? unsigned.get() : Evidence.of(new LogDamagedException(damage.kind(),
                damage.file(), damage.entry().orElse(-1), "a file " + SignedCheckpoint.PATH
                        + " that no known key of the log signed, and perhaps it was altered: " + damage.what()));
    }

    /** Whether no entry is hidden that may name another key; those that are there name theirs. */
    private boolean readTheOthers() {
        LogKeyScan scan = new LogKeyScan();
        try {
            boolean whole = new BundlesThere(source).visit(scan::entry);
            known.addAll(scan.keys().all());
            return whole;
        } catch (IOException | UnverifiedNoteException notAll) {
            return false;
        }
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
        String expected = "the entries that the signed checkpoint commits to";
        return violation.filter(broken -> agree ? TilePath.parse(broken.file()).isPresent() : broken.file().equals(damage.file()))
                .map(broken -> new Evidence(broken.file(), broken.entry(), "bytes", "tree", expected,
                        "others: this one breaks rule " + broken.rule() + " (field " + broken.field() + ": " + broken.found() + "); " + damage.what()))
                .orElseGet(() -> agree ? new Evidence("tile/entries", OptionalLong.empty(), "bytes", "tree", expected,
                        "others, which break no rule, so that which of them were altered cannot be told; " + damage.what()) : Evidence.of(damage));
    }
}
