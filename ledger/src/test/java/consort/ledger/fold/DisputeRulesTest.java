package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.digest;
import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.LedgerBuilder.workerKey;
import static consort.ledger.fold.Rulings.assertRule;
import static consort.ledger.fold.Rulings.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import consort.ledger.entry.Ack;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Resolution;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.Subject;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DisputeRulesTest {

    private static final long DAY = 24 * LedgerBuilder.HOUR_MILLIS;

    private final LedgerBuilder ledger = WorkedExample.ledger();

    @Test
    void whoIsInABillDisputesItOrAnotherMembersClaim() {
        ledger.append(dispute("beta", 1), organizationKey("beta"));
        long claim = claimOf("acme/w1");
        ledger.append(about("dora", 1, claim), organizationKey("dora"));
        assertThat(ledger.state.settlements().disputes(1)).extracting(DisputeView::index, DisputeView::open)
                .containsExactly(tuple(ledger.state.size() - 2, true),
                        tuple(ledger.state.size() - 1, true));
        assertThat(ledger.state.settlements().dispute(ledger.state.size() - 1).orElseThrow().dispute().claim()).hasValue(claim);
    }

    @Test
    void onlyAClaimOfThatPeriodCanBeNamed() {
        long claim = claimOf("acme/w1");
        assertRule(ledger, about("beta", 1, claim + 1), organizationKey("beta"), Rule.DISPUTE);
        assertRule(ledger, about("beta", 1, claim - 1), organizationKey("beta"), Rule.DISPUTE);
        assertRule(ledger, about("beta", 1, ledger.state.size()), organizationKey("beta"), Rule.DISPUTE);
        ledger.closePeriod();
        assertRule(ledger, about("beta", 2, claim), organizationKey("beta"), Rule.DISPUTE);
        ledger.append(about("beta", 1, claim), organizationKey("beta"));
    }

    @Test
    void aBillIsClosedAndDisputedByThoseWhoAreInIt() {
        assertRule(ledger, dispute("beta", 2), organizationKey("beta"), Rule.DISPUTE);
        assertRule(ledger, dispute("beta", 1), organizationKey("acme"), Rule.SIGNER);
        assertRule(ledger, dispute("beta", 1), ledger.logKey, Rule.SIGNER);
        assertRule(ledger, dispute("beta", 1), workerKey("beta/w1"), Rule.SIGNER);
        ledger.join("erin", 1, 1);
        assertRule(ledger, dispute("erin", 1), organizationKey("erin"), Rule.DISPUTE);
        assertRule(ledger, ack("erin", 1), organizationKey("erin"), Rule.DISPUTE);
    }

    @Test
    void theDeadlineIsInLedgerTime() {
        Dispute early = dispute("beta", 1);
        ledger.pass(14 * DAY - 1);
        tick();
        ledger.append(early, organizationKey("beta"));
        ledger.append(dispute("beta", 1), organizationKey("beta"));
        ledger.pass(1);
        ledger.append(dispute("beta", 1), organizationKey("beta"));
        tick();
        assertRule(ledger, new Dispute(early.timeMillis(), "dora", 3, 1, OptionalLong.empty(), Optional.empty(), "I did say so"),
                organizationKey("dora"), Rule.DISPUTE);
        ledger.append(ack("dora", 1), organizationKey("dora"));
    }

    @Test
    void aMemberMaySayMuchButNotWithoutEnd() {
        for (int i = 0; i < Limits.MAX_DISPUTES; i++) {
            ledger.append(dispute("beta", 1), organizationKey("beta"));
        }
        assertRule(ledger, dispute("beta", 1), organizationKey("beta"), Rule.DISPUTE);
        ledger.append(dispute("carol", 1), organizationKey("carol"));
        ledger.closePeriod();
        ledger.append(dispute("beta", 2), organizationKey("beta"));
        assertThat(ledger.state.settlements().entriesOf("beta")).isEqualTo(Limits.MAX_DISPUTES + 1);
    }

    @Test
    void whoAcceptsABillDisputesItNoMoreAndAcceptsItOnce() {
        ledger.append(ack("beta", 1), organizationKey("beta"));
        assertThat(ledger.state.settlements().acks(1)).containsExactly(Map.entry("beta", ledger.state.size() - 1));
        assertRule(ledger, dispute("beta", 1), organizationKey("beta"), Rule.DISPUTE);
        assertRule(ledger, ack("beta", 1), organizationKey("beta"), Rule.DISPUTE);
        assertRule(ledger, ack("carol", 2), organizationKey("carol"), Rule.DISPUTE);
        assertRule(ledger, new Ack(ledger.nowMillis(), "carol", next("carol"), 1, digest("another bill")), organizationKey("carol"),
                Rule.DISPUTE);
        assertRule(ledger, ack("carol", 1), ledger.logKey, Rule.SIGNER);
    }

    @Test
    void aRefusalNamesTheEntryThatStandsAgainstIt() {
        ledger.append(dispute("beta", 1), organizationKey("beta"));
        long dispute = ledger.state.size() - 1;
        assertThat(refusal(ledger, ack("beta", 1), organizationKey("beta")).found()).isEqualTo("dispute " + dispute);
        ledger.append(new Resolution(ledger.nowMillis(), dispute, Resolution.Outcome.REJECTED, "x"), ledger.logKey);
        assertThat(refusal(ledger, new Resolution(ledger.nowMillis(), dispute, Resolution.Outcome.UPHELD, "x"), ledger.logKey).found())
                .isEqualTo(dispute + " was resolved at " + (dispute + 1));
        ledger.append(ack("beta", 1), organizationKey("beta"));
        String accepted = "beta, which did at " + (dispute + 2);
        assertThat(refusal(ledger, ack("beta", 1), organizationKey("beta")).found()).isEqualTo(accepted);
        assertThat(refusal(ledger, dispute("beta", 1), organizationKey("beta")).found()).isEqualTo(accepted);
        assertThat(refusal(ledger, about("carol", 1, 0), organizationKey("carol")).expected())
                .isEqualTo("a usage-claim of period 1, thus of entries 0 to " + (ledger.state.periods().getFirst().index() - 1));
    }

    @Test
    void aDisputeIsResolvedOnceAndByTheCoordinator() {
        ledger.append(dispute("beta", 1), organizationKey("beta"));
        long dispute = ledger.state.size() - 1;
        assertRule(ledger, ack("beta", 1), organizationKey("beta"), Rule.DISPUTE);
        Resolution rejected = new Resolution(ledger.nowMillis(), dispute, Resolution.Outcome.REJECTED, "its score is what it measured");
        assertRule(ledger, rejected, organizationKey("beta"), Rule.SIGNER);
        assertRule(ledger, new Resolution(ledger.nowMillis(), dispute - 1, Resolution.Outcome.UPHELD, "x"), ledger.logKey, Rule.DISPUTE);
        ledger.append(rejected, ledger.logKey);
        DisputeView view = ledger.state.settlements().dispute(dispute).orElseThrow();
        assertThat(view.resolution()).contains(rejected);
        assertThat(view.resolvedAt()).hasValue(ledger.state.size() - 1);
        assertRule(ledger, new Resolution(ledger.nowMillis(), dispute, Resolution.Outcome.UPHELD, "x"), ledger.logKey, Rule.DISPUTE);
        ledger.append(ack("beta", 1), organizationKey("beta"));
    }

    @Test
    void whoWasRevokedSaysNothingMoreAndItsDisputeStaysToBeResolved() {
        ledger.append(dispute("dora", 1), organizationKey("dora"));
        long dispute = ledger.state.size() - 1;
        ledger.append(new Revocation(ledger.nowMillis(), Subject.ofOrganization("dora"), "unpaid"), ledger.logKey);
        assertRule(ledger, dispute("dora", 1), organizationKey("dora"), Rule.SIGNER);
        assertRule(ledger, ack("dora", 1), organizationKey("dora"), Rule.SIGNER);
        assertThat(Settling.openDisputes(ledger.state, ledger.state.periods().getFirst())).hasSize(1);
        ledger.append(new Resolution(ledger.nowMillis(), dispute, Resolution.Outcome.UPHELD, "it was right"), ledger.logKey);
        assertThat(Settling.openDisputes(ledger.state, ledger.state.periods().getFirst())).isEmpty();
    }

    @Test
    void whereTheCharterGivesNoTimeNobodyDisputes() {
        LedgerBuilder hasty = LedgerBuilder.hasty();
        hasty.closePeriod();
        assertRule(hasty, new Dispute(hasty.nowMillis(), "acme", 3, 1, OptionalLong.empty(), Optional.empty(), "x"),
                organizationKey("acme"), Rule.DISPUTE);
        hasty.append(new Ack(hasty.nowMillis(), "acme", 3, 1, hasty.state.settlements().bill(1).hex()), organizationKey("acme"));
    }

    @Test
    void aBillWithoutPaymentsIsDisputedAsAnyOther() {
        LedgerBuilder recording = new LedgerBuilder(LedgerBuilder.charterWithoutSettlement());
        recording.join("acme", 1, 1);
        recording.closePeriod();
        recording.append(new Dispute(recording.nowMillis(), "acme", 3, 1, OptionalLong.empty(),
                Optional.of(Dispute.Figure.DEVICE_TIME), "I worked"), organizationKey("acme"));
        assertThat(recording.state.settlements().disputes(1)).hasSize(1);
    }

    @Test
    void aStateOfItsOwnHasItsOwnDisputes() {
        ledger.append(dispute("beta", 1), organizationKey("beta"));
        State copy = ledger.state.copy();
        String digest = copy.stateDigest();
        assertThat(digest).isEqualTo(ledger.state.stateDigest());
        ledger.append(new Resolution(ledger.nowMillis(), ledger.state.size() - 1, Resolution.Outcome.UPHELD, "x"), ledger.logKey);
        ledger.append(ack("carol", 1), organizationKey("carol"));
        assertThat(copy.stateDigest()).isEqualTo(digest);
        assertThat(copy.settlements().acks(1)).isEmpty();
    }

    private void tick() {
        ledger.append(new CoordinatorStarted(ledger.nowMillis(), ledger.state.epoch() + 1, "consort/test"), ledger.logKey);
    }

    private long claimOf(String worker) {
        return ledger.state.entryAt(workerKey(worker).verifierKey(), 1).orElseThrow().entry().index();
    }

    private long next(String organization) {
        return ledger.state.lastSeq(organizationKey(organization).verifierKey()) + 1;
    }

    private Dispute dispute(String organization, long period) {
        return new Dispute(ledger.nowMillis(), organization, next(organization), period, OptionalLong.empty(),
                Optional.of(Dispute.Figure.SHARE), "we agreed on less");
    }

    private Dispute about(String organization, long period, long claim) {
        return new Dispute(ledger.nowMillis(), organization, next(organization), period, OptionalLong.of(claim), Optional.empty(),
                "its devices were off");
    }

    private Ack ack(String organization, long period) {
        String bill = period > ledger.state.periods().size() ? digest("none") : ledger.state.settlements().bill(period).hex();
        return new Ack(ledger.nowMillis(), organization, next(organization), period, bill);
    }
}
