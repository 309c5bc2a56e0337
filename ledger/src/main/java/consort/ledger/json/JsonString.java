package consort.ledger.json;

/** A string of whole Unicode characters. */
public record JsonString(String value) implements JsonValue {

    public JsonString {
        requireWhole(value);
    }

    /** As often as there are names and strings in entries: an encoder made for each would take longer than all else of reading them. */
    static void requireWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!pair) {
                    throw new JsonException("a string holds an unpaired surrogate");
                }
                i++;
            }
        }
    }

    /** Escapes as RFC 8785, section 3.2.2.2 wants: only what must be escaped, in its shortest form. */
    @Override
    public void writeTo(StringBuilder out) {
        write(value, out);
    }

    static void write(String value, StringBuilder out) {
        out.append('"');
        int plain = 0;
        while (plain < value.length() && value.charAt(plain) >= 0x20 && value.charAt(plain) != '"' && value.charAt(plain) != '\\') {
            plain++;
        }
        out.append(value, 0, plain);
        for (int i = plain; i < value.length(); i++) {
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
