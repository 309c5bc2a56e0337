package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.List;

/**
 * The bill of a period: everything from {@code fromIndex} up to this entry.
 *
 * @param period 1, 2, …
 * @param fromIndex one past the close before, or 0
 * @param currency ISO 4217
 * @param rateMinorPerHour for an hour of normalized device time, in minor units
 * @param poolMinor what all share: the sum of all credits
 * @param members sorted by name
 * @param transfers who pays whom; empty when the charter says so
 */
public record PeriodClose(
        long timeMillis,
        long period,
        long fromIndex,
        String currency,
        long rateMinorPerHour,
        long poolMinor,
        List<Line> members,
        List<Transfer> transfers) implements CoordinatorBody {

    public PeriodClose {
        members = List.copyOf(members);
        transfers = List.copyOf(transfers);
    }

    /**
     * One member's line of the bill. Amounts in minor units.
     *
     * @param ngpuMillis accepted device time, normalized by score
     * @param creditMinor what it is owed: device time at the rate, and {@code externalMinor}
     * @param externalMinor costs it paid for all
     * @param shareMinor its share of the pool
     * @param netMinor credit less share; what it receives, or owes when negative
     */
    public record Line(
            String organization, long ngpuMillis, long creditMinor, long externalMinor, long shareMinor, long netMinor) {

        static Line read(JsonFields json) {
            return new Line(
                    Fields.name(json, "organization"),
                    Fields.natural(json, "ngpuMillis"),
                    Fields.signed(json, "creditMinor"),
                    Fields.signed(json, "externalMinor"),
                    Fields.signed(json, "shareMinor"),
                    Fields.signed(json, "netMinor"));
        }

        JsonObject json() {
            return JsonObject.builder()
                    .put("organization", organization)
                    .put("ngpuMillis", ngpuMillis)
                    .put("creditMinor", creditMinor)
                    .put("externalMinor", externalMinor)
                    .put("shareMinor", shareMinor)
                    .put("netMinor", netMinor)
                    .build();
        }
    }

    /** One payment, in minor units. */
    public record Transfer(String from, String to, long amountMinor) {

        static Transfer read(JsonFields json) {
            return new Transfer(Fields.name(json, "from"), Fields.name(json, "to"), Fields.number(json, "amountMinor"));
        }

        JsonObject json() {
            return JsonObject.builder().put("from", from).put("to", to).put("amountMinor", amountMinor).build();
        }
    }

    static PeriodClose read(JsonFields json) {
        return new PeriodClose(
                Fields.time(json),
                Fields.number(json, "period"),
                Fields.natural(json, "fromIndex"),
                json.text("currency", CharterDocument.CURRENCY, "three letters of ISO 4217"),
                Fields.natural(json, "rateMinorPerHour"),
                Fields.signed(json, "poolMinor"),
                json.objects("members", Limits.MAX_MEMBERS, Line::read),
                json.objects("transfers", Limits.MAX_MEMBERS, Transfer::read));
    }

    @Override
    public EntryType type() {
        return EntryType.PERIOD_CLOSE;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("period", period)
                .put("fromIndex", fromIndex)
                .put("currency", currency)
                .put("rateMinorPerHour", rateMinorPerHour)
                .put("poolMinor", poolMinor)
                .put("members", members.stream().map(Line::json).toList())
                .put("transfers", transfers.stream().map(Transfer::json).toList())
                .build();
    }
}
