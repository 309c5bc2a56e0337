package consort.simulator.check;

import consort.coordinator.core.Event;
import consort.ledger.entry.WorkerId;
import consort.proto.WorkerMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who is there for a process of the coordinator, by the events that reached it: a worker's newest stream that said hello counts, until its
 * end was told.
 */
final class Presence {

    /** Any check of an update takes less. */
    private static final long CHECKING_MILLIS = 2_000;

    private final TreeMap<WorkerId, Stream> streams = new TreeMap<>();
    private final Map<WorkerId, Long> goneSince = new HashMap<>();
    private final Map<WorkerId, Long> claimedAt = new HashMap<>();
    /** When its worker last told of each task. */
    private final Map<Task, Long> signs = new HashMap<>();
    private Set<WorkerId> thereBefore = Set.of();
    private final Set<WorkerId> cameSince = new HashSet<>();
    private long startedMillis;
    private long changedMillis;

    /** @param unsure whether the worker said something for which it may be given no task */
    private record Stream(long session, boolean unsure) {
    }

    private record Task(WorkerId worker, long lease) {
    }

    /** A process begins, which knows of nobody. */
    void started(long nowMillis) {
        streams.clear();
        goneSince.clear();
        claimedAt.clear();
        signs.clear();
        cameSince.clear();
        thereBefore = Set.of();
        startedMillis = nowMillis;
        changedMillis = nowMillis;
    }

    /** A batch is about to be decided. */
    void happened(List<Event> batch, long nowMillis) {
        thereBefore = Set.copyOf(streams.keySet());
        cameSince.clear();
        for (Event event : batch) {
            switch (event) {
                case Event.Received received -> received(received, nowMillis);
                case Event.Disconnected gone -> disconnected(gone, nowMillis);
                default -> { }
            }
        }
    }

    private void received(Event.Received event, long nowMillis) {
        WorkerId worker = event.worker();
        WorkerMessage message = event.message();
        Stream stream = streams.get(worker);
        boolean current = stream != null && stream.session == event.session();
        if (!current) {
            if (message.hasHello()) {
                came(worker, new Stream(event.session(), message.getHello().hasAvailability()), nowMillis);
            }
            return;
        }
        switch (message.getMessageCase()) {
            case CLAIM -> claimedAt.put(worker, nowMillis);
            case PROGRESS -> signs.put(new Task(worker, message.getProgress().getLease()), nowMillis);
            case AVAILABILITY -> unsure(worker);
            case HAND_BACK -> {
                if (message.getHandBack().getNotAgain()) {
                    unsure(worker);
                }
            }
            default -> { }
        }
    }

    private void came(WorkerId worker, Stream stream, long nowMillis) {
        streams.put(worker, stream);
        goneSince.remove(worker);
        cameSince.add(worker);
        changedMillis = nowMillis;
    }

    private void unsure(WorkerId worker) {
        streams.computeIfPresent(worker, (_, stream) -> new Stream(stream.session, true));
    }

    private void disconnected(Event.Disconnected event, long nowMillis) {
        Stream stream = streams.get(event.worker());
        if (stream != null && stream.session == event.session()) {
            streams.remove(event.worker());
            goneSince.put(event.worker(), nowMillis);
            changedMillis = nowMillis;
        }
    }

    /** A claim of the worker has its verdict. */
    void answered(WorkerId worker) {
        claimedAt.remove(worker);
    }

    /** Whether it was there at some moment of the batch. */
    boolean wasThere(WorkerId worker) {
        return thereBefore.contains(worker) || cameSince.contains(worker);
    }

    /** Everybody who may be there. */
    Set<WorkerId> there() {
        return streams.keySet();
    }

    /** Who was there all through the batch, and said nothing for which it might be given no task. */
    List<WorkerId> surelyThere() {
        return streams.entrySet().stream().filter(open -> !open.getValue().unsure).map(Map.Entry::getKey)
                .filter(worker -> thereBefore.contains(worker) && !cameSince.contains(worker)).toList();
    }

    /** For how long it has been away, as far as this process can know; 0 when it is there. */
    long goneMillis(WorkerId worker, long nowMillis) {
        return streams.containsKey(worker) ? 0 : nowMillis - goneSince.getOrDefault(worker, startedMillis);
    }

    /** Whether a claim of the worker may be being looked at. */
    boolean isClaiming(WorkerId worker, long nowMillis) {
        return claimedAt.containsKey(worker) && nowMillis - claimedAt.get(worker) < CHECKING_MILLIS;
    }

    /** Whether its worker told of a task. */
    boolean gaveSign(WorkerId worker, long lease) {
        return signs.containsKey(new Task(worker, lease));
    }

    /** When its worker told of a task last, or since when that counts. */
    long signMillis(WorkerId worker, long lease, long sinceMillis) {
        return Math.max(sinceMillis, signs.getOrDefault(new Task(worker, lease), sinceMillis));
    }

    /** For how long nobody has come or gone. */
    long steadyMillis(long nowMillis) {
        return nowMillis - changedMillis;
    }
}
