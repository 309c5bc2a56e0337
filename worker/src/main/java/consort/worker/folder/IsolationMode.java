package consort.worker.folder;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How much a site wants its trainers kept apart from its keys. */
public enum IsolationMode {
    /** No trainer starts without it. */
    REQUIRED,
    /** Where it can be had. */
    PREFERRED,
    /** Not at all. */
    NONE;

    /** The word in {@code worker.yaml}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<IsolationMode> of(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(IsolationMode::word).toList();
    }
}
