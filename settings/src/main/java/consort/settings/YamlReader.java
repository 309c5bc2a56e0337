package consort.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import consort.ledger.disk.FileProblem;
import consort.settings.Node.Kind;
import consort.settings.Node.Mapping;
import consort.settings.Node.Scalar;
import consort.settings.Node.Sequence;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads a YAML file into nodes that know their lines. For one file. */
final class YamlReader {

    private static final long MAX_BYTES = 1 << 20;
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL).build();

    private final Path file;
    private final YAMLParser parser;

    private YamlReader(Path file, YAMLParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** The mapping that the file is; an empty one where there is nothing in it. */
    static Mapping read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new SettingsException(file + " has more than " + MAX_BYTES + " bytes; nobody wrote that by hand");
            }
            try (YAMLParser parser = YAML.createParser(Files.readString(file))) {
                return new YamlReader(file, parser).document();
            }
        } catch (NoSuchFileException absent) {
            throw new SettingsException("there is no file " + file, absent);
        } catch (JsonProcessingException malformed) {
            throw new SettingsException(file + problem(malformed), malformed);
        } catch (CharacterCodingException foreign) {
            throw new SettingsException(file + " is not text in UTF-8", foreign);
        } catch (IOException unreadable) {
            throw new SettingsException(file + " cannot be read: " + FileProblem.reason(unreadable), unreadable);
        }
    }

    private Mapping document() throws IOException {
        if (parser.nextToken() == null) {
            return Mapping.empty(new Where.Missing());
        }
        Node root = node();
        if (parser.nextToken() != null) {
            throw fault("a second document begins here; a settings file has one");
        }
        return switch (root) {
            case Mapping mapping -> mapping;
            case Scalar(Where where, Kind kind, String text) when kind == Kind.EMPTY -> Mapping.empty(where);
            case Scalar scalar -> throw noMapping(scalar);
            case Sequence sequence -> throw noMapping(sequence);
        };
    }

    private SettingsException noMapping(Node root) {
        return new SettingsException(root.where().text(file) + ": the file must be a mapping: lines of the form 'key: value'");
    }

    private Node node() throws IOException {
        if (parser.isCurrentAlias()) {
            throw fault("*" + parser.getText() + " is an alias, which is not read; write the value out");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping();
            case START_ARRAY -> sequence();
            case VALUE_STRING -> scalar(Kind.TEXT, parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> scalar(Kind.BOOLEAN, Boolean.toString(parser.currentToken() == JsonToken.VALUE_TRUE));
            case VALUE_NUMBER_INT -> scalar(Kind.INTEGER, parser.getNumberValue().toString());
            case VALUE_NUMBER_FLOAT -> scalar(Kind.DECIMAL, parser.getText());
            case VALUE_NULL -> scalar(Kind.EMPTY, "nothing");
            default -> throw fault("a value that is none of YAML's core: " + parser.getText());
        };
    }

    private Mapping mapping() throws IOException {
        Where where = here();
        Map<String, Node> values = new LinkedHashMap<>();
        Map<String, Where> keys = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            keys.put(key, here());
            parser.nextToken();
            values.put(key, node());
        }
        return new Mapping(where, values, keys);
    }

    private Sequence sequence() throws IOException {
        Where where = here();
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new Sequence(where, items);
    }

    private Scalar scalar(Kind kind, String text) {
        return new Scalar(here(), kind, text);
    }

    private Where here() {
        return new Where.Line(parser.currentTokenLocation().getLineNr());
    }

    private SettingsException fault(String problem) {
        return new SettingsException(here().text(file) + ": " + problem);
    }

    /** What is wrong with text that is no YAML, or has a key twice, on one line: {@code , line 3, column 7: expected ',' or ']'}. */
    private static String problem(JsonProcessingException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException marked && marked.getProblem() != null && marked.getProblemMark() != null) {
                // Marks count from 0. The exception's own message has excerpts of several lines beside this.
                return ", line " + (marked.getProblemMark().getLine() + 1) + ", column " + (marked.getProblemMark().getColumn() + 1)
                        + ": " + oneLine(marked.getProblem());
            }
        }
        String line = failure.getLocation() == null ? "" : ", line " + failure.getLocation().getLineNr();
        return line + ": " + oneLine(failure.getOriginalMessage());
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
