package consort.worker.copy;

import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.Job;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Limits;
import consort.ledger.json.JsonException;
import consort.ledger.log.EntryBundle;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TilePath;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import consort.worker.enroll.KnownKeys;
import consort.worker.enroll.TamperingException;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A job as the ledger has it: the documents have the digests that its entry names, and the log's key of that time signed the entry.
 *
 * @param entry index of its entry
 * @param estimate what a run of it will take; absent when the coordinator made none
 */
public record SubmittedJob(String digest, JobDocument job, String submitter, long entry, Optional<EstimateDocument> estimate) {

    private static final int ATTEMPTS = 3;

    /**
     * Fetches it.
     *
     * @param digest of the job
     * @param entry where the coordinator says that the job's entry stands
     * @throws TamperingException when what the coordinator serves does not hold
     */
    public static SubmittedJob fetch(CoordinatorChannel channel, KnownKeys keys, String digest, long entry)
            throws IOException, StatusException {
        return fetch(new RemoteLedger(channel), keys, digest, entry);
    }

    static SubmittedJob fetch(LedgerFiles remote, KnownKeys keys, String digest, long entry)
            throws IOException, StatusException {
        Job submitted = entry(remote, keys, digest, entry);
        JobDocument job = document(remote, digest, JobDocument::parse);
        Optional<EstimateDocument> estimate = Optional.empty();
        if (submitted.estimate().isPresent()) {
            EstimateDocument made = document(remote, submitted.estimate().get(), EstimateDocument::parse);
            if (!made.job().equals(digest)) {
                throw new TamperingException("the estimate that entry " + entry + " names is about another job, " + made.job());
            }
            estimate = Optional.of(made);
        }
        return new SubmittedJob(digest, job, submitted.submitter(), entry, estimate);
    }

    private static Job entry(LedgerFiles remote, KnownKeys keys, String digest, long index)
            throws IOException, StatusException {
        try {
            Entry entry = Entries.parse(index, bytes(remote, keys, index));
            VerifierKey signer = keys.known().reigning(index);
            if (entry.body() instanceof Job job && job.job().equals(digest) && entry.isSignedBy(signer)) {
                return job;
            }
        } catch (IllegalArgumentException unfit) {
            throw new TamperingException("entry " + index + " of the coordinator's ledger cannot be read: " + unfit.getMessage());
        }
        throw new TamperingException("entry " + index + " of the coordinator's ledger does not submit job " + digest
                + " under the log's key of that time");
    }

    /** A partial tile may be gone because it became full meanwhile: then a newer checkpoint is taken. */
    private static byte[] bytes(LedgerFiles remote, KnownKeys keys, long index) throws IOException, StatusException {
        long tile = index / TilePath.FULL;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            long size = size(remote, keys);
            if (index < 0 || index >= size) {
                throw new IOException("the coordinator's checkpoint has " + size + " entries and does not cover entry " + index
                        + " yet; try again in a moment");
            }
            int width = (int) Math.min(TilePath.FULL, size - tile * TilePath.FULL);
            Optional<byte[]> bundle = remote.read(new TilePath(TilePath.ENTRIES, tile, width).path(), EntryBundle.MAX_BYTES);
            if (bundle.isPresent()) {
                List<byte[]> entries = EntryBundle.decode(bundle.get());
                int at = (int) (index % TilePath.FULL);
                if (at >= entries.size()) {
                    throw new TamperingException("the coordinator's tile " + tile + " ends before entry " + index);
                }
                return entries.get(at);
            }
        }
        throw new IOException("the ledger grew faster than it could be read; try again");
    }

    private static long size(LedgerFiles remote, KnownKeys keys) throws IOException, StatusException {
        byte[] bytes = remote.read(SignedCheckpoint.PATH, SignedCheckpoint.MAX_BYTES)
                .orElseThrow(() -> new IOException("the coordinator has published no checkpoint yet; try again in a moment"));
        try {
            SignedCheckpoint checkpoint = SignedCheckpoint.parse(bytes);
            keys.verify(checkpoint::verify);
            return checkpoint.checkpoint().size();
        } catch (MalformedNoteException | UnverifiedNoteException e) {
            throw new TamperingException("the coordinator's checkpoint does not hold: " + e.getMessage());
        }
    }

    private static <D> D document(LedgerFiles remote, String digest, Function<byte[], D> parser)
            throws IOException, StatusException {
        byte[] bytes = remote.read("docs/" + digest, Limits.MAX_DOCUMENT_BYTES).orElseThrow(() -> new TamperingException(
                "the ledger names the document " + digest + ", which the coordinator does not have"));
        if (!Document.digest(bytes).equals(digest)) {
            throw new TamperingException("the coordinator's document " + digest + " has other bytes");
        }
        try {
            return parser.apply(bytes);
        } catch (JsonException malformed) {
            throw new TamperingException("the document " + digest + " is none of its kind: " + malformed.getMessage());
        }
    }
}
