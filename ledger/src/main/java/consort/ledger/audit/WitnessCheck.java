package consort.ledger.audit;

import consort.ledger.entry.LogKeys;
import consort.ledger.fold.State;
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
 * their size. Lines of other keys say nothing here. Of a {@code witnessed} beyond the checkpoint only the log's signature can be judged, and
 * none by a key that an entry beyond the checkpoint may name.
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
     * The size of a {@code witnessed} that the log signed and that is beyond the checkpoint: in a folder that nobody writes, an older
     * checkpoint was put back, or only a part was copied.
     */
    OptionalLong beyond(LogKeys logKeys) {
        return later.filter(signed -> unsigned(signed, logKeys).isEmpty()).map(signed -> OptionalLong.of(signed.checkpoint().size()))
                .orElseGet(OptionalLong::empty);
    }

    /** What does not fit: another tree than the ledger's, one that its log did not sign, or a cosignature that is none. */
    Optional<Evidence> evidence(LogKeys logKeys) throws IOException {
        if (witnessed.isPresent()) {
            Optional<Evidence> other = otherTree(witnessed.get().checkpoint()).or(() -> unsigned(witnessed.get(), logKeys));
            if (other.isPresent()) {
                return other;
            }
        }
        Optional<Evidence> altered = later.filter(signed -> signed.bears(logKeys.all()))
                .flatMap(signed -> unsigned(() -> signed.verify(logKeys.origin(), logKeys.all())));
        if (altered.isPresent()) {
            return altered;
        }
        Optional<Evidence> broken = broken(SignedCheckpoint.PATH, newest);
        return broken.isPresent() || witnessed.isEmpty() ? broken : broken(SignedCheckpoint.WITNESSED, witnessed.get());
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

    private Optional<Evidence> otherTree(Checkpoint tree) throws IOException {
        String root = reader.root(newest.checkpoint(), tree.size()).hex();
        return root.equals(tree.root().hex()) && tree.origin().equals(newest.checkpoint().origin()) ? Optional.empty()
                : Optional.of(new Evidence(SignedCheckpoint.WITNESSED, OptionalLong.empty(), "root", "tree",
                        "origin " + newest.checkpoint().origin() + " and root " + root + " at size " + tree.size(),
                        "origin " + tree.origin() + " and root " + tree.root().hex()));
    }

    private static Optional<Evidence> unsigned(SignedCheckpoint signed, LogKeys logKeys) {
        return unsigned(() -> signed.verify(logKeys));
    }

    /** What a signature is held against. */
    private interface Verification {
        void run() throws UnverifiedNoteException;
    }

    private static Optional<Evidence> unsigned(Verification verification) {
        try {
            verification.run();
            return Optional.empty();
        } catch (UnverifiedNoteException unsigned) {
            return Optional.of(new Evidence(SignedCheckpoint.WITNESSED, OptionalLong.empty(), "signature", "checkpoint-signature",
                    "a checkpoint signed by the log's key", unsigned.getMessage()));
        }
    }

    private Optional<Evidence> broken(String file, SignedCheckpoint signed) {
        try {
            cosigners(signed).of(signed);
            return Optional.empty();
        } catch (UnverifiedNoteException broken) {
            return Optional.of(new Evidence(file, OptionalLong.empty(), "cosignature", RULE,
                    "cosignatures of the ledger's witnesses that verify", broken.getMessage()));
        }
    }
}
