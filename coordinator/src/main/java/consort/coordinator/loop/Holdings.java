package consort.coordinator.loop;

import com.google.protobuf.ByteString;
import consort.coordinator.core.Event;
import consort.coordinator.core.Held;
import consort.coordinator.core.Holding;
import consort.coordinator.core.Holding.Kind;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Subject;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogStore;
import consort.ledger.merkle.TreeHash;
import consort.proto.Hello;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares what somebody holds of this log, signed by its key, with the log itself. */
final class Holdings {

    private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);

    private final LogStore log;
    private final LogKeys logKeys;

    Holdings(LogStore log, LogKeys logKeys) {
        this.log = log;
        this.logKeys = logKeys;
    }

    /** Reports come compared with the log; to one that waits for reports, a hello can contradict as well. */
    List<Event> compared(List<Event> events, boolean recovering) throws IOException {
        List<Event> compared = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Report report) {
                compared.add(compared(report));
            } else {
                if (recovering && event instanceof Event.Received received && received.message().hasHello()) {
                    compared.add(reported(received));
                }
                compared.add(event);
            }
        }
        return compared;
    }

    /** What a worker holds, as its hello says: a receipt and a checkpoint, a signature on each. It is answered on its stream. */
    private Event reported(Event.Received received) throws IOException {
        Hello hello = received.message().getHello();
        List<byte[]> held = Stream.of(hello.getHeld(), hello.getHeldCheckpoint()).filter(note -> !note.isEmpty())
                .map(ByteString::toByteArray).toList();
        return compared(new Event.Report(Event.Report.UNASKED, Subject.of(received.worker()), Held.read(held, logKeys)));
    }

    private Event compared(Event.Report report) throws IOException {
        Holding holding = compare(report.held());
        if (holding.kind() == Holding.Kind.MORE || holding.kind() == Holding.Kind.OTHER) {
            LOG.warn("{} holds the log key's signature on {} entries; the ledger here has {} and does not have them all",
                    report.who(), holding.entries(), log.size());
        }
        return report.compared(holding);
    }

    /** The strongest of what somebody holds; unsigned only when all of it is. */
    Holding compare(List<Held> all) throws IOException {
        Holding strongest = all.isEmpty() ? Holding.NOTHING : Holding.UNSIGNED;
        for (Held held : all) {
            strongest = strongest.and(compare(held));
        }
        return strongest;
    }

    private Holding compare(Held held) throws IOException {
        return switch (held) {
            case Held.Tree(Checkpoint checkpoint) -> compare(checkpoint);
            case Held.Entries(List<Receipted> receipted) -> compareEntries(receipted);
            case Held.Unsigned _ -> Holding.UNSIGNED;
        };
    }

    private Holding compare(Checkpoint held) throws IOException {
        if (held.size() > log.size()) {
            return new Holding(Kind.MORE, held.size());
        }
        return new Holding(log.root(held.size()).equals(held.root()) ? Kind.SAME : Kind.OTHER, held.size());
    }

    private Holding compareEntries(List<Receipted> receipted) throws IOException {
        Holding strongest = Holding.NOTHING;
        for (Receipted entry : receipted) {
            strongest = strongest.and(new Holding(kind(entry), entry.index() + 1));
        }
        return strongest;
    }

    private Kind kind(Receipted entry) throws IOException {
        if (entry.index() >= log.size()) {
            return Kind.MORE;
        }
        return TreeHash.leaf(log.entry(entry.index())).equals(entry.leafHash()) ? Kind.SAME : Kind.OTHER;
    }
}
