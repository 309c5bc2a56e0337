package consort.ledger.fold;

import consort.ledger.entry.Entry;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PeriodClose.Line;
import consort.ledger.money.AmountOverflowException;
import java.util.List;

/** The bill of a period is the one that follows from the entries. */
final class PeriodRules {

    private PeriodRules() {
    }

    static Change close(State state, Entry entry, PeriodClose body, Check check) throws RuleViolation {
        long earliest = state.charter().terms().closesMillis(state.accounts().openSinceMillis());
        check.that(body.timeMillis() >= earliest, Rule.BILL, "timeMillis",
                "a period of at least " + state.charter().terms().periodDays() + " days, thus " + earliest + " or later", body.timeMillis());
        PeriodClose expected = expected(state, body, check);
        check.equal(Rule.BILL, "period", expected.period(), body.period());
        check.equal(Rule.BILL, "fromIndex", expected.fromIndex(), body.fromIndex());
        check.equal(Rule.BILL, "currency", expected.currency(), body.currency());
        check.equal(Rule.BILL, "rateMinorPerHour", expected.rateMinorPerHour(), body.rateMinorPerHour());
        check.equal(Rule.BILL, "poolMinor", expected.poolMinor(), body.poolMinor());
        check.equal(Rule.BILL, "deficitMinor", expected.deficitMinor(), body.deficitMinor());
        check.equal(Rule.BILL, "members", names(expected), names(body));
        for (int i = 0; i < expected.members().size(); i++) {
            compare(expected.members().get(i), body.members().get(i), check);
        }
        check.equal(Rule.BILL, "corrections", expected.corrections(), body.corrections());
        check.equal(Rule.BILL, "transfers", expected.transfers(), body.transfers());
        BillBasis basis = Billing.basis(state, body.timeMillis());
        Corrections corrections = Corrections.of(state);
        return () -> {
            state.accounts.closed(basis, corrections, body.timeMillis());
            state.periods.add(new PeriodView(entry.index(), body));
            state.settlements.billed(body.period(), entry.leafHash());
            state.work.acceptedMillis.clear();
            state.work.normalized.clear();
            state.work.externalCosts.clear();
            state.devices.closePeriod();
        };
    }

    private static void compare(Line expected, Line found, Check check) throws RuleViolation {
        String member = "members[" + expected.organization() + "].";
        check.equal(Rule.BILL, member + "ngpuMillis", expected.ngpuMillis(), found.ngpuMillis());
        check.equal(Rule.BILL, member + "creditMinor", expected.creditMinor(), found.creditMinor());
        check.equal(Rule.BILL, member + "externalMinor", expected.externalMinor(), found.externalMinor());
        check.equal(Rule.BILL, member + "shareMinor", expected.shareMinor(), found.shareMinor());
        check.equal(Rule.BILL, member + "netMinor", expected.netMinor(), found.netMinor());
        check.equal(Rule.BILL, member + "days", expected.days(), found.days());
        check.equal(Rule.BILL, member + "cutMinor", expected.cutMinor(), found.cutMinor());
        check.equal(Rule.BILL, member + "correctionMinor", expected.correctionMinor(), found.correctionMinor());
        check.equal(Rule.BILL, member + "journalMinor", expected.journalMinor(), found.journalMinor());
        check.equal(Rule.BILL, member + "payableMinor", expected.payableMinor(), found.payableMinor());
    }

    private static PeriodClose expected(State state, PeriodClose body, Check check) throws RuleViolation {
        try {
            return Billing.close(state, body.timeMillis());
        } catch (AmountOverflowException overflow) {
            throw check.violation(Rule.BILL, "poolMinor", "amounts within bounds", overflow.getMessage());
        }
    }

    private static List<String> names(PeriodClose close) {
        return close.members().stream().map(Line::organization).toList();
    }
}
