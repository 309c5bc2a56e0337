package consort.ledger.json;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** An immutable JSON value. */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonSequence, JsonString, JsonInteger, JsonBoolean {

    /** The largest integer that every JSON parser keeps exactly (RFC 8785, appendix D): 2^53 - 1. */
    long MAX_INTEGER = (1L << 53) - 1;

    /** Appends the canonical form. */
    void writeTo(StringBuilder out);

    /** Hands out the canonical form piece by piece, so that it never stands in memory as a whole. */
    default void print(Consumer<String> out) {
        out.accept(canonicalText());
    }

    /** The canonical form as text. */
    default String canonicalText() {
        StringBuilder out = new StringBuilder();
        writeTo(out);
        return out.toString();
    }

    /** The canonical form as it is stored and hashed: UTF-8. */
    default byte[] canonicalBytes() {
        return canonicalText().getBytes(StandardCharsets.UTF_8);
    }
}
