package consort.coordinator.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Work with blobs off the loop, and the deletion of blobs beside it. What work reads is not deleted while it runs. What it found or
 * made may be among the blobs that are deleted at the same time: then its result counts for nothing, and the work is done again.
 */
final class Underway {

    /** What each piece of work reads. */
    private final Map<String, Set<String>> reads = new HashMap<>();
    /** What was being deleted while each piece of work ran. */
    private final Map<String, Set<String>> doubts = new HashMap<>();
    private Set<String> deleting = Set.of();
    /** Garbage that was not deleted, as work was reading it. */
    private Set<String> heldBack = Set.of();
    private boolean freed;
    /** What is stored is being listed, or what of it may go deleted. */
    private boolean looks;
    private boolean lookAgain;
    private long deletedBlobs;
    private long deletedBytes;

    static String model(long ticket) {
        return "model " + ticket;
    }

    static String update(Object worker, long seq) {
        return "update " + worker + " " + seq;
    }

    static String sum(long run, long round) {
        return "sum " + run + " " + round;
    }

    void begin(String work, Collection<String> blobs) {
        reads.put(work, Set.copyOf(new HashSet<>(blobs)));
        doubts.put(work, new HashSet<>(deleting));
    }

    /**
     * Work came back.
     *
     * @return blobs that were deleted while it ran: what it says of them need not hold
     */
    Set<String> end(String work) {
        Set<String> read = reads.remove(work);
        freed |= read != null && !Collections.disjoint(read, heldBack);
        Set<String> doubt = doubts.remove(work);
        return doubt == null ? Set.of() : doubt;
    }

    /** @return whether work ended since the last call that kept garbage from being deleted */
    boolean freed() {
        boolean since = freed;
        freed = false;
        return since;
    }

    /** @return whether to look now for what may go; while that is done already, it is done once more afterwards */
    boolean look() {
        boolean begins = !looks;
        lookAgain = looks;
        looks = true;
        return begins;
    }

    /** @return whether to look again */
    boolean looked() {
        looks = false;
        return lookAgain;
    }

    /** Begins the deletion of what nothing reads; returns it in order. */
    List<String> delete(Set<String> garbage) {
        Set<String> free = new HashSet<>(garbage);
        reads.values().forEach(free::removeAll);
        deleting = Set.copyOf(free);
        Set<String> held = new HashSet<>(garbage);
        held.removeAll(free);
        heldBack = held;
        doubts.values().forEach(doubt -> doubt.addAll(free));
        List<String> ordered = new ArrayList<>(free);
        ordered.sort(null);
        return ordered;
    }

    void deleted(long blobs, long bytes) {
        deleting = Set.of();
        deletedBlobs += blobs;
        deletedBytes += bytes;
    }

    /** Since the process started. */
    long deletedBlobs() {
        return deletedBlobs;
    }

    /** Since the process started. */
    long deletedBytes() {
        return deletedBytes;
    }
}
