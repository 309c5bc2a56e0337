package consort.worker.copy;

import consort.ledger.entry.Document;
import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.Job;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Limits;
import consort.ledger.json.JsonException;
import consort.worker.enroll.KnownKeys;
import consort.worker.enroll.TamperingException;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A job as the ledger has it: the documents have the digests that its entry names, and the log's key of that time signed the entry.
 *
 * @param entry index of its entry
 * @param estimate what a run of it will take; absent when the coordinator made none
 */
public record SubmittedJob(String digest, JobDocument job, String submitter, long entry, Optional<EstimateDocument> estimate) {

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
        return (Job) RemoteEntry.fetch(remote, keys, index, body -> body instanceof Job job && job.job().equals(digest),
                "does not submit job " + digest).body();
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
