package consort.ledger.json;

import java.util.Optional;

/** JSON that is malformed, not canonical, or does not hold what was expected. The message names field and value. */
public final class JsonException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;

    public JsonException(String message) {
        this("", message, message);
    }

    private JsonException(String field, String problem, String message) {
        super(message);
        this.field = field;
        this.problem = problem;
    }

    /**
     * About one field.
     *
     * @param field its path, as {@code cohort.min} or {@code updates[2].claim}
     * @param problem follows the field's name, as in ": expected 3" or " is missing"
     */
    public static JsonException about(String field, String problem) {
        return new JsonException(field, problem.startsWith(": ") ? "does not fit: " + problem.substring(2) : problem.strip(),
                "field '" + field + "'" + problem);
    }

    /** What is wrong with the field, without its name: "is missing", "does not fit: expected 3". */
    public String problem() {
        return problem;
    }

    /** The path of the field it is about, if it is about one. */
    public Optional<String> field() {
        return Optional.of(field).filter(path -> !path.isEmpty());
    }
}
