package consort.coordinator.core;

import java.util.Comparator;

/** A worker, written {@code acme/w1}. */
public record WorkerId(String organization, String worker) implements Comparable<WorkerId> {

    private static final Comparator<WorkerId> ORDER =
            Comparator.comparing(WorkerId::organization).thenComparing(WorkerId::worker);

    /** Reads {@code acme/w1}. */
    public static WorkerId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new IllegalArgumentException("not a worker (organization/worker): \"" + text + "\"");
        }
        return new WorkerId(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(WorkerId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return organization + "/" + worker;
    }
}
