package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaseView;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims that count otherwise, and what members agree on. */
class AdjustmentsTest {

    private Pool pool;

    @BeforeEach
    void aRunIsBilled() throws IOException {
        pool = new Pool();
        WorkerId acme = pool.member("acme");
        WorkerId beta = pool.member("beta");
        pool.connect(acme);
        pool.connect(beta);
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.pass(1_000);
        pool.work(acme);
        pool.work(beta);
        close();
    }

    private PeriodClose close() throws IOException {
        assertThat(pool.ask(new Event.ClosePeriod(pool.ticket(), true))).isInstanceOf(Reply.PeriodClosed.class);
        return pool.state().periods().getLast().close();
    }

    private LeaseView lease() {
        return pool.state().lease(1).orElseThrow();
    }

    private Reply reverse(long claim, long acceptedMillis) throws IOException {
        return pool.ask(new Event.ReverseClaim(pool.ticket(), claim, acceptedMillis, "it was idle", OptionalLong.empty()));
    }

    private Reply adjust(String... amounts) throws IOException {
        List<Event.JournalAmount> parsed = Stream.of(amounts).map(one -> one.split("=", 2))
                .map(one -> new Event.JournalAmount(one[0], one[1])).toList();
        return pool.ask(new Event.AddJournal(pool.ticket(), parsed, "a cable", OptionalLong.empty()));
    }

    private static void assertRefused(Reply reply, Code code, String message) {
        assertThat(reply).isInstanceOfSatisfying(Reply.Refused.class, refused -> {
            assertThat(refused.code()).as(refused.message()).isEqualTo(code);
            assertThat(refused.message()).contains(message);
        });
    }

    @Test
    void aReversalIsEnteredOnceAndTheNextBillPaysIt() throws IOException {
        long claim = lease().claim().orElseThrow();
        long entry = pool.state().size();
        assertThat(lease().countedMillis()).isPositive();
        assertThat(reverse(claim, 0)).isEqualTo(new Reply.Changed(OptionalLong.of(entry), false));
        assertThat(reverse(claim, 0)).isEqualTo(new Reply.Changed(OptionalLong.of(entry), true));
        pool.restart();
        assertThat(lease().countedMillis()).isZero();
        PeriodClose next = close();
        assertThat(next.corrections()).extracting(PeriodClose.Correction::period).containsOnly(1L);
        assertThat(close().corrections()).isEmpty();
    }

    @Test
    void aReversalNamesAClaimAndNoMoreTimeThanItClaimed() throws IOException {
        long claim = lease().claim().orElseThrow();
        assertRefused(reverse(1, 0), Code.NOT_FOUND, "entry 1 is no usage claim");
        assertRefused(reverse(claim, -1), Code.INVALID, "-1 ms cannot count");
        assertRefused(reverse(claim, lease().claimableMillis() + 1), Code.INVALID, "of which " + lease().countedMillis() + " count now");
        assertThat(reverse(claim, lease().countedMillis())).isEqualTo(new Reply.Changed(OptionalLong.empty(), true));
        assertRefused(pool.ask(new Event.ReverseClaim(pool.ticket(), claim, 0, "it was idle", OptionalLong.of(1))), Code.NOT_FOUND,
                "entry 1 is no dispute");
        assertRefused(pool.ask(new Event.ReverseClaim(pool.ticket(), claim, 0, " ", OptionalLong.empty())), Code.INVALID,
                "why the claim counts otherwise");
    }

    @Test
    void anAdjustmentIsEnteredOnceAndPaidWithTheNextBill() throws IOException {
        long entry = pool.state().size();
        assertThat(adjust("beta=-12.50", "acme=12.5")).isEqualTo(new Reply.Changed(OptionalLong.of(entry), false));
        assertThat(adjust("acme=12.50", "beta=-12.50")).isEqualTo(new Reply.Changed(OptionalLong.of(entry), true));
        assertThat(adjust("acme=-12.50", "beta=12.50")).extracting("already").isEqualTo(false);
        assertThat(adjust("acme=12.50", "beta=-12.50")).as("agreed anew").extracting("already").isEqualTo(false);
        assertThat(close().transfers()).containsExactly(new PeriodClose.Transfer("beta", "acme", 1250));
        assertThat(adjust("acme=12.50", "beta=-12.50")).as("another period's").extracting("already").isEqualTo(false);
    }

    @Test
    void anAdjustmentIsOfMembersAndBalanced() throws IOException {
        assertRefused(adjust("acme=1", "carol=-1"), Code.NOT_FOUND, "no member \"carol\"; members: acme, beta");
        assertRefused(adjust("acme=1", "beta=-2"), Code.INVALID, "sum to -1.00 EUR");
        assertRefused(adjust("acme=1", "acme=-1"), Code.INVALID, "each once");
        assertRefused(adjust("acme=0", "beta=0"), Code.INVALID, "changes nothing for acme");
        assertRefused(adjust("acme=0.001", "beta=-0.001"), Code.INVALID, "2 digits");
        assertRefused(adjust("acme=60000000000000", "beta=-60000000000000"), Code.INVALID, "in one period are at most");
        assertRefused(adjust(), Code.INVALID, "two or more");
    }
}
