package consort.ledger.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads text that is in canonical form and has no escapes, as nearly all is that was signed; gives up at the first character that is
 * otherwise. It refuses nothing: {@link CanonicalReader} looks at what this gave up, more slowly, and says what is wrong if anything is.
 * What this reads, that reads alike.
 */
final class CanonicalScan {

    private static final int FIRST_MEMBERS = 16;
    private static final int MAX_NAME_CHARACTERS = 1000;
    /** 2^53 - 1 has as many. */
    private static final int MAX_DIGITS = 16;

    private final String text;
    private int at;

    /** Ends a scan; never leaves this class. */
    private static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private static final GivenUp INSTANCE = new GivenUp();

        private GivenUp() {
            super(null, null, false, false);
        }
    }

    private CanonicalScan(String text) {
        this.text = text;
    }

    /** Empty when it must be looked at more closely. */
    static Optional<JsonObject> read(String text) {
        try {
            CanonicalScan scan = new CanonicalScan(text);
            JsonObject object = scan.object(1);
            return scan.at == text.length() ? Optional.of(object) : Optional.empty();
        } catch (GivenUp unusual) {
            return Optional.empty();
        }
    }

    private JsonObject object(int depth) {
        expect('{', depth);
        String[] names = new String[FIRST_MEMBERS];
        JsonValue[] values = new JsonValue[FIRST_MEMBERS];
        int count = 0;
        if (next('}')) {
            return new JsonObject(Members.ofSorted(names, values, 0));
        }
        do {
            if (count == names.length) {
                names = Arrays.copyOf(names, 2 * count);
                values = Arrays.copyOf(values, 2 * count);
            }
            names[count] = string();
            if (names[count].length() > MAX_NAME_CHARACTERS || count > 0 && names[count - 1].compareTo(names[count]) >= 0) {
                throw GivenUp.INSTANCE;
            }
            expect(':', depth);
            values[count++] = value(depth);
        } while (next(','));
        expect('}', depth);
        return new JsonObject(Members.ofSorted(names, values, count));
    }

    private JsonArray array(int depth) {
        expect('[', depth);
        List<JsonValue> items = new ArrayList<>();
        if (next(']')) {
            return new JsonArray(items);
        }
        do {
            items.add(value(depth));
        } while (next(','));
        expect(']', depth);
        return new JsonArray(items);
    }

    private JsonValue value(int depth) {
        return switch (peek()) {
            case '"' -> new JsonString(string());
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case 't' -> word("true", new JsonBoolean(true));
            case 'f' -> word("false", new JsonBoolean(false));
            default -> integer();
        };
    }

    private JsonValue word(String word, JsonValue value) {
        if (!text.startsWith(word, at)) {
            throw GivenUp.INSTANCE;
        }
        at += word.length();
        return value;
    }

    private JsonInteger integer() {
        boolean negative = next('-');
        int from = at;
        long number = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - from < MAX_DIGITS) {
            number = 10 * number + text.charAt(at++) - '0';
        }
        boolean shortest = at - from == 1 ? number != 0 || !negative : at > from && text.charAt(from) != '0';
        if (!shortest || number > JsonValue.MAX_INTEGER) {
            throw GivenUp.INSTANCE;
        }
        return new JsonInteger(negative ? -number : number);
    }

    /** Without escapes. */
    private String string() {
        expect('"', 0);
        int from = at;
        while (peek() != '"') {
            char c = text.charAt(at++);
            // Surrogates are whole in what was decoded from UTF-8; texts from elsewhere are looked at more closely.
            if (c < 0x20 || c == '\\' || Character.isSurrogate(c)) {
                throw GivenUp.INSTANCE;
            }
        }
        return text.substring(from, at++);
    }

    private char peek() {
        if (at >= text.length()) {
            throw GivenUp.INSTANCE;
        }
        return text.charAt(at);
    }

    private boolean next(char c) {
        boolean is = at < text.length() && text.charAt(at) == c;
        if (is) {
            at++;
        }
        return is;
    }

    private void expect(char c, int depth) {
        if (depth > CanonicalReader.MAX_DEPTH || !next(c)) {
            throw GivenUp.INSTANCE;
        }
    }
}
