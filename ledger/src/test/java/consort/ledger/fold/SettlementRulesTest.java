package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.Rulings.assertRule;
import static consort.ledger.fold.Rulings.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Ack;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.PeriodClose.Transfer;
import consort.ledger.entry.Resolution;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import consort.ledger.entry.Subject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SettlementRulesTest {

    private static final long DAY = 24 * LedgerBuilder.HOUR_MILLIS;
    private static final List<String> MEMBERS = List.of("acme", "beta", "carol", "dora");

    private final LedgerBuilder ledger = WorkedExample.ledger();

    @Test
    void paymentsAreInstructedOnceAllAcceptedTheBill() {
        for (String member : MEMBERS) {
            assertRule(ledger, instruct(transfer(0)), ledger.logKey, Rule.SETTLEMENT);
            ack(member);
        }
        SettlementInstruct first = instruct(transfer(0));
        ledger.append(first, ledger.logKey);
        InstructionView view = ledger.state.settlements().instruction(1).orElseThrow();
        assertThat(view).isEqualTo(new InstructionView(ledger.state.size() - 1, first));
        assertThat(ledger.state.settlements().instructions(1)).containsExactly(view);
        assertThat(ledger.state.settlements().nextInstruction()).isEqualTo(2);
        assertThat(Settling.due(ledger.state, period())).containsExactly(transfer(1), transfer(2));
    }

    @Test
    void orOnceNobodyCanDisputeItAnyMore() {
        ledger.pass(14 * DAY - 1);
        assertRule(ledger, instruct(transfer(0)), ledger.logKey, Rule.SETTLEMENT);
        ledger.pass(1);
        ledger.append(instruct(transfer(0)), ledger.logKey);
    }

    @Test
    void anOpenDisputeHoldsAllPaymentsOfItsBillBack() {
        ledger.append(new Dispute(ledger.nowMillis(), "dora", 3, 1, OptionalLong.empty(), Optional.empty(), "x"), organizationKey("dora"));
        long dispute = ledger.state.size() - 1;
        ledger.closePeriod();
        ledger.pass(14 * DAY);
        assertRule(ledger, instruct(transfer(0)), ledger.logKey, Rule.SETTLEMENT);
        ledger.append(new Resolution(ledger.nowMillis(), dispute, Resolution.Outcome.UPHELD, "put right in the next bill"), ledger.logKey);
        ledger.append(instruct(transfer(0)), ledger.logKey);
    }

    @Test
    void whereTheCharterGivesNoTimeItIsAtOnce() {
        LedgerBuilder hasty = LedgerBuilder.hasty();
        hasty.closePeriod();
        Transfer transfer = hasty.state.periods().getFirst().close().transfers().getFirst();
        hasty.append(new SettlementInstruct(hasty.nowMillis(), 1, 1, transfer.from(), transfer.to(), transfer.amountMinor()),
                hasty.logKey);
        assertThat(hasty.state.settlements().instructions()).hasSize(1);
    }

    @Test
    void exactlyTheBillsTransfersAreInstructedEachOnceInAnyOrder() {
        ledger.pass(14 * DAY);
        Transfer transfer = transfer(1);
        assertRule(ledger, instruct(new Transfer(transfer.from(), transfer.to(), transfer.amountMinor() + 1)), ledger.logKey,
                Rule.SETTLEMENT);
        assertRule(ledger, instruct(new Transfer(transfer.to(), transfer.from(), transfer.amountMinor())), ledger.logKey,
                Rule.SETTLEMENT);
        SettlementInstruct right = instruct(transfer);
        assertRule(ledger, new SettlementInstruct(right.timeMillis(), 2, 1, right.from(), right.to(), right.amountMinor()),
                ledger.logKey, Rule.SETTLEMENT);
        assertRule(ledger, new SettlementInstruct(right.timeMillis(), 1, 2, right.from(), right.to(), right.amountMinor()),
                ledger.logKey, Rule.SETTLEMENT);
        assertRule(ledger, right, organizationKey("acme"), Rule.SIGNER);
        ledger.append(right, ledger.logKey);
        assertRule(ledger, instruct(transfer), ledger.logKey, Rule.SETTLEMENT);
        ledger.append(instruct(transfer(0)), ledger.logKey);
        ledger.append(instruct(transfer(2)), ledger.logKey);
        assertThat(Settling.due(ledger.state, period())).isEmpty();
    }

    @Test
    void thePayeeConfirmsWhatItGotOnceAndNobodyElseDoes() {
        ledger.pass(14 * DAY);
        ledger.append(instruct(transfer(0)), ledger.logKey);
        SettlementConfirm confirm = confirm(1);
        assertRule(ledger, new SettlementConfirm(confirm.timeMillis(), "acme", confirm.seq(), 2, confirm.from(), confirm.amountMinor()),
                organizationKey("acme"), Rule.SETTLEMENT);
        assertRule(ledger, new SettlementConfirm(confirm.timeMillis(), "acme", confirm.seq(), 1, confirm.from(),
                confirm.amountMinor() - 1), organizationKey("acme"), Rule.SETTLEMENT);
        assertRule(ledger, new SettlementConfirm(confirm.timeMillis(), "acme", confirm.seq(), 1, "acme", confirm.amountMinor()),
                organizationKey("acme"), Rule.SETTLEMENT);
        assertRule(ledger, new SettlementConfirm(confirm.timeMillis(), transfer(0).from(), 3, 1, confirm.from(), confirm.amountMinor()),
                organizationKey(transfer(0).from()), Rule.SETTLEMENT);
        assertRule(ledger, confirm, ledger.logKey, Rule.SIGNER);
        ledger.append(confirm, organizationKey("acme"));
        InstructionView view = ledger.state.settlements().instruction(1).orElseThrow();
        assertThat(view.confirmation()).contains(confirm);
        assertThat(view.confirmedAt()).hasValue(ledger.state.size() - 1);
        assertThat(view.confirmedMillis()).hasValue(ledger.nowMillis());
        assertRule(ledger, confirm(1), organizationKey("acme"), Rule.SETTLEMENT);
        assertThat(refusal(ledger, confirm(1), organizationKey("acme")).found()).isEqualTo("1 was, at " + view.confirmedAt().getAsLong());
    }

    @Test
    void aPayeeThatWasRevokedAfterTheInstructionConfirmsNothingAndThePaymentStaysOpen() {
        ledger.pass(14 * DAY);
        ledger.append(instruct(transfer(0)), ledger.logKey);
        SettlementConfirm confirm = confirm(1);
        ledger.append(new Revocation(ledger.nowMillis(), Subject.ofOrganization("acme"), "x"), ledger.logKey);
        assertRule(ledger, confirm, organizationKey("acme"), Rule.SIGNER);
        assertThat(ledger.state.settlements().instruction(1).orElseThrow().confirmed()).isFalse();
    }

    /** Its debts and claims stay, and somebody has to settle them outside. */
    @Test
    void whoWasRevokedIsToPayAndToBePaidButConfirmsNothing() {
        for (String member : MEMBERS) {
            ack(member);
        }
        ledger.append(new Revocation(ledger.nowMillis(), Subject.ofOrganization("acme"), "x"), ledger.logKey);
        ledger.append(new Revocation(ledger.nowMillis(), Subject.ofOrganization(transfer(0).from()), "x"), ledger.logKey);
        ledger.append(instruct(transfer(0)), ledger.logKey);
        assertRule(ledger, confirm(1), organizationKey("acme"), Rule.SIGNER);
    }

    @Test
    void withoutAWordOfWhoWasRevokedTheDeadlineCounts() {
        ledger.append(new Revocation(ledger.nowMillis(), Subject.ofOrganization("dora"), "x"), ledger.logKey);
        List.of("acme", "beta", "carol").forEach(this::ack);
        assertThat(Settling.silent(ledger.state, period())).containsExactly("dora");
        assertRule(ledger, instruct(transfer(0)), ledger.logKey, Rule.SETTLEMENT);
        ledger.pass(14 * DAY);
        ledger.append(instruct(transfer(0)), ledger.logKey);
    }

    @Test
    void aPeriodWithoutTransfersHasNothingToInstruct() {
        ledger.closePeriod();
        ledger.pass(14 * DAY);
        PeriodView second = ledger.state.periods().getLast();
        assertThat(Settling.due(ledger.state, second)).isEmpty();
        Transfer transfer = transfer(0);
        assertRule(ledger, new SettlementInstruct(ledger.nowMillis(), 1, 2, transfer.from(), transfer.to(), transfer.amountMinor()),
                ledger.logKey, Rule.SETTLEMENT);
    }

    private PeriodView period() {
        return ledger.state.periods().getFirst();
    }

    private Transfer transfer(int at) {
        return period().close().transfers().get(at);
    }

    private SettlementInstruct instruct(Transfer transfer) {
        return new SettlementInstruct(ledger.nowMillis(), ledger.state.settlements().nextInstruction(), 1, transfer.from(),
                transfer.to(), transfer.amountMinor());
    }

    private SettlementConfirm confirm(long instruction) {
        SettlementInstruct instruct = ledger.state.settlements().instruction(instruction).orElseThrow().instruct();
        return new SettlementConfirm(ledger.nowMillis(), instruct.to(), next(instruct.to()), instruction, instruct.from(),
                instruct.amountMinor());
    }

    private void ack(String organization) {
        ledger.append(new Ack(ledger.nowMillis(), organization, next(organization), 1, ledger.state.settlements().bill(1).hex()),
                organizationKey(organization));
    }

    private long next(String organization) {
        return ledger.state.lastSeq(organizationKey(organization).verifierKey()) + 1;
    }
}
