package consort.ledger.audit.statement;

import consort.ledger.audit.Evidence;
import consort.ledger.audit.statement.Figure.Section;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.PeriodClose;
import consort.ledger.fold.ReversalView;
import consort.ledger.money.Amounts;
import consort.ledger.money.Bill;
import consort.ledger.money.Clamp;
import consort.ledger.money.DeviceTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** All figures of a statement, in the order in which one follows from those before. Every form of it shows the same ones. */
public final class Figures {

    /** The value of a figure that the charter does not set. */
    static final String NONE = "(none)";

    private static final int MAX_CHARACTERS = 40;

    private final Statement statement;
    private final PeriodClose.Line line;
    private final Grounds grounds;

    private Figures(Statement statement) {
        this.statement = statement;
        this.line = statement.line();
        this.grounds = new Grounds(statement);
    }

    public static List<Section> of(Statement statement) {
        Figures figures = new Figures(statement);
        return Stream.of(new Section("Device time", WorkFigures.of(statement)), new Section("Energy", EnergyFigures.of(statement)),
                        new Section("Money", figures.money()), new Section("Payments", PaymentFigures.payments(statement)),
                        new Section("What was said of this bill", PaymentFigures.said(statement)))
                .filter(section -> !section.figures().isEmpty()).toList();
    }

