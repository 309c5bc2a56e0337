package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fields that many entries and documents share, each with its form and bounds. */
final class Fields {

    /** Names of organizations, workers, consortia, data sets and trainers, and reason codes. */
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    static final String NAME_FORM = "1 to 40 characters of a-z, 0-9 and -, not beginning with -";
    static final String DIGEST_FORM = "64 lower-case hexadecimal digits";

    private static final Pattern REASON = Pattern.compile("[!-~][ -~]{0," + (Limits.MAX_DETAIL_CHARACTERS - 1) + "}");
    private static final String REASON_FORM =
            "1 to " + Limits.MAX_DETAIL_CHARACTERS + " characters, printable ASCII, not beginning with a space";

    static final int MAX_KEY_CHARACTERS = 512;

    private static final int MAX_NAME_CHARACTERS = 40;
    private static final int DIGEST_CHARACTERS = 64;

    /** The constants of an enum by their texts. */
    private static final ClassValue<Map<String, Object>> CONSTANTS = new ClassValue<>() {

        @Override
        protected Map<String, Object> computeValue(Class<?> type) {
            return Stream.of(type.getEnumConstants()).collect(Collectors.toUnmodifiableMap(one -> text((Enum<?>) one), one -> one));
        }
    };

    private Fields() {
    }

    /** What {@link #NAME} matches, for those who ask often. */
    static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' && i > 0)) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_NAME_CHARACTERS;
    }

    /** Whether it is {@link #DIGEST_FORM}. */
    static boolean isDigest(String text) {
        return isHex(text, DIGEST_CHARACTERS);
    }

    /** Whether it is so many lower-case hexadecimal digits. */
    static boolean isHex(String text, int characters) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return text.length() == characters;
    }

    static String name(JsonFields json, String field) {
        return json.text(field, Fields::isName, NAME_FORM);
    }

    static String digest(JsonFields json, String field) {
        return json.text(field, Fields::isDigest, DIGEST_FORM);
    }

    /** What a party says for people to read: printable, so that no terminal is led astray. */
    static String reason(JsonFields json) {
        return json.text("reason", REASON, REASON_FORM);
    }

    static String key(JsonFields json, String field) {
        return json.text(field, MAX_KEY_CHARACTERS);
    }

    static long time(JsonFields json) {
        return natural(json, "timeMillis");
    }

    /** 0 or more. */
    static long natural(JsonFields json, String field) {
        return json.integer(field, 0, JsonValue.MAX_INTEGER);
    }

    /** 1 or more. */
    static long number(JsonFields json, String field) {
        return json.integer(field, 1, JsonValue.MAX_INTEGER);
    }

    static long signed(JsonFields json, String field) {
        return json.integer(field, -JsonValue.MAX_INTEGER, JsonValue.MAX_INTEGER);
    }

    static int devices(JsonFields json) {
        return json.count("devices", 1, Limits.MAX_DEVICES);
    }

    static long duration(JsonFields json, String field) {
        return json.integer(field, 1, Limits.MAX_DURATION_MILLIS);
    }

    static <T> Optional<T> optional(JsonFields json, String field, BiFunction<JsonFields, String, T> reader) {
        return json.has(field) ? Optional.of(reader.apply(json, field)) : Optional.empty();
    }

    static OptionalLong optionalLong(JsonFields json, String field, BiFunction<JsonFields, String, Long> reader) {
        return json.has(field) ? OptionalLong.of(reader.apply(json, field)) : OptionalLong.empty();
    }

    /** A constant of {@code type} by its {@link #text}. */
    static <E extends Enum<E>> E constant(JsonFields json, String field, Class<E> type) {
        String found = name(json, field);
        return Optional.ofNullable(CONSTANTS.get(type).get(found)).map(type::cast)
                .orElseThrow(() -> new JsonException("field '" + field + "': expected one of "
                        + Stream.of(type.getEnumConstants()).map(Fields::text).collect(Collectors.joining(", "))
                        + ", found \"" + found + "\""));
    }

    /** {@code HANDED_BACK} is {@code handed-back}. */
    static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<JsonValue> json(Optional<String> text) {
        return text.map(JsonString::new);
    }

    static Optional<JsonValue> json(OptionalLong number) {
        return number.isPresent() ? Optional.of(new JsonInteger(number.getAsLong())) : Optional.empty();
    }
}
