package consort.ledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.PeriodClose;
import consort.ledger.fold.InstructionView;
import consort.ledger.fold.PeriodView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every export, read again from its text, sums to the bills that it was made of. */
class ReconciliationTest {

    private static final String ORIGIN = "example.org/demo";
    private static final int SEEDS = 60;

    @ParameterizedTest
    @ValueSource(strings = {"EUR", "JPY", "BHD", "CLF"})
    void everyFormatSumsToTheBills(String currency) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomBills.Drawn drawn = RandomBills.of(seed, currency);
            List<PeriodView> periods = drawn.periods();
            Books books = Books.of(ORIGIN, currency, periods, drawn.journals(), drawn.payments());
            List<ReadBack> hledger = ReadBack.journal(HledgerJournal.of(books, List.of("a basis")));
            String failing = "seed " + seed;
            assertThat(ReadBack.journal(BeancountJournal.of(books, List.of()))).as(failing).isEqualTo(hledger);
            assertThat(ReadBack.csv(PostingsCsv.of(books))).as(failing).isEqualTo(hledger);
            assertThat(ReadBack.json(ORIGIN, BooksJson.of(books).canonicalText())).as(failing).isEqualTo(hledger);
            assertReconciles(failing, periods, hledger.stream().filter(one -> !isPayment(one)).toList());
            assertPaid(failing, drawn.payments(), hledger);
            assertThat(drawn.journals()).as(failing).hasSameSizeAs(hledger.stream().filter(ReconciliationTest::isAdjustment).toList());
            assertThat(hledger).as(failing + ": oldest first").isSortedAccordingTo(Comparator.comparing(ReadBack::date));
        }
    }

    private static void assertReconciles(String failing, List<PeriodView> periods, List<ReadBack> read) {
        for (ReadBack transaction : read) {
            assertThat(total(List.of(transaction), account -> true)).as(failing).isZero();
            assertThat(transaction.ledger()).isEqualTo(ORIGIN);
        }
        assertThat(total(read, ReconciliationTest::isNet)).as(failing + ": all transfers settle all nets").isZero();
        int count = 0;
        for (PeriodView period : periods) {
            List<ReadBack> ofPeriod = read.stream().filter(one -> one.period() == period.close().period()).toList();
            assertReconciles(failing, period, ofPeriod);
            count += ofPeriod.size();
        }
        assertThat(read).hasSize(count);
    }

    private static void assertReconciles(String failing, PeriodView period, List<ReadBack> read) {
        PeriodClose close = period.close();
        String date = Instant.ofEpochMilli(close.timeMillis()).toString().substring(0, 10);
        assertThat(read.stream().filter(one -> !isAdjustment(one))).as(failing).allSatisfy(one -> {
            assertThat(one.entry()).isEqualTo(period.index());
            assertThat(one.date()).isEqualTo(date);
            assertThat(one.amounts()).extracting(ReadBack.Amount::currency).containsOnly(close.currency());
        });
        List<ReadBack> bills = read.stream().filter(one -> !isTransfer(one) && !isAdjustment(one) && !isCorrection(one)).toList();
        List<ReadBack> corrections = read.stream().filter(ReconciliationTest::isCorrection).toList();
        List<ReadBack> adjustments = read.stream().filter(ReconciliationTest::isAdjustment).toList();
        List<ReadBack> transfers = read.stream().filter(ReconciliationTest::isTransfer).toList();
        assertThat(bills).hasSameSizeAs(close.members());
        assertThat(transfers).hasSameSizeAs(close.transfers());
        assertThat(corrections).hasSameSizeAs(close.corrections());
        assertThat(total(bills, account -> account.startsWith("Income:"))).as(failing).isEqualByComparingTo(
                amount(-close.poolMinor(), close));
        assertThat(total(bills, account -> account.startsWith("Expenses:"))).as(failing + ": shares and deficit").isEqualByComparingTo(
                amount(close.poolMinor(), close));
        assertThat(total(bills, ReconciliationTest::isNet)).as(failing + ": nets").isZero();
        for (PeriodClose.Line line : close.members()) {
            String name = capital(line.organization());
            assertThat(total(bills, account -> account.startsWith("Income:" + name + ":"))).as(failing)
                    .isEqualByComparingTo(amount(-line.creditMinor(), close));
            assertThat(total(bills, account -> account.equals("Income:" + name + ":External-Costs"))).as(failing)
                    .isEqualByComparingTo(amount(-line.externalMinor(), close));
            assertThat(total(bills, account -> account.equals("Expenses:" + name + ":Share"))).as(failing)
                    .isEqualByComparingTo(amount(line.shareMinor(), close));
            Predicate<String> ownNet = account -> account.split(":")[1].equals(name) && isNet(account);
            assertThat(total(bills, account -> account.equals("Expenses:" + name + ":Deficit"))).as(failing)
                    .isEqualByComparingTo(amount(line.cutMinor(), close));
            assertThat(total(bills, ownNet)).as(failing).isEqualByComparingTo(amount(line.netMinor(), close));
            assertThat(total(corrections, ownNet)).as(failing).isEqualByComparingTo(amount(line.correctionMinor(), close));
            assertThat(total(adjustments, ownNet)).as(failing).isEqualByComparingTo(amount(line.journalMinor(), close));
            assertThat(total(read, ownNet.and(account -> account.contains(":Net-Receivable")))).as(failing + ": settled").isZero();
            assertThat(total(read, ownNet.and(account -> account.contains(":Net-Payable")))).as(failing + ": settled").isZero();
            assertThat(total(read, account -> account.split(":")[1].equals(name))).as("the books of one balance").isZero();
        }
        assertThat(claims(transfers)).as(failing).isEqualTo(claims(close));
    }

    /** What stands on the accounts of each payment: owed, due or had, each where it is. */
    private static void assertPaid(String failing, List<InstructionView> payments, List<ReadBack> read) {
        List<ReadBack> told = read.stream().filter(ReconciliationTest::isPayment).toList();
        assertThat(told.stream().filter(ReadBack::pending)).as(failing).hasSameSizeAs(payments);
        assertThat(told.stream().filter(one -> !one.pending())).as(failing)
                .hasSameSizeAs(payments.stream().filter(InstructionView::confirmed).toList());
        for (InstructionView payment : payments) {
            String currency = told.getFirst().amounts().getFirst().currency();
            BigDecimal amount = BigDecimal.valueOf(payment.instruct().amountMinor(), Currency.getInstance(currency).getDefaultFractionDigits());
            List<ReadBack> instructed = told.stream().filter(one -> one.entry() == payment.index()).toList();
            assertThat(instructed).as(failing).singleElement().matches(ReadBack::pending);
            String pair = ":" + capital(payment.instruct().to()) + ":Due:" + capital(payment.instruct().from());
            assertThat(total(instructed, account -> account.equals("Assets" + pair))).as(failing).isEqualByComparingTo(amount);
            if (payment.confirmed()) {
                List<ReadBack> paid = told.stream().filter(one -> one.entry() == payment.confirmedAt().getAsLong()).toList();
                assertThat(paid).as(failing).singleElement().matches(one -> !one.pending());
                assertThat(total(paid, account -> account.equals("Assets" + pair))).as(failing).isEqualByComparingTo(amount.negate());
                assertThat(total(paid, account -> account.equals("Assets:" + capital(payment.instruct().to()) + ":Cash"))).as(failing)
                        .isEqualByComparingTo(amount);
            }
        }
        assertThat(total(told, account -> account.endsWith(":Cash"))).as(failing + ": nobody is paid what nobody pays").isZero();
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase() + name.substring(1);
    }

    private static boolean isTransfer(ReadBack read) {
        return read.amounts().size() == 4 && isNet(read.amounts().getFirst().account());
    }

    private static boolean isPayment(ReadBack read) {
        return read.amounts().stream().anyMatch(one -> one.account().contains(":Due:"));
    }

    private static boolean isAdjustment(ReadBack read) {
        return read.amounts().stream().anyMatch(one -> one.account().endsWith(":Adjustments"));
    }

    private static boolean isCorrection(ReadBack read) {
        return read.amounts().stream().anyMatch(one -> one.account().endsWith(":Corrections"));
    }

    /** Who owes whom after the period, by the name of the payee's account. */
    private static Map<String, BigDecimal> claims(List<ReadBack> transfers) {
        Map<String, BigDecimal> claims = new TreeMap<>();
        transfers.stream().flatMap(one -> one.amounts().stream()).filter(one -> one.account().split(":")[2].equals("Receivable"))
                .forEach(one -> claims.merge(one.account().toLowerCase(), one.amount(), BigDecimal::add));
        return claims;
    }

    private static Map<String, BigDecimal> claims(PeriodClose close) {
        Map<String, BigDecimal> claims = new TreeMap<>();
        close.transfers().forEach(transfer -> claims.put("assets:" + transfer.to() + ":receivable:" + transfer.from(),
                amount(transfer.amountMinor(), close)));
        return claims;
    }

    private static boolean isNet(String account) {
        return account.split(":")[2].startsWith("Net-");
    }

    private static BigDecimal amount(long minor, PeriodClose close) {
        return BigDecimal.valueOf(minor, Currency.getInstance(close.currency()).getDefaultFractionDigits());
    }

    private static BigDecimal total(List<ReadBack> read, Predicate<String> account) {
        return read.stream().flatMap(one -> one.amounts().stream()).filter(one -> account.test(one.account()))
                .map(ReadBack.Amount::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
