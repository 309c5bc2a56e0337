package consort.ledger.json;

import java.nio.charset.StandardCharsets;

/** A string of whole Unicode characters. */
public record JsonString(String value) implements JsonValue {

    public JsonString {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new JsonException("a string holds an unpaired surrogate");
        }
    }

    /** Escapes as RFC 8785, section 3.2.2.2 wants: only what must be escaped, in its shortest form. */
    @Override
    public void writeTo(StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> writePlain(c, out);
            }
        }
        out.append('"');
    }

    private static void writePlain(char c, StringBuilder out) {
        if (c < 0x20) {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 0xF, 16));
        } else {
            out.append(c);
        }
    }
}
