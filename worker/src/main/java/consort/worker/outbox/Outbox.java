package consort.worker.outbox;

import com.google.protobuf.ByteString;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipts;
import consort.ledger.json.JsonObject;
import consort.ledger.log.SignedCheckpoint;
import consort.model.tensor.ByteSource;
import consort.worker.policy.Use;
import consort.worker.session.Backlog;
import consort.worker.session.PendingClaim;
import consort.worker.session.Proven;
import consort.worker.session.Recovered;
import consort.worker.session.UpdateRef;
import consort.worker.session.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The outbox of one worker. Claims and receipts come from one thread; updates may be written and read by others meanwhile.
 *
 * <p>An {@link IOException} of any method that keeps something leaves open whether it is kept: end the process, and the
 * next {@link #open} finds out.
 */
public final class Outbox {

    private final Disk disk;
    private final Recovered recovered;
    private ByteString newestReceipt;

    private Outbox(Disk disk, Recovered recovered) throws IOException {
        this.disk = disk;
        this.recovered = recovered;
        long last = recovered.lastKeptSeq();
        this.newestReceipt = last == 0 ? ByteString.EMPTY
                : ByteString.copyFrom(disk.readAll(Paths.receipt(last), Receipts.MAX_BYTES));
    }

    /** Deletes halves of files that an earlier process was writing when it died. No other process may use the folder meanwhile. */
    public static void clearHalves(FileDisk disk) throws IOException {
        for (String folder : Paths.FOLDERS) {
            disk.clearTemporaries(folder);
        }
    }

    /**
     * Opens the outbox as an earlier process left it, clears what is done with, and syncs what is not.
     *
     * @throws IOException when the disk fails, or holds what no crash leaves behind
     */
    public static Outbox open(Disk disk) throws IOException {
        return new Outbox(disk, new Recovery(disk).run());
    }

    /** What was found when it was opened. */
    public Recovered recovered() {
        return recovered;
    }

    /** The receipt that was kept last: what this worker can prove of the ledger. Empty when there is none. */
    public ByteString newestReceipt() {
        return newestReceipt;
    }

    /** Begins an update; one at a time. */
    public UpdateWriter beginUpdate(long maxBytes) throws IOException {
        return UpdateWriter.begin(disk, maxBytes);
    }

    /** An update that stands here, for the upload. */
    public ByteSource update(UpdateRef update) {
        return new DiskSource(disk, Paths.update(update.digest()), update.sizeBytes());
    }

    /** Keeps a signed claim, synced on return. The update it names must have been finished before. */
    public void keepClaim(PendingClaim claim) throws IOException {
        if (claim.update().isPresent() && !disk.exists(Paths.update(claim.update().get().digest()))) {
            throw new IllegalStateException("claim " + claim.seq() + " names an update that is not in the outbox");
        }
        disk.create(Paths.claim(claim.seq()), claim.entry().toByteArray());
    }

    /** Keeps a verified receipt, synced on return, and clears the claim and its update. */
    public void keepReceipt(PendingClaim claim, ByteString note, Verdict verdict) throws IOException {
        disk.replace(Paths.verdict(claim.seq()), json(claim, verdict));
        disk.replace(Paths.receipt(claim.seq()), note.toByteArray());
        newestReceipt = note;
        clear(claim);
    }

    /** Keeps verified proofs and the checkpoint they are under, synced on return. */
    public void keepProofs(SignedCheckpoint checkpoint, List<Proven> proven) throws IOException {
        new ProofFiles(disk).keep(checkpoint, proven);
    }

    /** Which receipts lack proofs now, of those that one of these keys signed. */
    public Backlog unproven(LogKeys logKeys) throws IOException {
        return new ProofFiles(disk).unproven(logKeys);
    }

    /** Takes a claim out that stands in no entry, and keeps it aside with the reason. */
    public void setAside(PendingClaim claim, String reason) throws IOException {
        disk.replace(Paths.reason(claim.seq()), (reason + "\n").getBytes(StandardCharsets.UTF_8));
        disk.replace(Paths.refused(claim.seq()), claim.entry().toByteArray());
        clear(claim);
    }

    /** Keeps what was lent without a receipt, synced on return. */
    public void keepUse(Use use) throws IOException {
        new UnclaimedUses(disk).add(use);
    }

    /** Keeps proof that the coordinator contradicts itself. */
    public void keepEvidence(String name, ByteString bytes) throws IOException {
        disk.replace(Paths.evidence(name), bytes.toByteArray());
    }

    private void clear(PendingClaim claim) throws IOException {
        disk.delete(Paths.claim(claim.seq()));
        if (claim.update().isPresent()) {
            disk.delete(Paths.update(claim.update().get().digest()));
        }
    }

    private static byte[] json(PendingClaim claim, Verdict verdict) {
        JsonObject.Builder json = JsonObject.builder()
                .put("seq", claim.seq())
                .put("lease", claim.lease())
                .put("verdict", verdict.accepted() ? "accepted" : "refused")
                .put("acceptedMillis", verdict.acceptedMillis())
                .put("timeMillis", claim.timeMillis())
                .put("deviceMillis", claim.deviceMillis());
        if (verdict.scoreMilli().isPresent()) {
            json.put("scoreMilli", verdict.scoreMilli().getAsLong());
        }
        verdict.reduction().ifPresent(reduction -> json.put("reduction", reduction));
        verdict.reason().ifPresent(reason -> json.put("reason", reason));
        return json.build().canonicalText().getBytes(StandardCharsets.UTF_8);
    }
}
