package consort.worker.confidential;

import consort.ledger.disk.Disk;
import consort.ledger.entry.Entries;
import consort.ledger.entry.ErasedFields;
import consort.ledger.entry.Erasure;
import consort.ledger.entry.Limits;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.WorkerId;
import consort.worker.member.OwnEntries;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says in the ledger what a worker destroyed. Whatever fails, what was destroyed is remembered until it is said: the same again goes on.
 * The caller holds the folder's lock.
 */
public final class Erasing {

    private final Disk disk;
    private final KeptEntries kept;
    private final OwnEntries entries;
    private final WorkerId worker;
    private final InstantSource clock;

    /** @param disk the worker's folder */
    public Erasing(Disk disk, KeptEntries kept, OwnEntries entries, WorkerId worker, InstantSource clock) {
        this.disk = disk;
        this.kept = kept;
        this.entries = entries;
        this.worker = worker;
        this.clock = clock;
    }

    /** Enters all that was destroyed and not said yet. */
    public void sayAll() throws IOException, StatusException {
        for (byte[] left : entries.sendLeft(disk)) {
            if (Entries.parse(left).body() instanceof Erasure erasure) {
                kept.said(erasure.erased());
            }
        }
        List<ErasedFields> unsaid = kept.unsaid();
        for (int from = 0; from < unsaid.size(); from += Limits.MAX_ERASED_ENTRIES) {
            say(unsaid.subList(from, Math.min(unsaid.size(), from + Limits.MAX_ERASED_ENTRIES)));
        }
    }

    private void say(List<ErasedFields> erased) throws IOException, StatusException {
        if (append(erased)) {
            return;
        }
        // Something of it is said already, by the organization or by an attempt whose end was not noted: each by itself then.
        for (ErasedFields one : erased) {
            for (PrivateField field : one.fields()) {
                append(List.of(new ErasedFields(one.entry(), Set.of(field))));
            }
        }
    }

    /** Whether it was entered; if not, the ledger has something of it. What is said one by one counts as said in both cases. */
    private boolean append(List<ErasedFields> erased) throws IOException, StatusException {
        boolean single = erased.size() == 1 && erased.getFirst().fields().size() == 1;
        try {
            entries.append(disk, seq -> new Erasure(clock.millis(), worker.organization(), Optional.of(worker.worker()), seq, erased));
        } catch (StatusException e) {
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw e;
            }
            if (!single) {
                return false;
            }
        }
        kept.said(erased);
        return true;
    }
}
