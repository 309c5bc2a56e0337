package consort.ledger.json;

/** JSON that is malformed, not canonical, or does not hold what was expected. The message names field and value. */
public final class JsonException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public JsonException(String message) {
        super(message);
    }
}
