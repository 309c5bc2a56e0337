package consort.ledger.json;

/** True or false. */
public record JsonBoolean(boolean value) implements JsonValue {

    @Override
    public void writeTo(StringBuilder out) {
        out.append(value);
    }
}
