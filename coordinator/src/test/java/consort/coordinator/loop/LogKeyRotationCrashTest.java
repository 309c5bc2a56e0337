package consort.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Ephemeral;
import consort.coordinator.core.Now;
import consort.coordinator.core.Pool;
import consort.coordinator.logkey.DiskLogKeys;
import consort.coordinator.logkey.LogKeyring;
import consort.ledger.disk.simulated.Faults;
import consort.ledger.disk.simulated.Faults.Outcome;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.LogKeys;
import consort.ledger.fold.EntryVerifier;
import consort.ledger.fold.RuleViolation;
import consort.ledger.fold.State;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lets every call to the disk fail while the log goes over to another key, process or machine die after it, and the command be
 * repeated, or a coordinator be started, on what is left. The keys stand on the same disk. In the end there is one rotation, never
 * two, the key that signs is the ledger's, and every entry and checkpoint verifies.
 */
class LogKeyRotationCrashTest {

    private static final CharterDocument CHARTER = Pool.charterDocument();
    private static final SignerKey FIRST = key(1);
    private static final int MAX_CALLS = 1_000;

    private SimulatedDisk disk;
    private DiskLogKeys keys;
    private int made;
    private long now = 1_700_000_000_000L;

    /** What follows the failure. */
    enum Then { REPEAT, SERVE_AND_REPEAT }

    private static SignerKey key(int number) {
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        seed[0] = (byte) number;
        return SignerKey.fromSeed(CHARTER.origin(), seed);
    }

    private void found(long seed) throws IOException {
        disk = new SimulatedDisk(new SplittableRandom(seed));
        keys = new DiskLogKeys(disk);
        keys.found(FIRST);
        LedgerFolder.found(disk, CHARTER, "a".repeat(64), FIRST, now);
        serve();
        made = 1;
    }

    /** A coordinator starts, which is an entry, and ends. */
    private void serve() throws IOException {
        now += 1_000;
        Engine.open(new Engine.Parts(disk, new LogKeyring(keys), new Random(1), "test", digest -> 1,
                () -> Ephemeral.Surroundings.NONE), new Now(now, 1)).close();
    }

    private void add() throws IOException {
        now += 1_000;
        new LogKeyRotation(disk, keys).add(() -> key(++made), now);
    }

    private void retire() throws IOException {
        new LogKeyRotation(disk, keys).retire();
    }

    private interface Step {
        void make() throws IOException;
    }

    /** @return whether it failed */
    private boolean failing(Step step, Outcome outcome, long call) throws IOException {
        long from = disk.operations();
        disk.inject((number, operation, path) -> number - from == call ? outcome : Outcome.SUCCEED);
        try {
            step.make();
            return false;
        } catch (IOException | UncheckedIOException injected) {
            return true;
        } finally {
            disk.inject(Faults.NONE);
            if (call % 2 == 0) {
                disk.loseMachine();
            } else {
                disk.loseProcess();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Then.class)
    void addsExactlyOneKeyWhereverItWasInterrupted(Then then) throws IOException {
        for (Outcome outcome : List.of(Outcome.FAIL, Outcome.FAIL_BUT_PERSIST, Outcome.FAIL_PARTLY)) {
            boolean failed = true;
            for (int call = 0; failed; call++) {
                assertThat(call).isLessThan(MAX_CALLS);
                found(call);
                failed = failing(this::add, outcome, call);
                String name = then + " after call " + call + " ended as " + outcome;
                if (then == Then.SERVE_AND_REPEAT) {
                    serve();
                    verify(name);
                }
                addOrRefused(name);
                serve();
                LogKeys ledger = verify(name);
                assertThat(ledger.rotations()).as(name).hasSize(1);
                assertThat(keys.present().verifierKey()).as(name).isEqualTo(ledger.newest());
                assertThat(keys.retiring().map(SignerKey::verifierKey)).as(name).contains(FIRST.verifierKey());
                assertThat(keys.next()).as(name).isEmpty();
            }
        }
    }

    /** When all was done but the answer, the second call finds a rotation that is to be ended first. */
    private void addOrRefused(String name) throws IOException {
        try {
            add();
        } catch (LogKeyRotation.RefusedException done) {
            assertThat(done).as(name).hasMessageContaining("rotate-log-key retire");
            assertThat(keys.retiring()).as(name).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(Then.class)
    void retiresTheKeyBeforeWhereverItWasInterrupted(Then then) throws IOException {
        for (Outcome outcome : List.of(Outcome.FAIL, Outcome.FAIL_BUT_PERSIST, Outcome.FAIL_PARTLY)) {
            boolean failed = true;
            for (int call = 0; failed; call++) {
                found(call);
                add();
                failed = failing(this::retire, outcome, call);
                String name = then + " after call " + call + " ended as " + outcome;
                if (then == Then.SERVE_AND_REPEAT) {
                    serve();
                    verify(name);
                }
                retire();
                serve();
                LogKeys ledger = verify(name);
                assertThat(ledger.rotations()).as(name).hasSize(1);
                assertThat(keys.retiring()).as(name).isEmpty();
                assertThat(keys.present().verifierKey()).as(name).isEqualTo(ledger.newest());
                assertThat(checkpoint().note().signatures()).as(name).hasSize(1);
            }
        }
    }

    private SignedCheckpoint checkpoint() throws IOException {
        return new LogReader(TileSource.of(disk)).checkpoint();
    }

    /** Every entry is signed by the key that reigned, and the checkpoint by one that may; as an auditor does. */
    private LogKeys verify(String name) throws IOException {
        SignedCheckpoint checkpoint = checkpoint();
        State state = new State();
        LedgerFolder folder = new LedgerFolder(disk);
        new LogReader(TileSource.of(disk)).verify(checkpoint.checkpoint(), (index, bytes) -> {
            try {
                Entry entry = Entries.parse(index, bytes);
                EntryVerifier.verify(state, entry);
                state.apply(entry, folder);
            } catch (RuleViolation violation) {
                throw new AssertionError(name, violation);
            }
        });
        try {
            checkpoint.verify(state.logKeys());
        } catch (UnverifiedNoteException unsigned) {
            throw new AssertionError(name, unsigned);
        }
        return state.logKeys();
    }
}
