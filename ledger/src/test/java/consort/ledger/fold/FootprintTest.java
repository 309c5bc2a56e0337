package consort.ledger.fold;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Entries;
import consort.ledger.entry.JobDocument;
import consort.ledger.merkle.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The memory of a state is what is said of it, measured on the heap. */
class FootprintTest {

    private static final List<String> WORKERS = List.of("acme/w1", "beta/w1", "carol/w1");
    /** So many that what a state takes before its first entry is little beside the rest. */
    private static final int ROUNDS = 1200;
    /** So many that what else comes and goes on the heap meanwhile is little beside them. */
    private static final int STATES = 10;
    private static final int COLLECTIONS = 4;
    private static final int OUTSIDE_BYTES = 64 << 20;
    private static final int MANY = 50_000;
    private static final int ROW_BYTES = 80;
    /** With its place in a table that is up to a third full only. */
    private static final long UPDATE_BYTES = 72;

    @Test
    void aStateTakesAboutSoMuchForEachEntry() throws RuleViolation {
        LedgerBuilder ledger = trained();
        long entries = ledger.entries.size();
        assertThat(entries).isGreaterThan(11L * ROUNDS);
        long taken = takenBytes(ledger, Pages.HEAP);
        assertThat(taken / entries).isBetween(Footprint.ENTRY_BYTES * 3 / 5, Footprint.ENTRY_BYTES);
        assertThat(taken / ((long) ROUNDS * WORKERS.size())).as("of a worker and round").isBetween(250L, 480L);
    }

    @Test
    void ofAStateThatIsKeptOutsideLittleStaysOnTheHeap() throws RuleViolation {
        LedgerBuilder ledger = trained();
        assertThat(takenBytes(ledger, outside()) / ledger.entries.size()).isLessThanOrEqualTo(Footprint.MAPPED_ENTRY_BYTES);
    }

    @Test
    void rowsTakeFewPagesThatTheyDoNotUse() {
        AtomicLong given = new AtomicLong();
        Rows rows = new Rows(counting(given), ROW_BYTES);
        for (int i = 0; i < MANY; i++) {
            rows.add();
        }
        assertThat(given.get() / MANY).isBetween((long) ROW_BYTES, ROW_BYTES * 11L / 10);
    }

    @Test
    void updatesTakeFewPagesThatTheyDoNotUse() {
        AtomicLong given = new AtomicLong();
        Updates updates = new Updates(counting(given));
        for (int i = 0; i < MANY; i++) {
            updates.put(new UpdateView(Hash.of(ByteBuffer.allocate(Hash.BYTES).putInt(i * 31).array()).hex(), 1, 1, i));
        }
        assertThat(given.get() / MANY).isBetween((long) Hash.BYTES, UPDATE_BYTES);
        assertThat(updates.count()).isEqualTo(MANY);
    }

    private static Pages counting(AtomicLong given) {
        return bytes -> {
            given.addAndGet(bytes);
            return ByteBuffer.allocate(bytes);
        };
    }

    /** Gives slices of direct memory, as a mapped file does. */
    private static Pages outside() {
        ByteBuffer all = ByteBuffer.allocateDirect(OUTSIDE_BYTES);
        return bytes -> {
            ByteBuffer page = all.slice(all.position(), bytes);
            all.position(all.position() + bytes);
            return page;
        };
    }

    /** Of heap, by one of many states. */
    private static long takenBytes(LedgerBuilder ledger, Pages pages) throws RuleViolation {
        List<State> states = new ArrayList<>(List.of(folded(ledger, pages)));
        long before = usedBytes();
        for (int i = 0; i < STATES; i++) {
            states.add(folded(ledger, pages));
        }
        long taken = (usedBytes() - before) / STATES;
        assertThat(states).allMatch(state -> state.size() == ledger.entries.size());
        return taken;
    }

    private static LedgerBuilder trained() {
        LedgerBuilder ledger = LedgerBuilder.started();
        long run = ledger.submit(manyRounds());
        for (int round = 1; round <= ROUNDS; round++) {
            ledger.round(run, WORKERS);
            ledger.claimAll(WORKERS, 1000);
            ledger.closeRound(run);
        }
        return ledger;
    }

    private static State folded(LedgerBuilder ledger, Pages pages) throws RuleViolation {
        State state = new State(pages);
        for (byte[] entry : ledger.entries) {
            state.apply(Entries.parse(state.size(), entry), ledger.documents());
        }
        return state;
    }

    /** What other tests left may need more than one collection to go, and must not go between two measurements. */
    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static JobDocument manyRounds() {
        JobDocument job = LedgerBuilder.job();
        return new JobDocument("long", job.trainer(), job.model(), job.trainable(), job.data(), ROUNDS, job.steps(),
                job.seed(), job.weights(), job.cohort(), job.quorum(), job.gatherSeconds(), job.roundSeconds(), job.waitSeconds(),
                job.dropoutSeconds(), job.maxAbandonedRounds(), job.maxUpdateNormMillionths(), job.maxUpdateBytes(),
                job.scales(), job.settings(), job.evaluate(), job.stepWorkMilli(), job.leastSteps());
    }
}
