package consort.worker.cli;

import consort.ledger.entry.BillTerms;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Clauses;
import consort.ledger.entry.Metering;
import consort.ledger.entry.Witnessing;
import consort.ledger.money.DeviceTimes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** A charter in plain words. */
final class CharterText {

    private static final int WIDTH = 120;
    private static final int INDENT = 12;
    private static final String METERED = "no device counts twice for the same time, nor for more than 1.25 times the speed of its benchmark;"
            + " processor time and energy stand beside each task, as evidence, under pseudonyms of the devices";

    private CharterText() {
    }

    static List<String> lines(CharterDocument charter, String digest, String organization) {
        List<String> lines = new ArrayList<>();
        lines.add("The charter of " + charter.consortium() + " (" + charter.origin() + "), SHA-256 " + digest);
        lines.add("");
        lines.add("  Price     an hour of normalized device time counts " + money(charter.rateMinorPerHour(), charter.currency())
                + " (" + shown(charter.rateNote()) + ")");
        lines.add("  Earned    " + outcomes(charter.outcomes()));
        charter.references().forEach(reference -> lines.add("  Measured  work with trainer " + reference.trainer()
                + " counts by speed: a device with " + BigDecimal.valueOf(reference.stepsPerSecondMilli(), 3).stripTrailingZeros()
                        .toPlainString() + " steps/s has score 1; a worker trains only after its benchmark of "
                + reference.steps() + " steps"));
        charter.metering().ifPresent(metering -> lines.addAll(clause("Metered", METERED + carbon(metering))));
        lines.add("  Shared    the sum of all that was lent is borne " + shares(charter.share()));
        lines.add("  Settled   " + switch (charter.settlement()) {
            case TRANSFERS -> "at each period's close, members who used more than they lent pay those who lent more";
            case NONE -> "nobody pays: contributions are recorded, that is all";
        });
        lines.add("  Approved  " + approvals(charter.approvals()));
        lines.addAll(clause("Witnessed", witnesses(charter.witnesses())));
        lines.addAll(clause("Disputes", "a bill can be disputed for " + charter.disputeDays() + " days (consort member dispute); "
                + "its payments wait for that, or until all in it accepted it, and for open disputes"));
        lines.addAll(clauses(charter));
        lines.add("");
        lines.addAll(whoSeesWhat(organization));
        return lines;
    }

    private static String carbon(Metering metering) {
        return (metering.gramsPerKwh().isEmpty() ? "" : "; " + metering.gramsPerKwh().getAsLong() + " g of CO2 for each kWh")
                + (metering.pueMilli().isEmpty() ? "" : "; a site takes " + BigDecimal.valueOf(metering.pueMilli().getAsLong(), 3)
                        .stripTrailingZeros().toPlainString() + " times the energy of its devices");
    }

    private static String approvals(int needed) {
        return switch (needed) {
            case 0 -> "the operator starts jobs without asking members; worker.yaml says which ones your workers take";
            case 1 -> "a job starts once 1 organization approved it by its digest";
            default -> "a job starts once " + needed + " organizations approved it by its digest";
        };
    }

    private static String witnesses(Witnessing witnesses) {
        return (witnesses.isAsked() ? "what is to count as witnessed, " + witnesses.quorum()
                + (witnesses.quorum() == 1 ? " member's witness" : " members' witnesses") + " must have cosigned: your workers do it while they run"
                : "no cosignature of members is asked for; any may be a witness (consort member witness)")
                + witnesses.operatedBy().map(operator -> ". " + operator + " operates the coordinator: its own does not count").orElse("");
    }

