package consort.ledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.Ack;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.Revocation;
import consort.ledger.export.Account.Subject;
import consort.ledger.export.Transaction.Kind;
import consort.ledger.export.Transaction.Posting;
import consort.ledger.fold.InstructionView;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.PeriodView;
import consort.ledger.fold.WorkedExample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BooksTest {

    private static PeriodView closedAt(String time, PeriodClose.Line... lines) {
        return new PeriodView(7, new PeriodClose(Instant.parse(time).toEpochMilli(), 1, 0, "EUR", 184, 0, List.of(lines), List.of()));
    }

    private static Books books(PeriodView period) {
        return Books.of("example.org/demo", "EUR", List.of(period), List.of(), List.of());
    }

    @Test
    void aLedgerWithoutClosedPeriodsHasEmptyBooks() {
        Books books = Books.of(new LedgerBuilder(LedgerBuilder.charter()).state);
        assertThat(books.transactions()).isEmpty();
        assertThat(HledgerJournal.of(books, List.of())).endsWith("commodity 1000.00 EUR\n\n");
        assertThat(PostingsCsv.of(books)).hasLineCount(1);
    }

    @Test
    void withoutSettlementEachMemberHasALineOfZeros() {
        LedgerBuilder ledger = new LedgerBuilder(LedgerBuilder.charterWithoutSettlement());
        ledger.join("acme", 1, 1);
        ledger.join("beta", 1, 1);
        ledger.closePeriod();
        assertThat(Books.of(ledger.state).transactions()).hasSize(2).allSatisfy(transaction -> {
            assertThat(transaction.kind()).isEqualTo(Kind.BILL);
            assertThat(transaction.entry()).isEqualTo(ledger.state.size() - 1);
            assertThat(transaction.postings()).extracting(Posting::amountMinor).containsExactly(0L, 0L);
        });
    }

    /** No caps, days, adjustments, witnesses or approvals, and nobody has accepted the bill: so nothing of these is in the books. */
    @Test
    void whatNobodyAgreedOnHasNoAccountInAnyFormat() {
        LedgerBuilder ledger = WorkedExample.ledger();
        Books books = Books.of(ledger.state);
        assertThat(books.transactions()).extracting(Transaction::kind).containsOnly(Kind.BILL, Kind.TRANSFER);
        for (String format : List.of(HledgerJournal.of(books, List.of()), BeancountJournal.of(books, List.of()), PostingsCsv.of(books),
                BooksJson.of(books).canonicalText())) {
            assertThat(format).contains("Share").doesNotContain(":Deficit", ":Corrections", ":Adjustments", ":Cash", ":Due:", "null");
        }
    }

    /** Whether members accept a bill, dispute it or leave changes no booking; only a close, an instruction and a confirmation book. */
    @Test
    void theBooksOfAClosedPeriodAreTheSameWhateverIsSaidOfIt() {
        LedgerBuilder ledger = WorkedExample.ledger();
        String before = HledgerJournal.of(Books.of(ledger.state), List.of());
        ledger.append(new Ack(ledger.nowMillis(), "beta", 3, 1, ledger.state.settlements().bill(1).hex()), LedgerBuilder.organizationKey("beta"));
        ledger.append(new Dispute(ledger.nowMillis(), "dora", 3, 1, OptionalLong.empty(), Optional.empty(), "x"), LedgerBuilder.organizationKey("dora"));
        ledger.append(new Revocation(ledger.nowMillis(), "carol", Optional.empty(), Optional.empty(), "left"), ledger.logKey);
        assertThat(HledgerJournal.of(Books.of(ledger.state), List.of())).isEqualTo(before);
    }

    @Test
    void whatAPayeeDidNotConfirmBeforeItWasRevokedStaysDue() {
        LedgerBuilder ledger = WorkedExample.settled();
        String before = HledgerJournal.of(Books.of(ledger.state), List.of());
        ledger.append(new Revocation(ledger.nowMillis(), "acme", Optional.empty(), Optional.empty(), "left"), ledger.logKey);
        Books books = Books.of(ledger.state);
        assertThat(HledgerJournal.of(books, List.of())).isEqualTo(before).contains("Assets:Acme:Due:Carol", "Assets:Acme:Cash");
        assertThat(ledger.state.settlements().instructions()).extracting(InstructionView::confirmed).containsExactly(true, false, false);
    }

    @Test
    void theDateIsThatOfUtc() {
        PeriodClose.Line line = new PeriodClose.Line("acme", 0, 0, 0, 0, 0);
        assertThat(books(closedAt("2026-12-31T23:59:59.999Z", line)).transactions().getFirst().date()).hasToString("2026-12-31");
        assertThat(books(closedAt("2027-01-01T00:00:00Z", line)).transactions().getFirst().date()).hasToString("2027-01-01");
    }

    @Test
    void refusesATimeThatHasNoDateOfFourDigits() {
        PeriodClose.Line line = new PeriodClose.Line("acme", 0, 0, 0, 0, 0);
        assertThatThrownBy(() -> books(closedAt("+10000-01-01T00:00:00Z", line))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("entry 7 of period 1 is of +10000-01-01");
    }

    @Test
    void refusesATransactionThatDoesNotBalance() {
        assertThatThrownBy(() -> books(closedAt("2027-01-01T00:00:00Z", new PeriodClose.Line("acme", 0, 100, 0, 60, 41))))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("sums to 1");
    }

    @Test
    void accountsOfDifferentOrganizationsDiffer() {
        assertThat(List.of(Account.of(Subject.SHARE, "acme"), Account.of(Subject.NET_PAYABLE, "3com"),
                Account.between(Subject.PAYABLE, "a", "b-"), Account.between(Subject.PAYABLE, "a-", "b")))
                .extracting(Account::name).containsExactly("Expenses:Acme:Share", "Liabilities:3com:Net-Payable",
                        "Liabilities:A:Payable:B-", "Liabilities:A-:Payable:B");
    }
}
