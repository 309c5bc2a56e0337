package consort.coordinator.loop;

import consort.coordinator.core.Held;
import consort.coordinator.core.Holding;
import consort.coordinator.core.Holding.Kind;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogStore;
import consort.ledger.merkle.TreeHash;
import java.io.IOException;
import java.util.List;

/** Compares what somebody holds of this log, signed by its key, with the log itself. */
final class Holdings {

    private final LogStore log;

    Holdings(LogStore log) {
        this.log = log;
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
