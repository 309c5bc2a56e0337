package consort.simulator.check;

import consort.ledger.disk.Disk;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.Hash;
import consort.ledger.note.Note;
import consort.simulator.ViolationException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers, outside of every machine that can die, what witnesses cosigned: no two of these checkpoints contradict each other, and
 * no witness forgets.
 */
public final class CosignedWatch {

    private final LedgerWatch ledger;
    private final Map<Long, Hash> roots = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();

    public CosignedWatch(LedgerWatch ledger) {
        this.ledger = ledger;
    }

    /** A witness cosigned, and has not answered yet. */
    public void cosigned(String organization, Note note) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        require(checkpoint.root().equals(roots.computeIfAbsent(checkpoint.size(), size -> checkpoint.root())),
                "two trees of " + checkpoint.size() + " entries were cosigned");
        require(checkpoint.size() >= newest.getOrDefault(organization, 0L), "the witness of " + organization + " went back to "
                + checkpoint.size() + " entries");
        require(ledger.checkpoints().stream().anyMatch(published -> published.checkpoint().equals(checkpoint)),
                "a checkpoint of " + checkpoint.size() + " entries was cosigned and never published");
        newest.put(organization, checkpoint.size());
    }

    /** A witness was started. */
    public void remembers(String organization, long size) {
        require(size >= newest.getOrDefault(organization, 0L), "the witness of " + organization + " remembers " + size + " entries, and cosigned "
                + newest.get(organization));
    }

    /** Whether a quorum's cosignatures stand under a checkpoint of all entries. */
    public boolean allWitnessed(Disk coordinator) {
        try {
            return coordinator.exists(SignedCheckpoint.WITNESSED) && SignedCheckpoint.parse(coordinator.readAll(
                    SignedCheckpoint.WITNESSED, SignedCheckpoint.MAX_BYTES)).checkpoint().size() == ledger.size();
        } catch (IOException unreadable) {
            throw new ViolationException("what was witnessed cannot be read: " + unreadable, unreadable);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ViolationException(otherwise);
        }
    }
}
