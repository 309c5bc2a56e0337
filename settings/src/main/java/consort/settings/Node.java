package consort.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A value as it was written, and where. */
sealed interface Node {

    Where where();

    /** As it may be shown in a message. */
    String shown();

    /** How a scalar was written. */
    enum Kind {
        TEXT,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        /** A key with nothing after it. */
        EMPTY,
        /** In the environment everything is text, and may be meant as anything. */
        UNTYPED
    }

    /** @param text of an integer in decimal digits; of everything else as written, without quotes */
    record Scalar(Where where, Kind kind, String text) implements Node {
        @Override
        public String shown() {
            return kind == Kind.TEXT || kind == Kind.UNTYPED ? '"' + text + '"' : text;
        }
    }

    /** A list. */
    record Sequence(Where where, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String shown() {
            return items.stream().map(Node::shown).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /**
     * A mapping, in the order in which it was written.
     *
     * @param keys where each key stands
     */
    record Mapping(Where where, Map<String, Node> values, Map<String, Where> keys) implements Node {
        public Mapping {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            keys = Map.copyOf(keys);
        }

        static Mapping empty(Where where) {
            return new Mapping(where, Map.of(), Map.of());
        }

        Mapping with(String key, Node value) {
            Map<String, Node> more = new LinkedHashMap<>(values);
            more.put(key, value);
            Map<String, Where> places = new LinkedHashMap<>(keys);
            places.put(key, value.where());
            return new Mapping(where, more, places);
        }

        @Override
        public String shown() {
            return values.entrySet().stream().map(entry -> entry.getKey() + ": " + entry.getValue().shown())
                    .collect(Collectors.joining(", ", "{", "}"));
        }
    }
}