    private List<Figure> money() {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("rate", "rate for an hour of normalized device time", amount(statement.rateMinorPerHour()),
                statement.origins().charter().settlement() == Settlement.TRANSFERS ? "the charter says it"
                        : "the charter says it, and also that nobody pays: device time costs 0", List.of(0L)).on(grounds.benchmarks()));
        figures.add(Figure.part("  the charter says of it: " + Evidence.shown(statement.origins().charter().rateNote()), "", 0L));
        figures.add(Figure.of("external-costs", "costs paid for all", amount(line.externalMinor()),
                "what the operator entered as paid by the member for all", statement.costs().stream().map(cost -> cost.index()).toList()));
        statement.costs().forEach(cost -> figures.add(Figure.part("  entry " + cost.index() + ": " + shortened(cost.cost().what()),
                "(" + amount(cost.cost().amountMinor()) + ")", cost.index())));
        figures.add(Figure.of("credit", "credit", amount(line.creditMinor()), DeviceTimes.format(line.ngpuMillis())
                + " of normalized device time at the rate, rounded half up once, and the costs paid for all", close())
                .on(Figure.ground("device time at the rate", amount(line.creditMinor() - line.externalMinor()), List.of()),
                        Figure.ground("costs paid for all", amount(line.externalMinor()), List.of())));
        if (line.cutMinor() != 0) {
            figures.add(Figure.of("cut", "less: its part of what caps leave unpaid", amount(-line.cutMinor()),
                    "the deficit, shared by the credits of all members, remainders to the largest", close())
                    .on(grounds.credits()));
        }
        figures.add(Figure.of("pool", "pool: the credits of all members", amount(statement.bill().poolMinor()),
                "the sum of the credits in the period's close", close())
                .on(grounds.credits()));
        if (statement.bill().deficitMinor() != 0) {
            figures.add(Figure.of("deficit", "of which caps leave unpaid", "(" + amount(statement.bill().deficitMinor()) + ")",
                    "every member's share has reached its cap", closeAndCharter())
                    .on(grounds.shares()));
        }
        share(figures);
        figures.add(Figure.of("net", net(), signed(line.netMinor()),
                (statement.open() ? "as things stand; nothing is owed before the period is closed: " : "")
                        + "what it gets from the others for this period, or owes them when negative" + switch (clamp()) {
                    case CAP -> "; its cap decides, not what its weight alone would say";
                    case FLOOR -> "; its floor decides, not what its weight alone would say";
                    case NONE -> "";
                }, close()));
        beside(figures);
        return figures;
    }

    private void share(List<Figure> figures) {
        if (statement.bill().periodDays() > 1 || line.days() > 1) {
            figures.add(Figure.of("days", "days of membership, of the period's " + statement.bill().periodDays(), Long.toString(line.days()),
                    "days in UTC by ledger time on which it was a member, each begun one counted", close())
                    .on(Figure.ground("since when the period counts", "", List.of(statement.fromIndex() == 0 ? 0L : statement.fromIndex() - 1)),
                            Figure.ground("since when, and until when, it is a member", "",
                                    statement.origins().standing(statement.organization()))));
        }
        figures.add(Figure.of("weight", "weight: " + statement.weight().byBenefit().toPercent() + " by benefit + "
                + statement.weight().tiered().toPercent() + " by tier + " + statement.weight().equal().toPercent() + " equal",
                statement.weight().total().toPercent() + " %",
                "the charter's percentages of benefit and tier that each member signed at joining, and equally"
                        + (line.days() > 0 ? "; each counted by its days" : ""), List.of(0L))
                .on(grounds.weights()));
        statement.billed().filter(billed -> billed.rawShareMinor() != billed.shareMinor()).ifPresent(billed -> bounded(figures, billed));
        figures.add(Figure.of("share", "share of the pool" + switch (clamp()) {
            case CAP -> ", as its cap has it";
            case FLOOR -> ", as its floor has it";
            case NONE -> "";
        }, amount(line.shareMinor()),
                "the pool by weight, remainders to the largest, held between what each member bears at least and at most", close())
                .on(grounds.shares()));
        OptionalLong maximum = statement.maximumLiability().minor();
        if (maximum.isEmpty()) {
            figures.add(Figure.of("cap", "the charter's maximum liability for a period", NONE, "the charter limits no share", List.of(0L)));
        } else {
            figures.add(Figure.of("cap", "the charter's maximum liability for a period", "(" + amount(maximum.getAsLong()) + ")",
                    statement.maximumLiability().enforced() ? "no share of a bill is above it; what it takes off one, the others bear by weight"
                            : "agreed in a clause of the charter, but no bill keeps to it by itself", List.of(0L)));
        }
        if (statement.beyondLiabilityMinor() > 0) {
            figures.add(Figure.part("BEYOND THE CHARTER'S MAXIMUM: "
                    + (statement.aftermath().map(Aftermath::disputable).orElse(true) ? "dispute this bill" : "ask the operator to put it right"),
                    "(" + amount(statement.beyondLiabilityMinor()) + ")"));
        }
    }

    /** A bound decides and not the weight alone: its own, or those of others. */
    private void bounded(List<Figure> figures, Bill.Line billed) {
        figures.add(Figure.of("by-weight", "  by weight alone, which does not decide here", "(" + amount(billed.rawShareMinor()) + ")",
                "the pool by weight, remainders to the largest, without anybody's cap or floor", close()));
        switch (billed.clamp()) {
            case CAP -> figures.add(Figure.part("  held to its cap", "(" + amount(billed.bounds().capMinor().orElseThrow()) + ")", 0L));
            case FLOOR -> raised(figures, billed);
            case NONE -> figures.add(Figure.part("  caps or floors of others leave it more or less", "", 0L));
        }
    }

    private void raised(List<Figure> figures, Bill.Line billed) {
        figures.add(Figure.of("floor", "  raised to its floor", "(" + amount(billed.bounds().floorMinor()) + ")",
                "what the charter says that a member bears at least, and device time promised and not lent at the rate", List.of(0L)));
        if (billed.shortfallMillis() > 0) {
            figures.add(Figure.part("  for device time promised and not lent", "(" + DeviceTimes.format(billed.shortfallMillis()) + ")", 0L));
        }
    }

    /** What is paid with the bill and does not follow from this period. */
    private void beside(List<Figure> figures) {
        if (!statement.corrections().isEmpty()) {
            figures.add(Figure.of("corrections", "corrections of earlier bills", signed(line.correctionMinor()),
                    "what these bills would say with what was reversed since, less what they said and what was corrected before",
                    statement.causes().stream().map(ReversalView::index).toList()));
            statement.corrections().forEach(one -> figures.add(Figure.part("  period " + one.period() + ": credit " + signed(one.creditMinor())
                    + ", share " + signed(one.shareMinor()), "(" + signed(one.netMinor()) + ")", statement.origins().closes().get((int) one.period() - 1))));
            statement.causes().forEach(cause -> figures.add(Figure.part("  entry " + cause.index() + ", " + cause.organization() + ": "
                    + shortened(cause.reversal().reason()), "(" + DeviceTimes.format(cause.reversal().deltaMillis()) + ")", cause.index())));
        }
        if (!statement.journals().isEmpty()) {
            figures.add(Figure.of("journal", "agreed adjustments", signed(line.journalMinor()),
                    "amounts that members agreed to owe each other", statement.journals().stream().map(one -> one.index()).toList()));
            statement.journals().forEach(one -> figures.add(Figure.part("  entry " + one.index() + ": " + shortened(one.journal().reason()),
                    "(" + signed(one.journal().amountMinor(statement.organization())) + ")", one.index())));
        }
        if (line.payableMinor() != line.netMinor()) {
            figures.add(Figure.of("payable", (statement.open() ? "not owed yet" : "to be paid") + ": net, corrections and adjustments", signed(line.payableMinor()),
                    "what the payments settle", close()).on(grounds.payables()));
        }
    }

    /** The close, where there is one. */
    private List<Long> close() {
        return statement.closed();
    }

    private List<Long> closeAndCharter() {
        return Stream.concat(close().stream(), Stream.of(0L)).toList();
    }

    private Clamp clamp() {
        return statement.billed().map(Bill.Line::clamp).orElse(Clamp.NONE);
    }

    /** As it is computed: where a bound decides, it says so. */
    private String net() {
        return (statement.open() ? "net, not owed yet: " : "net: ") + "credit less " + (line.cutMinor() == 0 ? "" : "cut less ") + switch (clamp()) {
            case CAP -> "share at its cap";
            case FLOOR -> "share at its floor";
            case NONE -> "share";
        };
    }

    private String amount(long minor) {
        return Amounts.format(minor, statement.currency());
    }

    private String signed(long minor) {
        return Amounts.formatSigned(minor, statement.currency());
    }

    static String shortened(String what) {
        return what.length() <= MAX_CHARACTERS ? what : what.substring(0, MAX_CHARACTERS - 1) + "…";
    }
}
