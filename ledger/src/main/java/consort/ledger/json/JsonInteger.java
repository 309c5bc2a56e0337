package consort.ledger.json;

/** An integer within ±(2^53 - 1). Larger ones are written as decimal strings. */
public record JsonInteger(long value) implements JsonValue {

    public JsonInteger {
        if (value > MAX_INTEGER || value < -MAX_INTEGER) {
            throw new JsonException("integer " + value + " is beyond 2^53 - 1; write it as a decimal string");
        }
    }

    @Override
    public void writeTo(StringBuilder out) {
        out.append(value);
    }
}
