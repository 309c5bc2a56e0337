package consort.ledger.audit.statement;

import consort.ledger.entry.BillTerms;
import consort.ledger.entry.CharterDocument;
import consort.ledger.money.Amounts;
import consort.ledger.money.DeviceTimes;
import java.util.ArrayList;
import java.util.List;

/** What the charter says of bills: its entry only names it by digest, and is what every rate, weight and cap leads to. */
final class CharterLine {

    private CharterLine() {
    }

    static String of(CharterDocument charter) {
        String currency = " " + charter.currency();
        CharterDocument.Share share = charter.share();
        CharterDocument.Outcomes outcomes = charter.outcomes();
        List<String> said = new ArrayList<>(List.of(
                Amounts.format(charter.rateMinorPerHour(), charter.currency()) + currency + " per hour",
                "shared " + share.byBenefit() + " % by benefit, " + share.tiered() + " % by tier, " + share.equal() + " % equally"));
        bounds(said, charter);
        said.add("settlement: " + charter.settlement().text());
        said.add("disputes within " + charter.disputeDays() + " days");
        said.add("of 1000 count " + outcomes.accepted() + " accepted, " + outcomes.evaluated() + " evaluated, " + outcomes.late() + " late, "
                + outcomes.refused() + " refused, " + outcomes.failed() + " failed");
        charter.references().forEach(one -> said.add("reference of " + one.trainer() + ": " + one.stepsPerSecondMilli() + "/1000 steps a second"));
        charter.metering().ifPresent(metering -> {
            metering.pueMilli().ifPresent(pue -> said.add("PUE " + pue + "/1000"));
            metering.gramsPerKwh().ifPresent(grams -> said.add(grams + " g CO2e per kWh"));
        });
        said.add("of the rate: " + charter.rateNote());
        return String.join("; ", said);
    }

    private static void bounds(List<String> said, CharterDocument charter) {
        BillTerms terms = charter.terms();
        String currency = " " + charter.currency();
        charter.maximumLiabilityMinor().ifPresent(most -> said.add("each bears at most " + Amounts.format(most, charter.currency()) + currency));
        if (terms.floorMinor() > 0) {
            said.add("at least " + Amounts.format(terms.floorMinor(), charter.currency()) + currency);
        }
        if (terms.commitmentMillis() > 0) {
            said.add("each lends at least " + DeviceTimes.format(terms.commitmentMillis()));
        }
        if (terms.byDay()) {
            said.add("by days of membership");
        }
    }
}
