package consort.coordinator.loop;

import consort.coordinator.logkey.LogKeyFiles;
import consort.coordinator.logkey.LogKeyring;
import consort.coordinator.logkey.LogSigner;
import consort.ledger.disk.Disk;
import consort.ledger.entry.Entries;
import consort.ledger.entry.KeyFile;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.LogKeys.Rotation;
import consort.ledger.fold.RuleViolation;
import consort.ledger.fold.State;
import consort.ledger.log.LogStore;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import consort.ledger.witness.Cosigners;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Goes over to the next log key, over a ledger that no coordinator has open. Dying anywhere loses nothing: as long as no entry names
 * the next key, it is only a file, which the next attempt uses; once one does, whoever opens the ledger next takes the key up, and
 * the same call again finishes the rest.
 */
public final class LogKeyRotation {

    private final Disk ledger;
    private final LogKeyFiles files;
    private final LogKeyring ring;

    /**
     * How the log's key stands now.
     *
     * @param entry that names it; empty for the charter's
     * @param already whether nothing had to be done
     */
    public record Outcome(VerifierKey key, OptionalLong entry, boolean already) {
    }

    /** It cannot be now; the message says why. */
    public static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    public LogKeyRotation(Disk ledger, LogKeyFiles files) {
        this.ledger = ledger;
        this.files = files;
        this.ring = new LogKeyring(files);
    }

    /**
     * Lets the ledger name another key, which signs from then on; the present one signs checkpoints and receipts beside it.
     *
     * @param made makes the key, unless an earlier attempt left one
     * @throws consort.ledger.disk.LockedException while a coordinator has the ledger open
     * @throws RefusedException while the key before the present one still signs, for one
     */
    public Outcome add(Supplier<SignerKey> made, long wallMillis) throws IOException {
        try (LogStore log = LogStore.open(ledger, ring.verifiers())) {
            LedgerFolder folder = new LedgerFolder(ledger);
            State state = folded(log, folder);
            if (!ring.isBehind(state.logKeys())) {
                append(log, folder, state, made, wallMillis);
            }
            show(log, folder, state);
            return outcome(state, false);
        }
    }

    /**
     * Lets only the present key sign.
     *
     * @throws consort.ledger.disk.LockedException while a coordinator has the ledger open
     */
    public Outcome retire() throws IOException {
        try (LogStore log = LogStore.open(ledger, ring.verifiers())) {
            LedgerFolder folder = new LedgerFolder(ledger);
            State state = folded(log, folder);
            // What was interrupted is finished first, so that a checkpoint of the present key stands when the other one goes.
            LogSigner signer = show(log, folder, state);
            if (signer.retiring().isPresent()) {
                files.deleteRetiring();
            }
            return outcome(state, signer.retiring().isEmpty());
        }
    }

    private State folded(LogStore log, LedgerFolder folder) throws IOException {
        State state = LedgerReplay.of(log, folder);
        Optional<RestoredMark> mark = RestoredMark.read(ledger);
        if (mark.isPresent() && !mark.get().isOver(log.size())) {
            throw new RefusedException("this ledger was restored, and nothing is appended to it or signed until members said what"
                    + " they hold of it: let it go on first (consort coordinator serve)");
        }
        return state;
    }

    private void append(LogStore log, LedgerFolder folder, State state, Supplier<SignerKey> made, long wallMillis) throws IOException {
        LogSigner signer = ring.signer(state.logKeys());
        if (signer.retiring().isPresent()) {
            throw new RefusedException("the log key is " + state.logKey() + " since entry " + outcome(state, true).entry().getAsLong()
                    + ", and the one before still signs beside it: end that first (consort coordinator rotate-log-key retire)");
        }
        log.publish(signer.current());
        SignerKey next = files.next().orElseGet(made);
        // Also one that an earlier attempt left: what can be read need not be durable, and once an entry names it, it must not be lost.
        files.keepNext(next);
        byte[] entry = Entries.sign(state.domain(), new LogKey(Math.max(wallMillis, state.ledgerTimeMillis()),
                next.verifierKey().toString(), log.size(), log.root(log.size()).hex()), signer.current());
        try {
            state.apply(Entries.parse(state.size(), entry), folder);
        } catch (RuleViolation violation) {
            throw new RefusedException("the log cannot go over to the key in keys/log.key.next: " + violation.getMessage());
        }
        log.append(List.of(entry));
        log.publish(next, signer.current());
    }

    /** Brings files and checkpoint up to the ledger. */
    private LogSigner show(LogStore log, LedgerFolder folder, State state) throws IOException {
        LogSigner signer = ring.signer(state.logKeys());
        log.publish(signer.keys().toArray(SignerKey[]::new));
        folder.export(KeyFile.ofLog(state.logKey()));
        folder.export(Cosigners.at(state, log.publishedSize()).policy(state.logKey()));
        return signer;
    }

    private static Outcome outcome(State state, boolean already) {
        List<Rotation> rotations = state.logKeys().rotations();
        return new Outcome(state.logKey(),
                rotations.isEmpty() ? OptionalLong.empty() : OptionalLong.of(rotations.getLast().index()), already);
    }
}