    private static List<String> clauses(CharterDocument charter) {
        Clauses clauses = charter.clauses();
        List<String> lines = new ArrayList<>();
        lines.addAll(clause("Liability", liability(charter)));
        lines.addAll(terms(charter.terms(), charter.currency()));
        lines.addAll(clause("License", clauses.modelLicense().orElse(
                "the charter is silent on what the models may be used for: agree on it elsewhere")));
        lines.addAll(clause("Owned by", clauses.modelOwnership().orElse(
                "the charter is silent on whose the models are: agree on it elsewhere")));
        lines.addAll(clause("Leaving", clauses.leavers().orElse("the charter is silent on the rights of those who leave")
                + ". In any case: who leaves is billed for the period that is open then; what it earned stays in the ledger, of which it"
                + " keeps copies and receipts; it can fetch no later models"));
        return lines;
    }

    private static String liability(CharterDocument charter) {
        if (charter.maximumLiabilityMinor().isEmpty()) {
            return "none: unlimited. No figure bounds what a member bears of a period's bill";
        }
        String most = "at most " + money(charter.maximumLiabilityMinor().getAsLong(), charter.currency());
        return charter.terms().capMinor().isPresent()
                ? most + " is borne by each member of a period's bill. The others bear the rest; if all are at this maximum, those who lent are paid"
                        + " that much less"
                : most + " of a period's bill is agreed. Bills do not enforce it: one that charges more has to be disputed";
    }

    private static List<String> terms(BillTerms terms, String currency) {
        List<String> lines = new ArrayList<>();
        if (terms.floorMinor() > 0) {
            lines.addAll(clause("At least", money(terms.floorMinor(), currency) + " is borne by each member of a period's bill, as far as the"
                    + " bill reaches"));
        }
        if (terms.commitmentMillis() > 0) {
            lines.addAll(clause("Promised", "each member lends " + DeviceTimes.format(terms.commitmentMillis()) + " of normalized device time in"
                    + " a period; what it lends less counts at the price, and is added to what it bears at least"));
        }
        if (terms.periodDays() > 0) {
            lines.addAll(clause("Periods", "a period lasts at least " + terms.periodDays() + " days by ledger time"));
        }
        if (terms.byDay()) {
            lines.addAll(clause("By day", "who joins or leaves within a period bears for its days of it, in UTC"));
        }
        return lines;
    }

    private static List<String> whoSeesWhat(String organization) {
        return List.of("Who sees what: your data stays with your workers. The operator can see each update your workers send;",
                "updates can tell something of the data behind them. Other members see no updates, but the models made of them.",
                "Data-set names, device time, losses and accuracies of " + organization
                        + " stand in a ledger that all members read, for good;",
                "whom they give a copy reads them too.");
    }

    /** One subject, in lines of a readable length. */
    private static List<String> clause(String name, String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("  %-9s".formatted(name));
        for (String word : text.split(" +")) {
            if (line.length() + word.length() >= WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(INDENT - 1));
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** For a terminal: who wrote the charter chose these characters. */
    private static String shown(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }

    private static String outcomes(CharterDocument.Outcomes outcomes) {
        return "of the time spent counts: " + percent(outcomes.accepted()) + " for accepted updates, "
                + percent(outcomes.evaluated()) + " for evaluations, " + percent(outcomes.late())
                + " if late (with a result, and not handed back), "
                + percent(outcomes.refused()) + " if refused, " + percent(outcomes.failed()) + " if the trainer failed";
    }

    private static String shares(CharterDocument.Share share) {
        List<String> parts = new ArrayList<>();
        if (share.byBenefit() > 0) {
            parts.add(share.byBenefit() + " % by benefit");
        }
        if (share.tiered() > 0) {
            parts.add(share.tiered() + " % by tier");
        }
        if (share.equal() > 0) {
            parts.add(share.equal() + " % in equal parts");
        }
        return String.join(", ", parts);
    }

    private static String percent(int permille) {
        return BigDecimal.valueOf(permille, 1).stripTrailingZeros().toPlainString() + " %";
    }

    private static String money(long minor, String currency) {
        int digits = Currency.getInstance(currency).getDefaultFractionDigits();
        return BigDecimal.valueOf(minor, digits).toPlainString() + " " + currency;
    }
}
