package consort.ledger.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads an object and then demands that writing it gives the same text again. The comparison, not the parser, is what
 * makes the reading strict; the parser's own checks only give better messages.
 */
final class CanonicalReader {

    /** How deeply objects and arrays may nest, the outermost counted. */
    static final int MAX_DEPTH = 16;

    private static final int MAX_DIGITS = 17;

    /** Where the parser names what it reads, it has no more to say than that it hides it. */
    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;]*; ([^\\]]*)\\]");

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private final JsonParser parser;

    private CanonicalReader(JsonParser parser) {
        this.parser = parser;
    }

    static JsonObject read(byte[] bytes, int maxBytes) {
        if (bytes.length > maxBytes) {
            throw new JsonException("JSON of " + bytes.length + " bytes; at most " + maxBytes + " are read here");
        }
        return read(decode(bytes));
    }

    static JsonObject read(String text) {
        return CanonicalScan.read(text).orElseGet(() -> readClosely(text));
    }

    static JsonObject readClosely(String text) {
        JsonObject object = parse(text);
        String canonical = object.canonicalText();
        if (!canonical.equals(text)) {
            throw new JsonException("JSON not in canonical form (RFC 8785): " + firstDifference(text, canonical));
        }
        return object;
    }

    private static JsonObject parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonException("JSON must begin with an object");
            }
            JsonObject object = new CanonicalReader(parser).object();
            if (parser.nextToken() != null) {
                throw new JsonException("something follows the JSON object");
            }
            return object;
        } catch (JsonProcessingException malformed) {
            long at = malformed.getLocation() == null ? -1 : malformed.getLocation().getCharOffset();
            throw new JsonException("malformed JSON at character " + at + ": " + SOURCE.matcher(malformed.getOriginalMessage()).replaceAll("$1"));
        } catch (IOException notFromMemory) {
            throw new UncheckedIOException(notFromMemory);
        }
    }

    private JsonObject object() throws IOException {
        TreeMap<String, JsonValue> members = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (members.put(name, value(name)) != null) {
                throw new JsonException("field '" + name + "' appears twice");
            }
        }
        return new JsonObject(members);
    }

    private JsonArray array(String name) throws IOException {
        List<JsonValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(name));
        }
        return new JsonArray(items);
    }

    private JsonValue value(String name) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array(name);
            case VALUE_STRING -> new JsonString(parser.getText());
            case VALUE_NUMBER_INT -> integer(name, parser.getText());
            case VALUE_TRUE -> new JsonBoolean(true);
            case VALUE_FALSE -> new JsonBoolean(false);
            case VALUE_NUMBER_FLOAT ->
                    throw new JsonException("field '" + name + "': only integers are allowed, found " + parser.getText());
            case VALUE_NULL -> throw new JsonException("field '" + name + "' is null; leave it out instead");
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new JsonException("field '" + name + "': no value");
        };
    }

    private static JsonInteger integer(String name, String digits) {
        if (digits.length() > MAX_DIGITS) {
            throw new JsonException("field '" + name + "': an integer of " + digits.length() + " characters is beyond 2^53 - 1");
        }
        try {
            return new JsonInteger(Long.parseLong(digits));
        } catch (JsonException beyond) {
            throw new JsonException("field '" + name + "': " + beyond.getMessage());
        }
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new JsonException("JSON is not UTF-8");
        }
    }

    private static String firstDifference(String text, String canonical) {
        int at = 0;
        while (at < Math.min(text.length(), canonical.length()) && text.charAt(at) == canonical.charAt(at)) {
            at++;
        }
        return "at character " + at + " expected " + excerpt(canonical, at) + ", found " + excerpt(text, at);
    }

    private static String excerpt(String text, int at) {
        return at == text.length() ? "the end" : "\"" + text.substring(at, Math.min(text.length(), at + 20)) + "\"";
    }
}
