package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Reply.Code;
import consort.coordinator.core.Reply.Payment;
import consort.coordinator.core.Reply.Refused;
import consort.coordinator.core.Reply.Settled;
import consort.ledger.entry.PeriodClose.Transfer;
import consort.ledger.entry.Resolution.Outcome;
import consort.ledger.entry.Subject;
import consort.ledger.fold.InstructionView;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaymentsTest {

    private BilledPool billed;

    @BeforeEach
    void aBillIsClosed() throws IOException {
        billed = new BilledPool();
    }

    @Test
    void allPaymentsAreInstructedAtOnceAndToldAgain() throws IOException {
        billed.pool.pass(BilledPool.WINDOW_MILLIS);
        long next = billed.last() + 1;
        List<Payment> payments = List.of(new Payment(1, next, new Transfer("beta", "acme", 3000), false),
                new Payment(2, next + 1, new Transfer("carol", "acme", 3000), false));
        assertThat(billed.settle(1)).isEqualTo(new Settled(1, "EUR", payments, false));
        assertThat(billed.settle(1)).isEqualTo(new Settled(1, "EUR", payments, true));
        assertThat(billed.last()).isEqualTo(next + 1);
        billed.confirm("acme", 2);
        assertThat(((Settled) billed.settle(1)).payments()).extracting(Payment::confirmed).containsExactly(false, true);
    }

    @Test
    void anotherCoordinatorOverTheSameLedgerInstructsNothingTwice() throws IOException {
        billed.pool.pass(BilledPool.WINDOW_MILLIS);
        billed.settle(1);
        billed.pool.restart();
        assertThat(((Settled) billed.settle(1)).already()).isTrue();
        assertThat(billed.pool.state().settlements().instructions()).hasSize(2);
    }

    @Test
    void paymentsWaitUntilTheWitnessesHaveSeenTheBill() throws IOException {
        billed.pool.pass(BilledPool.WINDOW_MILLIS);
        long bill = billed.pool.state().periods().getFirst().index();
        billed.pool.surroundings = seen(bill);
        assertThat(billed.settle(1)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.message())
                .startsWith("the bill of period 1, entry " + bill + ", waits for the cosignatures of 2 witnesses, which have seen " + bill));
        billed.pool.surroundings = seen(bill + 1);
        assertThat(billed.settle(1)).isInstanceOf(Settled.class);
        billed.pool.surroundings = seen(0);
        assertThat(((Settled) billed.settle(1)).already()).isTrue();
    }

    private static Ephemeral.Surroundings seen(long size) {
        Ephemeral.Surroundings none = Ephemeral.Surroundings.NONE;
        return new Ephemeral.Surroundings(none.traffic(), none.loopLagMillis(), none.storage(), none.memory(),
                new WitnessFacts(2, size, 0, List.of()));
    }

    @Test
    void beforeTheDeadlineAllMustHaveAcceptedTheBill() throws IOException {
        billed.ack("acme");
        billed.ack("beta");
        assertThat(billed.settle(1)).isEqualTo(new Refused(Code.CONFLICT, "the bill of period 1 can be disputed until"
                + " 2023-12-14T22:13:20Z; it is settled before that when all who are in it accepted it ('consort member ack'), and these"
                + " have not: carol"));
        billed.ack("carol");
        assertThat(billed.settle(1)).isInstanceOf(Settled.class);
    }

    @Test
    void whoWasRevokedCannotAcceptSoTheDeadlineCounts() throws IOException {
        billed.ack("acme");
        billed.ack("beta");
        billed.pool.ask(new Event.Revoke(billed.pool.ticket(), Subject.ofOrganization("carol"), "unpaid"));
        assertThat(billed.settle(1)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.message())
                .endsWith("these have not: carol (revoked, who cannot)"));
        billed.pool.pass(BilledPool.WINDOW_MILLIS);
        assertThat(billed.settle(1)).isInstanceOf(Settled.class);
    }

    @Test
    void anOpenDisputeIsResolvedFirst() throws IOException {
        billed.dispute("beta", 1);
        long dispute = billed.last();
        billed.pool.pass(BilledPool.WINDOW_MILLIS);
        assertThat(billed.settle(1)).isEqualTo(new Refused(Code.CONFLICT, "the bill of period 1 is disputed: by beta (entry " + dispute
                + "); 'consort coordinator resolve ENTRY' with --uphold or --reject, and --reason TEXT, ends that"));
        billed.resolve(dispute, Outcome.UPHELD);
        assertThat(billed.settle(1)).isInstanceOf(Settled.class);
    }

    @Test
    void whatWasNotClosedIsNotSettledAndAnEmptyBillHasNothingToSettle() throws IOException {
        assertThat(billed.settle(2)).isEqualTo(new Refused(Code.NOT_FOUND, "period 2 is not closed; the last that is, is 1"));
        assertThat(billed.settle(0)).isInstanceOf(Refused.class);
        assertThat(billed.settle(Long.MAX_VALUE)).isInstanceOf(Refused.class);
        billed.pool.ask(new Event.ClosePeriod(billed.pool.ticket(), true));
        assertThat(billed.settle(2)).isEqualTo(new Settled(2, "EUR", List.of(), true));
    }

    @Test
    void thePayeeConfirmsOnceAndSoWhatItGot() throws IOException {
        billed.pool.pass(BilledPool.WINDOW_MILLIS);
        billed.settle(1);
        assertThat(billed.confirm("beta", 1)).isEqualTo(new Refused(Code.CONFLICT, "payment 1 is to acme, who alone confirms it"));
        assertThat(billed.confirm("acme", 1)).isInstanceOf(Reply.Receipt.class);
        assertThat(billed.confirm("acme", 1)).isEqualTo(new Refused(Code.CONFLICT, "payment 1 was confirmed already, with entry "
                + billed.last()));
    }

    /** Its money may come all the same: the payment stays open, and everybody reads why. */
    @Test
    void aPayeeThatWasRevokedBeforeItConfirmedIsToldByWhichEntryItCannot() throws IOException {
        billed.pool.pass(BilledPool.WINDOW_MILLIS);
        billed.settle(1);
        billed.pool.ask(new Event.Revoke(billed.pool.ticket(), Subject.ofOrganization("acme"), "left"));
        long revoked = billed.last();
        Refused refused = new Refused(Code.NOT_FOUND, "acme was revoked with entry " + revoked + ": its key signs nothing any more");
        assertThat(billed.confirm("acme", 1)).isEqualTo(refused);
        assertThat(billed.ack("acme")).isEqualTo(refused);
        assertThat(billed.last()).isEqualTo(revoked);
        assertThat(status()).contains("\"state\":\"2 payments not confirmed\"", "\"payeeRevoked\":true");
        assertThat(billed.pool.state().settlements().instructions()).extracting(InstructionView::confirmed).containsExactly(false, false);
    }

    @Test
    void whatARevokedPayerOwesIsConfirmedAllTheSame() throws IOException {
        billed.pool.pass(BilledPool.WINDOW_MILLIS);
        billed.settle(1);
        billed.pool.ask(new Event.Revoke(billed.pool.ticket(), Subject.ofOrganization("beta"), "does not pay"));
        assertThat(billed.confirm("acme", 1)).isInstanceOf(Reply.Receipt.class);
    }

    @Test
    void bothStatusDocumentsSayWhatIsLeftToDo() throws IOException {
        billed.dispute("beta", 1);
        long dispute = billed.last();
        assertThat(status()).contains("\"state\":\"can be disputed until 2023-12-14T22:13:20Z, 1 dispute is open\"",
                "\"silent\":[\"acme\",\"beta\",\"carol\"]", "\"disputes\":[{\"entry\":" + dispute);
        billed.pool.pass(BilledPool.WINDOW_MILLIS);
        assertThat(own("beta")).contains("\"state\":\"1 dispute is open\"", "\"figure\":\"share\"");
        assertThat(own("carol")).contains("\"disputes\":[]", "\"openDisputes\":1");
        billed.resolve(dispute, Outcome.REJECTED);
        assertThat(own("beta")).contains("\"state\":\"2 payments to be instructed\"", "\"outcome\":\"rejected\"");
        billed.settle(1);
        assertThat(status()).contains("\"state\":\"2 payments not confirmed\"", "\"amount\":\"30.00 EUR\"");
        assertThat(own("beta")).contains("\"from\":\"beta\"").doesNotContain("\"from\":\"carol\"");
        billed.confirm("acme", 1);
        billed.confirm("acme", 2);
        assertThat(status()).contains("\"bills\":[]");
        assertThat(own("acme")).contains("\"state\":\"paid\"", "\"confirmedBy\":");
    }

    private String status() throws IOException {
        return ((Reply.Status) billed.pool.ask(new Event.AskStatus(billed.pool.ticket()))).json();
    }

    private String own(String organization) throws IOException {
        return ((Reply.Status) billed.pool.ask(new Event.AskOrganization(billed.pool.ticket(), organization))).json();
    }
}
