package consort.simulator.time;

import java.util.function.Consumer;

/** What happened, in order: lines for people, and a hash of every event, call to a disk and entry. Equal simulations have equal hashes. */
public final class Trace {

    private static final long PRIME = 0x9e3779b97f4a7c15L;

    private final Consumer<String> lines;
    private long hash;

    /** @param lines receives a line for whatever a reader may want to know */
    public Trace(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Something happened that is worth a line. */
    public void line(long nowMillis, String line) {
        add(nowMillis);
        add(line);
        lines.accept(nowMillis + " " + line);
    }

    /** Something happened that is told by text. */
    public void add(String text) {
        add(text.hashCode());
    }

    /** Something happened that is told by a number. */
    public void add(long what) {
        long mixed = (hash ^ what) * PRIME;
        hash = mixed ^ mixed >>> 29;
    }

    public String hash() {
        return "%016x".formatted(hash);
    }
}
