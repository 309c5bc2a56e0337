package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An organization disputes a closed period's bill, in the time that the charter gives for it. What is right is said by a
 * {@link Resolution}; the bill itself never changes.
 *
 * @param period whose bill
 * @param claim index of the usage claim that it is about, its own or another's: all pay for all
 * @param figure of the bill that it is about
 * @param reason printable ASCII, at most {@link Limits#MAX_DETAIL_CHARACTERS} characters
 */
public record Dispute(long timeMillis, String organization, long seq, long period, OptionalLong claim, Optional<Figure> figure,
        String reason) implements PartyBody {

    /** What a bill says, of a member or of all. */
    public enum Figure {
        DEVICE_TIME, EXTERNAL_COSTS, CREDIT, DAYS, SHARE, NET, CORRECTIONS, JOURNAL, PAYABLE, TRANSFERS, POOL, DEFICIT, ENERGY;

        /** Such as {@code device-time}. */
        public String text() {
            return Fields.text(this);
        }
    }

    static Dispute read(JsonFields json) {
        return new Dispute(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.number(json, "seq"),
                Fields.number(json, "period"),
                Fields.optionalLong(json, "claim", Fields::natural),
                json.has("figure") ? Optional.of(Fields.constant(json, "figure", Figure.class)) : Optional.empty(),
                Fields.reason(json));
    }

    @Override
    public EntryType type() {
        return EntryType.DISPUTE;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .put("seq", seq)
                .put("period", period)
                .putIfPresent("claim", Fields.json(claim))
                .putIfPresent("figure", Fields.json(figure.map(Figure::text)))
                .put("reason", reason)
                .build();
    }
}
