package consort.ledger.json;

/** An integer within ±(2^53 - 1), which every reader of JSON keeps exactly. */
public record JsonInteger(long value) implements JsonValue {

    public JsonInteger {
        if (value > MAX_INTEGER || value < -MAX_INTEGER) {
            throw new JsonException("integer " + value + " is beyond 2^53 - 1");
        }
    }

    @Override
    public void writeTo(StringBuilder out) {
        out.append(value);
    }
}
