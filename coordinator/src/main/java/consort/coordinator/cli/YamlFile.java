package consort.coordinator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import consort.ledger.json.JsonArray;
import consort.ledger.json.JsonBoolean;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A YAML file as the ledger's kind of JSON: objects, lists, strings, booleans and integers. A decimal is read where it is
 * expected, in millionths: the key {@code x} then becomes {@code xMillionths}.
 */
final class YamlFile {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_MILLIONTHS_DIGITS = 6;
    private static final YAMLMapper MAPPER = YAMLMapper.builder(
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private YamlFile() {
    }

    /**
     * Reads a file whose root is a mapping.
     *
     * @param decimals keys of the root that hold decimals
     * @throws CommandException naming the file and what is wrong with it
     */
    static JsonObject read(Path file, Set<String> decimals) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CommandException(ExitCode.USAGE, file + " is larger than " + MAX_BYTES + " bytes");
            }
            JsonNode root = MAPPER.readTree(file.toFile());
            if (!root.isObject()) {
                throw new CommandException(ExitCode.USAGE, file + ": expected 'key: value' lines");
            }
            return root(root, decimals);
        } catch (NoSuchFileException absent) {
            throw new CommandException(ExitCode.USAGE, "there is no file " + file);
        } catch (JsonProcessingException malformed) {
            String where = malformed.getLocation() == null ? "" : ", line " + malformed.getLocation().getLineNr();
            throw new CommandException(ExitCode.USAGE, file + where + ": " + firstLine(malformed.getOriginalMessage()));
        } catch (JsonException unfit) {
            throw new CommandException(ExitCode.USAGE, file + ": " + unfit.getMessage());
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, file + " cannot be read: " + e.getMessage());
        }
    }

    private static JsonObject root(JsonNode root, Set<String> decimals) {
        JsonObject.Builder object = JsonObject.builder();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (decimals.contains(field.getKey())) {
                object.put(field.getKey() + "Millionths", millionths(field.getKey(), field.getValue()));
            } else {
                object.put(field.getKey(), value(field.getKey(), field.getValue()));
            }
        }
        return object.build();
    }

    private static JsonValue value(String path, JsonNode node) {
        if (node.isObject()) {
            JsonObject.Builder object = JsonObject.builder();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                object.put(field.getKey(), value(path + "." + field.getKey(), field.getValue()));
            }
            return object.build();
        }
        if (node.isArray()) {
            List<JsonValue> items = new ArrayList<>();
            node.forEach(item -> items.add(value(path + "[" + items.size() + "]", item)));
            return new JsonArray(items);
        }
        if (node.isIntegralNumber() && node.canConvertToLong() && Math.abs(node.longValue()) <= JsonValue.MAX_INTEGER) {
            return new JsonInteger(node.longValue());
        }
        if (node.isTextual()) {
            return new JsonString(node.textValue());
        }
        if (node.isBoolean()) {
            return new JsonBoolean(node.booleanValue());
        }
        throw new JsonException("field '" + path + "': expected an integer of at most 2^53 - 1, a string, true or false, found "
                + (node.isNull() ? "nothing" : node.toString()) + (node.isNumber() ? " (a decimal goes in quotes here)" : ""));
    }

    private static long millionths(String key, JsonNode node) {
        if (node.isNumber()) {
            BigDecimal micros = node.decimalValue().movePointRight(MAX_MILLIONTHS_DIGITS);
            try {
                return micros.longValueExact();
            } catch (ArithmeticException beyond) {
                throw new JsonException("field '" + key + "': expected a number with at most " + MAX_MILLIONTHS_DIGITS
                        + " decimal places, found " + node);
            }
        }
        throw new JsonException("field '" + key + "': expected a number, found " + node);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("not YAML");
    }
}
