package consort.worker.outbox;

import consort.ledger.disk.Disk;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TlogProof;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.worker.session.Backlog;
import consort.worker.session.Proven;
import consort.worker.session.Unproven;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The proofs beside a worker's receipts, and the newest checkpoint it saw. A receipt lacks proofs until the proof of its own entry is
 * there, which is written last.
 */
public final class ProofFiles {

    private final Disk disk;

    /** @param disk the worker's folder */
    public ProofFiles(Disk disk) {
        this.disk = disk;
    }

    /**
     * The newest checkpoint that this worker saw.
     *
     * @throws IOException when it cannot be read, or is none
     */
    public Optional<SignedCheckpoint> checkpoint() throws IOException {
        if (!disk.exists(Paths.CHECKPOINT)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SignedCheckpoint.parse(disk.readAll(Paths.CHECKPOINT, SignedCheckpoint.MAX_BYTES)));
        } catch (MalformedNoteException damaged) {
            throw new IOException(Paths.CHECKPOINT + " is damaged: " + damaged.getMessage()
                    + "; put it back, or in its place the last part of a receipts/*.tlog-proof, after the empty line", damaged);
        }
    }

    /** Which receipts lack proofs; what none of these keys signed is damaged, and no proof of it can be asked for. */
    public Backlog unproven(LogKeys logKeys) throws IOException {
        List<Unproven> first = new ArrayList<>();
        List<Long> damaged = new ArrayList<>();
        long further = 0;
        for (long seq : lacking()) {
            Optional<Unproven> receipt = first.size() == Backlog.MAX_FIRST ? Optional.empty() : receipt(seq, logKeys);
            if (first.size() == Backlog.MAX_FIRST) {
                further++;
            } else if (receipt.isPresent()) {
                first.add(receipt.get());
            } else if (damaged.size() < Backlog.MAX_FIRST) {
                damaged.add(seq);
            }
        }
        return new Backlog(first, further, damaged);
    }

    /** Seqs of the receipts without proofs, ascending, damaged ones among them. */
    public List<Long> lacking() throws IOException {
        Set<String> names = new HashSet<>(disk.list(Paths.RECEIPTS));
        return Paths.numbers(disk, Paths.RECEIPTS).stream()
                .filter(seq -> !names.contains(seq + TlogProof.SUFFIX)).sorted().toList();
    }

    /** How many receipts of this worker's own entries are kept. */
    public long receipts() throws IOException {
        return Paths.numbers(disk, Paths.RECEIPTS).size();
    }

    /** When the claim was made that a receipt answers; empty for other entries, and where no verdict is kept. */
    public OptionalLong claimedMillis(long seq) throws IOException {
        return verdict(seq, verdict -> OptionalLong.of(verdict.integer("timeMillis", 0, JsonValue.MAX_INTEGER)), OptionalLong.empty());
    }

    /** The checkpoint is durable before the proofs, so that none is kept under one that is forgotten. */
    void keep(SignedCheckpoint checkpoint, List<Proven> proven) throws IOException {
        disk.replace(Paths.CHECKPOINT, checkpoint.bytes());
        for (Proven one : proven) {
            List<TlogProof> proofs = one.proofs();
            for (TlogProof observation : proofs.subList(1, proofs.size())) {
                disk.replace(Paths.observationProof(one.seq()), observation.bytes());
            }
            disk.replace(Paths.proof(one.seq()), proofs.getFirst().bytes());
        }
    }

    /** Written again: what can be read need not be durable. */
    Optional<SignedCheckpoint> durableCheckpoint() throws IOException {
        Optional<SignedCheckpoint> checkpoint = checkpoint();
        if (checkpoint.isPresent()) {
            disk.replace(Paths.CHECKPOINT, checkpoint.get().bytes());
        }
        return checkpoint;
    }

    private Optional<Unproven> receipt(long seq, LogKeys logKeys) throws IOException {
        try {
            List<Receipted> entries = Receipts.verify(disk.readAll(Paths.receipt(seq), Receipts.MAX_BYTES), logKeys).entries();
            return entries.size() <= 2 ? Optional.of(new Unproven(seq, entries)) : Optional.empty();
        } catch (MalformedNoteException | UnverifiedNoteException damaged) {
            return Optional.empty();
        }
    }

    /** @param otherwise where no verdict is kept, or what is kept is damaged */
    private <T> T verdict(long seq, Function<JsonFields, T> read, T otherwise) throws IOException {
        if (!disk.exists(Paths.verdict(seq))) {
            return otherwise;
        }
        try {
            return read.apply(JsonObject.parse(disk.readAll(Paths.verdict(seq), Recovery.MAX_VERDICT_BYTES),
                    Recovery.MAX_VERDICT_BYTES).fields());
        } catch (JsonException damaged) {
            return otherwise;
        }
    }
}
