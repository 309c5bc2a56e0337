package consort.ledger.audit.statement;

import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.Proof;
import consort.ledger.entry.PeriodClose;
import consort.ledger.fold.Scores;
import consort.ledger.money.Amounts;
import consort.ledger.money.DeviceTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** A statement as a treasurer reads it. */
public final class StatementText {

    private static final String ROW = "  %-57s %20s";
    private static final int MAX_COST_CHARACTERS = 40;

    private final Statement statement;
    private final LedgerFacts facts;
    private final List<String> lines = new ArrayList<>();

    private StatementText(Statement statement, LedgerFacts facts) {
        this.statement = statement;
        this.facts = facts;
    }

    /** Lines without newlines. */
    public static List<String> of(Statement statement, LedgerFacts facts) {
        StatementText text = new StatementText(statement, facts);
        text.head();
        text.deviceTime();
        text.money();
        text.transfers();
        text.lines.addAll(Proof.basis(facts));
        return List.copyOf(text.lines);
    }

    private void head() {
        lines.add("Statement of " + statement.organization() + ", period " + statement.period()
                + (statement.open() ? " (open: what a close would say now)" : ""));
        lines.add("Ledger " + facts.origin() + ", " + entries() + ", amounts in " + statement.currency());
        lines.add("");
    }

    private String entries() {
        long last = statement.open() ? statement.toIndex() - 1 : statement.toIndex();
        if (last < statement.fromIndex()) {
            return "no entries since the last close";
        }
        return last == statement.fromIndex() ? "entry " + last : "entries " + statement.fromIndex() + " to " + last;
    }

    private void deviceTime() {
        lines.add("Device time");
        row("claimed by its workers, " + plural(statement.claims().size(), "claim"), DeviceTimes.format(statement.claimedMillis()));
        statement.reductionMillis().forEach((reason, millis) -> row("less: " + reason, DeviceTimes.format(-millis)));
        row("accepted", DeviceTimes.format(statement.acceptedMillis()));
        normalized(statement.acceptedMillisByScore());
        lines.add("");
    }

    /** One row where there is one score, as where the charter names no reference speed. */
    private void normalized(SortedMap<Long, Long> acceptedMillisByScore) {
        String normalized = DeviceTimes.format(statement.line().ngpuMillis());
        if (acceptedMillisByScore.size() <= 1) {
            row("score " + acceptedMillisByScore.keySet().stream().findFirst().orElse(Scores.AS_IT_IS) + "/1000: normalized", normalized);
            return;
        }
        acceptedMillisByScore.forEach((score, millis) -> row("  of which at score " + score + "/1000", "(" + DeviceTimes.format(millis) + ")"));
        row("each by its score: normalized", normalized);
    }

    private void money() {
        PeriodClose.Line line = statement.line();
        lines.add("Money");
        row("rate for an hour of normalized device time", amount(statement.rateMinorPerHour()));
        row("costs paid for all", amount(line.externalMinor()));
        statement.costs().forEach(cost -> row("  entry " + cost.index() + ": " + shortened(cost.cost().what()),
                "(" + amount(cost.cost().amountMinor()) + ")"));
        row("credit", amount(line.creditMinor()));
        row("pool: the credits of all members", amount(statement.poolMinor()));
        row("weight: " + statement.weight().byBenefit().toPercent() + " by benefit + "
                + statement.weight().tiered().toPercent() + " by tier + " + statement.weight().equal().toPercent() + " equal",
                statement.weight().total().toPercent() + " %");
        row("share of the pool", amount(line.shareMinor()));
        if (statement.maximumLiabilityMinor().isPresent()) {
            row("the charter's maximum liability for a period", "(" + amount(statement.maximumLiabilityMinor().getAsLong()) + ")");
        }
        if (statement.beyondLiabilityMinor() > 0) {
            row("BEYOND THE CHARTER'S MAXIMUM: dispute this bill", "(" + amount(statement.beyondLiabilityMinor()) + ")");
        }
        row("net: credit less share", Amounts.formatSigned(line.netMinor(), statement.currency()));
        lines.add("");
    }

    private void transfers() {
        lines.add("Payments");
        if (statement.transfers().isEmpty()) {
            lines.add("  none");
        }
        for (PeriodClose.Transfer transfer : statement.transfers()) {
            boolean pays = transfer.from().equals(statement.organization());
            row(pays ? "pays to " + transfer.to() : "receives from " + transfer.from(), amount(transfer.amountMinor()));
        }
        lines.add("");
    }

    private void row(String what, String value) {
        lines.add(ROW.formatted(what, value));
    }

    private static String shortened(String what) {
        return what.length() <= MAX_COST_CHARACTERS ? what : what.substring(0, MAX_COST_CHARACTERS - 1) + "…";
    }

    private String amount(long minor) {
        return Amounts.format(minor, statement.currency());
    }

    private static String plural(long count, String one) {
        return count + " " + (count == 1 ? one : one + "s");
    }
}
