package consort.ledger.audit;

import consort.ledger.entry.LogKeys;
import consort.ledger.fold.State;
import consort.ledger.fold.WitnessView;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.witness.Cosigners;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Holds the cosignatures under {@code checkpoint} and {@code witnessed} against the witnesses that the ledger names for checkpoints of
 * their size. Lines of other keys say nothing here. A {@code witnessed} beyond the checkpoint may be signed by a log key that an entry
 * beyond the checkpoint names: then enough witnesses that are known here must have cosigned it.
 */
final class WitnessCheck {

    private static final String RULE = "cosignature";

    private final LogReader reader;
    private final SignedCheckpoint newest;
    private final State state;
    private final Optional<SignedCheckpoint> witnessed;
    private final Optional<SignedCheckpoint> later;

    WitnessCheck(LogReader reader, SignedCheckpoint newest, State state) throws IOException {
        this.reader = reader;
        this.newest = newest;
        this.state = state;
        Optional<SignedCheckpoint> read = reader.witnessed();
        this.witnessed = read.filter(signed -> signed.checkpoint().size() <= newest.checkpoint().size());
        this.later = read.filter(signed -> signed.checkpoint().size() > newest.checkpoint().size());
    }

    /**
     * The size of a {@code witnessed} that the log signed, or its witnesses did, and that is beyond the checkpoint: in a folder that nobody
     * writes, an older checkpoint was put back, or only a part was copied.
     */
    OptionalLong beyond(LogKeys logKeys) {
        return later.filter(signed -> unsigned(signed, logKeys).isEmpty() || isWitnessed(signed))
                .map(signed -> OptionalLong.of(signed.checkpoint().size())).orElseGet(OptionalLong::empty);
    }

    /** What does not fit: a checkpoint that the log did not sign, another tree than the ledger's, or a cosignature that is none. */
    Optional<Evidence> evidence(LogKeys logKeys) throws IOException {
        Optional<Evidence> first = witnessed.flatMap(signed -> unsigned(signed, logKeys));
        if (first.isEmpty() && witnessed.isPresent()) {
            first = otherTree(witnessed.get().checkpoint());
        }
        if (first.isEmpty() && later.isPresent()) {
            first = unfounded(later.get(), logKeys);
        }
        return first.or(() -> broken(SignedCheckpoint.PATH, newest))
                .or(() -> witnessed.or(() -> later).flatMap(signed -> broken(SignedCheckpoint.WITNESSED, signed)));
    }

    /** Of one beyond the checkpoint, while that one stands: what nobody signed who may is none of this log. */
    private Optional<Evidence> unfounded(SignedCheckpoint signed, LogKeys logKeys) throws IOException {
        if (signed.bears(logKeys.all())) {
            return unsigned(() -> signed.verify(logKeys.origin(), logKeys.all()), "the signature of a key of the log")
                    .or(() -> isWitnessed(signed) ? Optional.empty() : unsigned(signed, logKeys));
        }
        return isWitnessed(signed) || !reader.isNewest(newest) ? Optional.empty() : unsigned(() -> signed.verify(logKeys),
                "a checkpoint of size " + signed.checkpoint().size() + " signed by " + logKeys.newest()
                        + ", or by a later key of the log and enough of its witnesses");
    }

    /** Of a ledger without {@link #evidence}. */
    WitnessCoverage facts(boolean policyAsksForNone) {
        Cosigners cosigners = cosigners(newest);
        long size = newest.checkpoint().size();
        Optional<SignedCheckpoint> covering = isWitnessed(newest) ? Optional.of(newest) : witnessed.filter(this::isWitnessed);
        long covered = covering.map(signed -> signed.checkpoint().size()).orElse(0L);
        return new WitnessCoverage(cosigners.quorum(), cosigners.counting(), covered, organizations(covering.orElse(newest)),
                cosigners.quorum() == 0 || covered == size ? OptionalLong.empty() : OptionalLong.of(covered), policyAsksForNone);
    }

    private Cosigners cosigners(SignedCheckpoint signed) {
        return Cosigners.at(state, signed.checkpoint().size());
    }

    private boolean isWitnessed(SignedCheckpoint signed) {
        try {
            return cosigners(signed).isWitnessed(signed);
        } catch (UnverifiedNoteException reportedAsEvidence) {
            return false;
        }
    }

    private List<String> organizations(SignedCheckpoint signed) {
        try {
            return cosigners(signed).of(signed).stream().flatMap(one -> one.organization().stream())
                    .filter(state.charter().witnesses()::isIndependent).toList();
        } catch (UnverifiedNoteException reportedAsEvidence) {
            return List.of();
        }
    }

    /** The log signed both. Which of the entries below this size is another one cannot be told by a root, so none is named. */
    private Optional<Evidence> otherTree(Checkpoint tree) throws IOException {
        String root = reader.root(newest.checkpoint(), tree.size()).hex();
        return root.equals(tree.root().hex()) ? Optional.empty()
                : Optional.of(new Evidence(SignedCheckpoint.WITNESSED, OptionalLong.empty(), "root", "tree",
                        "root " + root + " at size " + tree.size() + ", as the entries have it",
                        "root " + tree.root().hex() + ": an entry below " + tree.size() + " was another one"));
    }

    private static Optional<Evidence> unsigned(SignedCheckpoint signed, LogKeys logKeys) {
        return unsigned(() -> signed.verify(logKeys), "a checkpoint signed by " + logKeys.signingTree(signed.checkpoint().size()).getFirst());
    }

    /** What a signature is held against. */
    private interface Verification {
        void run() throws UnverifiedNoteException;
    }

    private static Optional<Evidence> unsigned(Verification verification, String expected) {
        try {
            verification.run();
            return Optional.empty();
        } catch (UnverifiedNoteException unsigned) {
            return Optional.of(new Evidence(SignedCheckpoint.WITNESSED, OptionalLong.empty(), "signature", "checkpoint-signature",
                    expected, unsigned.getMessage()));
        }
    }

    /** A line that names a witness's key and is not its cosignature goes back to the entry that admits the key. */
    private Optional<Evidence> broken(String file, SignedCheckpoint signed) {
        for (WitnessView witness : state.witnesses().at(signed.checkpoint().size())) {
            try {
                witness.key().cosigned(signed.note());
            } catch (UnverifiedNoteException broken) {
                return Optional.of(new Evidence(file, OptionalLong.of(witness.index()), "cosignature", RULE,
                        "a cosignature that verifies by " + witness.key(), broken.getMessage()));
            }
        }
        return Optional.empty();
    }
}
