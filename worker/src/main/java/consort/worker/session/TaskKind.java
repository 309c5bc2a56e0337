package consort.worker.session;

import java.util.Optional;

/** What a task asks for. */
public enum TaskKind {
    /** Train on local data and return an update. */
    TRAIN("train"),
    /** Measure the model on local data; nothing is uploaded. */
    EVALUATE("evaluate");

    private final String word;

    TaskKind(String word) {
        this.word = word;
    }

    /** The word on the wire and in the ledger. */
    public String word() {
        return word;
    }

    static Optional<TaskKind> of(String word) {
        for (TaskKind kind : values()) {
            if (kind.word.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
