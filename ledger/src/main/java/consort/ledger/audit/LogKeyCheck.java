package consort.ledger.audit;

import consort.ledger.entry.LogKeys;
import consort.ledger.entry.LogKeys.Rotation;
import consort.ledger.fold.Rule;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Holds against each other the log keys that the ledger names, those that are trusted, and who signed the checkpoint. A trusted
 * key that the log replaced leads to the newest one by the ledger's own entries; what its thief signs afterwards leads nowhere.
 */
final class LogKeyCheck {

    private static final String TRUST = "trust";

    private final LogReader reader;
    private final SignedCheckpoint signed;
    private final Optional<LogKeys> trusted;

    LogKeyCheck(LogReader reader, SignedCheckpoint signed, Optional<LogKeys> trusted) {
        this.reader = reader;
        this.signed = signed;
        this.trusted = trusted;
    }

    /** A ledger that has none of the trusted keys, nor has any of them signed its checkpoint. */
    Optional<Evidence> stranger(Optional<LogKeys> ledger) {
        return trusted.filter(kept -> ledger.isEmpty() || ledger.get().all().stream().noneMatch(kept.all()::contains))
                .flatMap(kept -> unsigned(kept.origin(), kept.all(), kept.newest()));
    }

    /** What does not fit in the keys of a ledger whose entries do. */
    Optional<Evidence> evidence(LogKeys ledger) throws IOException {
        for (Rotation rotation : ledger.rotations()) {
            String root = reader.root(signed.checkpoint(), rotation.index()).hex();
            if (!root.equals(rotation.root())) {
                return Optional.of(evidence(rotation, "root", Rule.LOG_KEY.text(), root, rotation.root()));
            }
        }
        if (trusted.isEmpty()) {
            return unsigned(ledger);
        }
        Optional<LogKeys> all = ledger.with(trusted.get());
        if (all.isEmpty()) {
            return Optional.of(apart(ledger, trusted.get()));
        }
        return missing(ledger, all.get()).or(() -> unsigned(all.get()));
    }

    /** All log keys that the ledger names or that are known from it. */
    LogKeys known(LogKeys ledger) {
        return trusted.flatMap(ledger::with).orElse(ledger);
    }

    /** The entries by which trusted keys took over, and that the ledger ends before. */
    List<Long> beyond(LogKeys ledger) {
        return known(ledger).rotations().stream().skip(ledger.rotations().size()).map(Rotation::index).toList();
    }

    /** A key that is trusted and not named here: its entry must stand past the end, and what stands before it be what it says. */
    private Optional<Evidence> missing(LogKeys ledger, LogKeys all) {
        long size = signed.checkpoint().size();
        String root = signed.checkpoint().root().hex();
        return all.rotations().stream().skip(ledger.rotations().size()).findFirst().flatMap(next -> {
            if (size > next.index()) {
                return Optional.of(evidence(next, "key", TRUST, "the entry that names the log key " + next.key(), "another entry"));
            }
            return size < next.index() || root.equals(next.root()) ? Optional.empty()
                    : Optional.of(new Evidence(SignedCheckpoint.PATH, OptionalLong.empty(), "root", TRUST, next.root(), root));
        });
    }

    private Evidence apart(LogKeys ledger, LogKeys kept) {
        return new Evidence(Evidence.bundle(0, signed.checkpoint().size()), OptionalLong.of(0), "logKey", TRUST,
                "log keys that continue " + kept, ledger.toString());
    }

    private Evidence evidence(Rotation rotation, String field, String rule, String expected, String found) {
        return new Evidence(Evidence.bundle(rotation.index(), signed.checkpoint().size()), OptionalLong.of(rotation.index()), field,
                rule, expected, found);
    }

    private Optional<Evidence> unsigned(LogKeys keys) {
        List<VerifierKey> signing = keys.signingTree(signed.checkpoint().size());
        return unsigned(keys.origin(), signing, signing.getFirst());
    }

    private Optional<Evidence> unsigned(String origin, Collection<VerifierKey> keys, VerifierKey expected) {
        try {
            signed.verify(origin, keys);
            return Optional.empty();
        } catch (UnverifiedNoteException unsigned) {
            return Optional.of(new Evidence(SignedCheckpoint.PATH, OptionalLong.empty(), "signature", "checkpoint-signature",
                    "a checkpoint signed by " + expected, unsigned.getMessage()));
        }
    }
}
