package consort.settings;

import consort.settings.Node.Mapping;
import consort.settings.Node.Scalar;
import consort.settings.Node.Sequence;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds values by their paths: {@code limits.cacheBytes}, {@code trainers.cnn.command[2]}. */
final class Places {

    private static final Pattern INDEX = Pattern.compile("\\[([0-9]{1,9})](.*)", Pattern.DOTALL);

    private Places() {
    }

    /**
     * Where a value stands or, when it is missing, the mapping in which it should.
     *
     * @param root whether that mapping is the whole file: then the file alone says where
     */
    static Where of(Mapping mapping, String path, boolean root) {
        Optional<String> key = key(mapping, path);
        return key.isPresent() ? below(mapping, path) : root ? new Where.Missing() : mapping.where();
    }

    private static Where below(Node node, String path) {
        return switch (node) {
            case Mapping mapping -> key(mapping, path)
                    .map(key -> below(mapping.values().get(key), rest(path.substring(key.length()))))
                    .orElse(mapping.where());
            case Sequence sequence -> item(sequence, path);
            case Scalar scalar -> scalar.where();
        };
    }

    /** The key that a path begins with. Names may have dots in them, as those of tensors do. */
    private static Optional<String> key(Mapping mapping, String path) {
        return mapping.values().keySet().stream()
                .filter(key -> path.equals(key) || path.startsWith(key + ".") || path.startsWith(key + "["))
                .findFirst();
    }

    private static Where item(Sequence sequence, String path) {
        Matcher index = INDEX.matcher(path);
        return index.matches() && Integer.parseInt(index.group(1)) < sequence.items().size()
                ? below(sequence.items().get(Integer.parseInt(index.group(1))), rest(index.group(2)))
                : sequence.where();
    }

    private static String rest(String path) {
        return path.startsWith(".") ? path.substring(1) : path;
    }
}
