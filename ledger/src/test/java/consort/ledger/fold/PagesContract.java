package consort.ledger.fold;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.Seed;
import consort.ledger.entry.Entries;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Pages} does. */
public abstract class PagesContract {

    private static final int PAGES = 300;
    private static final int MOST_BYTES = 5000;
    private static final List<String> WORKERS = List.of("acme/w1", "beta/w1", "carol/w1");

    /** The one under test, unused. */
    protected abstract Pages pages();

    @Test
    void aPageIsOfZerosAndKeepsWhatIsPutThere() {
        long seed = Seed.get();
        Random random = new Random(seed);
        Pages pages = pages();
        List<ByteBuffer> given = new ArrayList<>();
        List<byte[]> expected = new ArrayList<>();
        for (int i = 0; i < PAGES; i++) {
            ByteBuffer page = pages.page(1 + random.nextInt(MOST_BYTES));
            assertThat(bytes(page)).as("seed %d", seed).containsOnly(0);
            byte[] put = new byte[page.capacity()];
            random.nextBytes(put);
            page.put(0, put);
            given.add(page);
            expected.add(put);
        }
        for (int i = 0; i < PAGES; i++) {
            assertThat(bytes(given.get(i))).as("page %d, seed %d", i, seed).isEqualTo(expected.get(i));
        }
    }

    @Test
    void numbersAreBigEndian() {
        assertThat(pages().page(Long.BYTES).order()).isEqualTo(ByteOrder.BIG_ENDIAN);
    }

    @Test
    void aStateIsTheSameWhereverItIsKept() throws RuleViolation {
        LedgerBuilder ledger = LedgerBuilder.started();
        long run = ledger.submit(LedgerBuilder.job());
        ledger.round(run, WORKERS);
        ledger.claimAll(WORKERS.subList(1, WORKERS.size()), 1000);
        ledger.refusedClaim(WORKERS.getFirst(), "norm-too-large");
        ledger.closeRound(run);
        State state = new State(pages());
        for (byte[] entry : ledger.entries) {
            state.apply(Entries.parse(state.size(), entry), ledger.documents());
        }
        assertThat(state.stateDigest()).isEqualTo(ledger.state.stateDigest());
        assertThat(state.copy().stateDigest()).isEqualTo(ledger.state.stateDigest());
    }

    private static byte[] bytes(ByteBuffer page) {
        byte[] bytes = new byte[page.capacity()];
        page.get(0, bytes);
        return bytes;
    }
}
