package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * The bill of a period: everything from {@code fromIndex} up to this entry. What came up about earlier periods, which stay as they
 * were closed, is paid with it.
 *
 * @param period 1, 2, …
 * @param fromIndex one past the close before, or 0
 * @param currency ISO 4217
 * @param rateMinorPerHour for an hour of normalized device time, in minor units
 * @param poolMinor what all share: the sum of all credits
 * @param deficitMinor what caps left of the pool, and credits are cut by; 0 has no field
 * @param members sorted by name; among them those who left before and have a correction or an adjustment
 * @param corrections sorted by period, then by organization; none have no field
 * @param transfers who pays whom what is payable; empty when the charter says so
 */
public record PeriodClose(
        long timeMillis,
        long period,
        long fromIndex,
        String currency,
        long rateMinorPerHour,
        long poolMinor,
        long deficitMinor,
        List<Line> members,
        List<Correction> corrections,
        List<Transfer> transfers) implements CoordinatorBody {

    /** Corrections of closed periods that one close posts, at least those of one period. */
    public static final int MAX_CORRECTIONS = Limits.MAX_MEMBERS;

    public PeriodClose {
        members = List.copyOf(members);
        corrections = List.copyOf(corrections);
        transfers = List.copyOf(transfers);
    }

    /** A close of a period whose caps left no deficit, with nothing about earlier ones. */
    public PeriodClose(long timeMillis, long period, long fromIndex, String currency, long rateMinorPerHour, long poolMinor,
            List<Line> members, List<Transfer> transfers) {
        this(timeMillis, period, fromIndex, currency, rateMinorPerHour, poolMinor, 0, members, List.of(), transfers);
    }

    /**
     * One member's line of the bill. Amounts in minor units; those after {@code netMinor} have no field where they say nothing.
     *
     * @param ngpuMillis accepted device time, normalized by score
     * @param creditMinor what it is owed: device time at the rate, and {@code externalMinor}
     * @param externalMinor costs it paid for all
     * @param shareMinor its share of the pool
     * @param netMinor credit less cut less share; what it receives, or owes when negative
     * @param days on which it took part, where days count; else 0
     * @param cutMinor what of its credit the deficit leaves unpaid
     * @param correctionMinor the sum of its corrections
     * @param journalMinor the sum of its postings in journals since the last close
     * @param payableMinor net, correction and journal together: what transfers settle
     */
    public record Line(String organization, long ngpuMillis, long creditMinor, long externalMinor, long shareMinor, long netMinor,
            long days, long cutMinor, long correctionMinor, long journalMinor, long payableMinor) {

        /** A line of a bill alone. */
        public Line(String organization, long ngpuMillis, long creditMinor, long externalMinor, long shareMinor, long netMinor) {
            this(organization, ngpuMillis, creditMinor, externalMinor, shareMinor, netMinor, 0, 0, 0, 0, netMinor);
        }

        static Line read(JsonFields json) {
            long net = Fields.signed(json, "netMinor");
            return new Line(
                    Fields.name(json, "organization"),
                    Fields.natural(json, "ngpuMillis"),
                    Fields.signed(json, "creditMinor"),
                    Fields.signed(json, "externalMinor"),
                    Fields.signed(json, "shareMinor"),
                    net,
                    Fields.optionalLong(json, "days", Fields::number).orElse(0),
                    Fields.optionalLong(json, "cutMinor", Fields::number).orElse(0),
                    signed(json, "correctionMinor"),
                    signed(json, "journalMinor"),
                    Fields.optionalLong(json, "payableMinor", Fields::signed).orElse(net));
        }

        private static long signed(JsonFields json, String field) {
            return Fields.optionalLong(json, field, Fields::signed).orElse(0);
        }

        /** As it stands in the entry. */
        public JsonObject json() {
            JsonObject.Builder json = JsonObject.builder()
                    .put("organization", organization)
                    .put("ngpuMillis", ngpuMillis)
                    .put("creditMinor", creditMinor)
                    .put("externalMinor", externalMinor)
                    .put("shareMinor", shareMinor)
                    .put("netMinor", netMinor);
            putUnless(0, json, "days", days);
            putUnless(0, json, "cutMinor", cutMinor);
            putUnless(0, json, "correctionMinor", correctionMinor);
            putUnless(0, json, "journalMinor", journalMinor);
            putUnless(netMinor, json, "payableMinor", payableMinor);
            return json.build();
        }
    }

    /**
     * What a closed period's bill would say otherwise by now, less what earlier closes posted of it. Amounts in minor units.
     *
     * @param period the closed one
     * @param creditMinor of what it was owed, after a cut
     * @param netMinor credit less share
     */
    public record Correction(long period, String organization, long creditMinor, long shareMinor, long netMinor) {

        static Correction read(JsonFields json) {
            return new Correction(
                    Fields.number(json, "period"),
                    Fields.name(json, "organization"),
                    Fields.signed(json, "creditMinor"),
                    Fields.signed(json, "shareMinor"),
                    Fields.signed(json, "netMinor"));
        }

        JsonObject json() {
            return JsonObject.builder()
                    .put("period", period)
                    .put("organization", organization)
                    .put("creditMinor", creditMinor)
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

        /** As it stands in the file. */
        @Override
        public String toString() {
            return json().canonicalText();
        }

        JsonObject json() {
            return JsonObject.builder().put("from", from).put("to", to).put("amountMinor", amountMinor).build();
        }
    }

    /** An organization's line; empty for one without a part in it. */
    public Optional<Line> line(String organization) {
        return members.stream().filter(line -> line.organization().equals(organization)).findFirst();
    }

    static PeriodClose read(JsonFields json) {
        return new PeriodClose(
                Fields.time(json),
                Fields.number(json, "period"),
                Fields.natural(json, "fromIndex"),
                json.text("currency", CharterDocument.CURRENCY, "three letters of ISO 4217"),
                Fields.natural(json, "rateMinorPerHour"),
                Fields.signed(json, "poolMinor"),
                Fields.optionalLong(json, "deficitMinor", Fields::number).orElse(0),
                json.objects("members", Limits.MAX_MEMBERS, Line::read),
                json.has("corrections") ? json.objects("corrections", MAX_CORRECTIONS, Correction::read) : List.of(),
                json.objects("transfers", Limits.MAX_MEMBERS, Transfer::read));
    }

    @Override
    public EntryType type() {
        return EntryType.PERIOD_CLOSE;
    }

    @Override
    public JsonObject json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("period", period)
                .put("fromIndex", fromIndex)
                .put("currency", currency)
                .put("rateMinorPerHour", rateMinorPerHour)
                .put("poolMinor", poolMinor)
                .put("members", members.stream().map(Line::json).toList())
                .put("transfers", transfers.stream().map(Transfer::json).toList());
        putUnless(0, json, "deficitMinor", deficitMinor);
        if (!corrections.isEmpty()) {
            json.put("corrections", corrections.stream().map(Correction::json).toList());
        }
        return json.build();
    }

    private static void putUnless(long implied, JsonObject.Builder json, String field, long value) {
        if (value != implied) {
            json.put(field, value);
        }
    }
}
