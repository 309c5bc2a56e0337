package consort.coordinator.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import consort.ledger.disk.FileProblem;
import consort.ledger.json.JsonArray;
import consort.ledger.json.JsonBoolean;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * A YAML file as the ledger's kind of JSON: objects, lists, strings, booleans and integers. A decimal is read where it is
 * expected, in millionths: the key {@code x} then becomes {@code xMillionths}. For one file.
 */
final class YamlFile {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_MILLIONTHS_DIGITS = 6;
    private static final YAMLFactory YAML = YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Path file;
    private final JsonParser parser;
    private final YamlKeys keys;
    private final Set<String> decimals;

    private YamlFile(Path file, JsonParser parser, YamlKeys keys, Set<String> decimals) {
        this.file = file;
        this.parser = parser;
        this.keys = keys;
        this.decimals = decimals;
    }

    /**
     * Reads a file whose root is a mapping.
     *
     * @param keys that it may have
     * @param decimals those of the root that hold decimals
     * @throws CommandException naming the file, the line and what is wrong there
     */
    static JsonObject read(Path file, YamlKeys keys, Set<String> decimals) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CommandException(ExitCode.USAGE, file + " is larger than " + MAX_BYTES + " bytes");
            }
            try (JsonParser parser = YAML.createParser(Files.readString(file))) {
                return new YamlFile(file, parser, keys, decimals).root();
            }
        } catch (JsonProcessingException malformed) {
            throw malformed(file, malformed);
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, file + " cannot be read: " + FileProblem.reason(e));
        }
    }

    private JsonObject root() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new CommandException(ExitCode.USAGE, file + ": expected 'key: value' lines");
        }
        try {
            return object("");
        } catch (JsonException unfit) {
            throw fault(unfit.getMessage());
        }
    }

    private JsonObject object(String place) throws IOException {
        JsonObject.Builder object = JsonObject.builder();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            keys.objection(place, key).ifPresent(objection -> {
                throw fault(objection);
            });
            parser.nextToken();
            if (place.isEmpty() && decimals.contains(key)) {
                object.put(key + "Millionths", millionths(key));
            } else {
                object.put(key, value(YamlKeys.path(place, key)));
            }
        }
        return object.build();
    }

    private JsonValue value(String path) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(path);
            case START_ARRAY -> array(path);
            case VALUE_STRING -> new JsonString(parser.getText());
            case VALUE_TRUE -> new JsonBoolean(true);
            case VALUE_FALSE -> new JsonBoolean(false);
            case VALUE_NUMBER_INT -> integer(path);
            case VALUE_NULL -> throw fault("'" + path + "' has no value; give it one, or leave the key out");
            default -> throw fault("'" + path + "': expected an integer, a string, true or false, found " + parser.getText()
                    + " (a decimal goes in quotes here)");
        };
    }

    private JsonArray array(String path) throws IOException {
        List<JsonValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(path + "[" + items.size() + "]"));
        }
        return new JsonArray(items);
    }

    private JsonInteger integer(String path) throws IOException {
        if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = parser.getLongValue();
            if (value >= -JsonValue.MAX_INTEGER && value <= JsonValue.MAX_INTEGER) {
                return new JsonInteger(value);
            }
        }
        throw fault("'" + path + "': expected an integer of at most 2^53 - 1, found " + parser.getText());
    }

    private long millionths(String key) throws IOException {
        if (!parser.currentToken().isNumeric() || parser.isNaN()) {
            throw fault("'" + key + "': expected a number, found " + parser.getText());
        }
        try {
            return parser.getDecimalValue().movePointRight(MAX_MILLIONTHS_DIGITS).longValueExact();
        } catch (ArithmeticException beyond) {
            throw fault("'" + key + "': expected a number with at most " + MAX_MILLIONTHS_DIGITS + " decimal places, found "
                    + parser.getText());
        }
    }

    /** About the key or value that the parser stands at. */
    private CommandException fault(String problem) {
        return new CommandException(ExitCode.USAGE,
                file + ", line " + parser.currentTokenLocation().getLineNr() + ": " + problem);
    }

    /** The parser's own words on text that is no YAML, or has a key twice. */
    private static CommandException malformed(Path file, JsonProcessingException failure) {
        if (failure.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return new CommandException(ExitCode.USAGE, file + ", line " + (marked.getProblemMark().getLine() + 1)
                    + ", column " + (marked.getProblemMark().getColumn() + 1) + ": not YAML: " + marked.getProblem());
        }
        String where = failure.getLocation() == null ? "" : ", line " + failure.getLocation().getLineNr();
        return new CommandException(ExitCode.USAGE,
                file + where + ": " + failure.getOriginalMessage().lines().findFirst().orElse("not YAML"));
    }
}
