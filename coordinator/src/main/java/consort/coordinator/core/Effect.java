package consort.coordinator.core;

import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.log.SignedCheckpoint;
import consort.proto.CoordinatorMessage;
import java.util.List;
import java.util.Map;

/** What is to be done once the decision's entries are durable. */
public sealed interface Effect {

    /** Send a message on a worker's stream, if that stream is still there. */
    record Send(WorkerId worker, long session, CoordinatorMessage message) implements Effect {
    }

    /** Send the task of a lease that is in the ledger; what it says, and the lease's entry, are the loop's to add. */
    record SendTask(WorkerId worker, long session, long lease) implements Effect {
    }

    /** Send the receipt of a claim and its observation, both already in the ledger. */
    record SendReceipt(WorkerId worker, long session, long seq) implements Effect {
    }

    /**
     * Send a worker proofs of its own entries, once a checkpoint covers them.
     *
     * @param knownSize entries under the checkpoint that the worker remembers; 0 without any
     */
    record SendProof(WorkerId worker, long session, long knownSize, List<Long> seqs) implements Effect {

        public SendProof {
            seqs = List.copyOf(seqs);
        }
    }

    /**
     * Make these proofs off the loop, from the published tiles, and send them. They may be given up for newer ones of the same worker.
     *
     * @param entries each below the checkpoint's size
     */
    record Prove(WorkerId worker, long session, long knownSize, List<Receipted> entries, SignedCheckpoint checkpoint) implements Effect {

        public Prove {
            entries = List.copyOf(entries);
        }
    }

    /** One of a worker's own entries, and the indexes of what its receipt names. */
    record Receipted(long seq, List<Long> indexes) {

        public Receipted {
            indexes = List.copyOf(indexes);
        }
    }

    /** End a worker's stream. */
    record CloseSession(WorkerId worker, long session, String reason) implements Effect {
    }

    /** End all streams and connections of somebody whose part ended, and of all who belong to it. */
    record CutOff(Subject subject, String reason) implements Effect {
    }

    /** End the stream of a worker that is not to come back until the operator lets it. */
    record BarSession(WorkerId worker, long session, String reason) implements Effect {
    }

    /** Other certificate authorities count, or another one issues: connections and peers are to hear of it. */
    record AuthoritiesChanged() implements Effect {
    }

    /** Answer a request. */
    record Answer(long ticket, Reply reply) implements Effect {
    }

    /** Check a job's initial model; comes back as {@link Event.ModelChecked}. */
    record CheckModel(long ticket, byte[] job, Event.Purpose purpose, String model, List<String> trainable,
            Map<String, Integer> scales) implements Effect {
    }

    /** Check an update against the model it belongs to; comes back as {@link Event.UpdateChecked}. */
    record CheckUpdate(WorkerId worker, long seq, String update, String model, List<String> trainable,
            Map<String, Integer> scales, long maxNormMillionths, long maxBytes) implements Effect {
    }

    /** Make the next model of a round's updates, by the rule that its entry will name; comes back as {@link Event.Aggregated}. */
    record Aggregate(long run, long round, String rule, String previous, List<String> trainable, Map<String, Integer> scales,
            List<Addend> updates) implements Effect {
    }

    /** One update of an aggregation, with the weight its lease fixed. */
    record Addend(String update, long weight) {
    }

    /** Look whether the latest model of a run is stored; comes back as {@link Event.ModelLookedFor}. */
    record FindModel(long run, String model) implements Effect {
    }

    /** List what models and updates are stored; comes back as {@link Event.BlobsListed}. */
    record ListBlobs() implements Effect {
    }

    /** Delete blobs that are no longer kept; comes back as {@link Event.BlobsDeleted}. */
    record DeleteBlobs(List<String> digests) implements Effect {
    }

    /** Sign and publish a checkpoint before any further effect: something new is to be served. */
    record Publish() implements Effect {
    }
}
