package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Reply.Changed;
import consort.coordinator.core.Reply.Code;
import consort.coordinator.core.Reply.Refused;
import consort.ledger.entry.Ack;
import consort.ledger.entry.Document;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Resolution.Outcome;
import consort.ledger.entry.Subject;
import java.io.IOException;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DisputesTest {

    private BilledPool billed;

    @BeforeEach
    void aBillIsClosed() throws IOException {
        billed = new BilledPool();
    }

    @Test
    void aDisputeIsEnteredAndItsReceiptGivenAgain() throws IOException {
        byte[] dispute = billed.signed("beta", seq -> billed.about("beta", seq, 1, OptionalLong.empty()));
        Reply receipt = billed.pool.ask(new Event.AppendEntry(billed.pool.ticket(), "beta", dispute));
        assertThat(receipt).isInstanceOf(Reply.Receipt.class);
        long size = billed.pool.state().size();
        assertThat(billed.pool.ask(new Event.AppendEntry(billed.pool.ticket(), "beta", dispute)))
                .usingRecursiveComparison().isEqualTo(receipt);
        assertThat(billed.pool.state().size()).isEqualTo(size);
        assertThat(billed.pool.state().settlements().disputes(1)).hasSize(1);
    }

    /** The ledger may have stood still since long: its time would let a dispute in that comes after the deadline. */
    @Test
    void afterTheDeadlineNoneIsTakenThoughTheLedgerStoodStill() throws IOException {
        billed.pool.pass(BilledPool.WINDOW_MILLIS - 1);
        assertThat(billed.dispute("beta", 1)).isInstanceOf(Reply.Receipt.class);
        billed.pool.pass(1);
        assertThat(billed.dispute("beta", 1)).isEqualTo(new Refused(Code.CONFLICT, "the bill of period 1 can be disputed no more: the"
                + " charter gives 30 days for it, which ended 2023-12-14T22:13:20Z"));
        assertThat(billed.ack("carol")).as("who agrees is never too late").isInstanceOf(Reply.Receipt.class);
    }

    /** What passed is the ledger's; a clock that somebody sets back opens nothing again. */
    @Test
    void aClockThatIsSetBackOpensNoBillAgain() throws IOException {
        billed.pool.pass(BilledPool.WINDOW_MILLIS);
        billed.settle(1);
        billed.pool.setBack(BilledPool.WINDOW_MILLIS);
        assertThat(billed.dispute("beta", 1)).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.message()).contains("can be disputed no more"));
    }

    @Test
    void whatIsNoBillOfTheirsIsNotDisputed() throws IOException {
        assertThat(billed.dispute("beta", 2)).isEqualTo(new Refused(Code.CONFLICT,
                "period 2 is not closed; the last that is, is 1"));
        billed.pool.member("dora");
        assertThat(billed.dispute("dora", 1)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.message())
                .startsWith("dora is not in the bill of period 1, entry "));
        assertThat(billed.say("beta", seq -> billed.about("beta", seq, 1, OptionalLong.of(2)))).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.message()).startsWith("entry 2 is no usage claim of period 1, which has those of entries 0 to "));
    }

    @Test
    void aMembersDisputesOfOneBillAreBounded() throws IOException {
        for (int i = 0; i < Limits.MAX_DISPUTES; i++) {
            assertThat(billed.dispute("beta", 1)).isInstanceOf(Reply.Receipt.class);
        }
        assertThat(billed.dispute("beta", 1)).isEqualTo(new Refused(Code.CONFLICT, "beta has disputed the bill of period 1 "
                + "20 times already, which is the most that the ledger takes"));
    }

    @Test
    void anAckNamesTheBillAndEndsItsOwnDisputesFirst() throws IOException {
        assertThat(billed.say("beta", seq -> new Ack(1, "beta", seq, 1, Document.digest(new byte[0]))))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.message()).contains("is another: its leaf hash is "));
        billed.dispute("beta", 1);
        long dispute = billed.last();
        assertThat(billed.ack("beta")).isEqualTo(new Refused(Code.CONFLICT, "beta disputes this bill itself, with entry " + dispute
                + "; the operator resolves that first"));
        billed.resolve(dispute, Outcome.REJECTED);
        assertThat(billed.ack("beta")).isInstanceOf(Reply.Receipt.class);
        Refused accepted = new Refused(Code.CONFLICT, "beta has accepted the bill of period 1 already, with entry " + billed.last());
        assertThat(billed.ack("beta")).isEqualTo(accepted);
        assertThat(billed.dispute("beta", 1)).isEqualTo(accepted);
    }

    @Test
    void aResolutionGivenAgainSaysThatItStands() throws IOException {
        billed.dispute("beta", 1);
        long dispute = billed.last();
        assertThat(billed.resolve(dispute, Outcome.UPHELD)).isEqualTo(new Changed(OptionalLong.of(dispute + 1), false));
        assertThat(billed.resolve(dispute, Outcome.UPHELD)).isEqualTo(new Changed(OptionalLong.of(dispute + 1), true));
        assertThat(billed.resolve(dispute, Outcome.REJECTED)).isEqualTo(new Refused(Code.CONFLICT, "dispute " + dispute
                + " was upheld already, with entry " + (dispute + 1) + ": the charter says so"));
        assertThat(billed.last()).isEqualTo(dispute + 1);
    }

    @Test
    void whatIsNoDisputeIsNotResolvedNorWithoutWords() throws IOException {
        assertThat(billed.resolve(3, Outcome.UPHELD)).isEqualTo(new Refused(Code.NOT_FOUND, "entry 3 is no dispute; none is open"));
        billed.dispute("beta", 1);
        long dispute = billed.last();
        assertThat(billed.resolve(3, Outcome.UPHELD)).isEqualTo(new Refused(Code.NOT_FOUND,
                "entry 3 is no dispute; those that are open: " + dispute + " of beta"));
        assertThat(billed.pool.ask(new Event.ResolveDispute(billed.pool.ticket(), dispute, Outcome.UPHELD, " ")))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.message()).contains("why the dispute is upheld"));
    }

    @Test
    void whoWasRevokedSaysNothingAndItsDisputeIsResolvedAllTheSame() throws IOException {
        billed.dispute("beta", 1);
        long dispute = billed.last();
        billed.pool.ask(new Event.Revoke(billed.pool.ticket(), Subject.ofOrganization("beta"), "unpaid"));
        assertThat(billed.ack("beta")).isInstanceOf(Refused.class);
        assertThat(billed.resolve(dispute, Outcome.UPHELD)).isInstanceOf(Changed.class);
    }

    @Test
    void anotherCannotSpeakForAMember() throws IOException {
        byte[] dispute = billed.signed("beta", seq -> billed.about("beta", seq, 1, OptionalLong.empty()));
        assertThat(billed.pool.ask(new Event.AppendEntry(billed.pool.ticket(), "acme", dispute))).isInstanceOf(Refused.class);
        assertThat(billed.pool.state().settlements().disputes(1)).isEmpty();
    }
}
