package consort.worker.cli;

import consort.ledger.entry.CharterDocument;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** A charter in plain words. */
final class CharterText {

    private CharterText() {
    }

    static List<String> lines(CharterDocument charter, String digest, String organization) {
        List<String> lines = new ArrayList<>();
        lines.add("The charter of " + charter.consortium() + " (" + charter.origin() + "), SHA-256 " + digest);
        lines.add("");
        lines.add("  Price     an hour of normalized device time counts " + money(charter.rateMinorPerHour(), charter.currency())
                + " (" + charter.rateNote() + ")");
        lines.add("  Earned    " + outcomes(charter.outcomes()));
        charter.references().forEach(reference -> lines.add("  Measured  work with trainer " + reference.trainer()
                + " counts by speed: a device with " + BigDecimal.valueOf(reference.stepsPerSecondMilli(), 3).stripTrailingZeros()
                        .toPlainString() + " steps/s has score 1; a worker trains only after its benchmark of "
                + reference.steps() + " steps"));
        lines.add("  Shared    the sum of all that was lent is borne " + shares(charter.share()));
        lines.add("  Settled   " + switch (charter.settlement()) {
            case TRANSFERS -> "at each period's close, members who used more than they lent pay those who lent more";
            case NONE -> "nobody pays: contributions are recorded, that is all";
        });
        lines.add("  Disputes  a bill can be disputed for " + charter.disputeDays() + " days, outside the ledger: it has no entry for it yet");
        lines.add("");
        lines.add("Who sees what: your data stays with your workers. The operator can see each update your workers send;");
        lines.add("data-set names, device time, losses and accuracies of " + organization + " stand in a ledger that all members read.");
        return lines;
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
