package consort.worker.folder;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** In which lines of a YAML file its keys stand. */
final class YamlLines {

    private final Map<String, Integer> lines = new HashMap<>();

    private YamlLines() {
    }

    static YamlLines of(YAMLMapper mapper, String text) throws IOException {
        YamlLines found = new YamlLines();
        Deque<String> above = new ArrayDeque<>(List.of(""));
        try (JsonParser parser = mapper.createParser(text)) {
            String key = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case FIELD_NAME -> {
                        key = above.peek().isEmpty() ? parser.currentName() : above.peek() + "." + parser.currentName();
                        found.lines.putIfAbsent(key, parser.currentTokenLocation().getLineNr());
                    }
                    case START_OBJECT, START_ARRAY -> above.push(key);
                    case END_OBJECT, END_ARRAY -> key = above.pop();
                    default -> { }
                }
            }
        }
        return found;
    }

    /** The line of a key, written with those above it: {@code limits.cacheBytes}; the first line is 1. */
    OptionalInt line(String key) {
        Integer line = lines.get(key);
        return line == null ? OptionalInt.empty() : OptionalInt.of(line);
    }

    /** What is wrong with text that is no YAML, on one line: {@code , line 3: expected ',' or ']', but got ':'}. */
    static String problem(JsonProcessingException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException marked && marked.getProblem() != null && marked.getProblemMark() != null) {
                // Marks count from 0. The message has excerpts of several lines beside this.
                return ", line " + (marked.getProblemMark().getLine() + 1) + ": " + oneLine(marked.getProblem());
            }
        }
        String line = failure.getLocation() == null ? "" : ", line " + failure.getLocation().getLineNr();
        return line + ": " + oneLine(failure.getOriginalMessage());
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
