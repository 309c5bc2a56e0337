package consort.worker.session;

import com.google.protobuf.ByteString;
import consort.ledger.entry.LogKeys;
import consort.ledger.log.SignedCheckpoint;
import consort.proto.WorkerMessage;
import consort.worker.policy.Use;
import java.util.List;
import java.util.Optional;

/**
 * What the driver is to do, in the order given. Effects that take long are started and answered with an event later; each
 * is answered exactly once unless its Javadoc says otherwise.
 */
public sealed interface Effect {

    /**
     * Open a stream after a delay. Answered with {@link Event.Connected} and later {@link Event.Disconnected} or
     * {@link Event.Rejected}, or with one of the latter alone.
     */
    record Connect(long connection, long delayMillis) implements Effect {
    }

    /** Send over the stream. If it is gone, nothing happens: the session will hear of it. */
    record Send(long connection, WorkerMessage message) implements Effect {
    }

    /** Close the stream. {@link Event.Disconnected} may follow and is ignored. */
    record Disconnect(long connection, String reason) implements Effect {
    }

    /** Bring the model into the cache, resuming what is there; a fetch of it that is under way is joined. */
    record Fetch(String digest, long sizeBytes, long delayMillis) implements Effect {
    }

    /** Run the trainer on the cached model. Any number of {@link Event.Progressed}, then {@link Event.Trained}. */
    record Train(Assignment assignment) implements Effect {
    }

    /** End the task, drop what it left; {@link Event.Trained} must not follow. */
    record StopTrainer(long lease) implements Effect {
    }

    /** End the trainer's process, at once. Answered with {@link Event.DeviceFreed}. */
    record FreeDevice() implements Effect {
    }

    /**
     * Form the update of a trained task in the outbox: delta against the model, canonical, at most {@code maxBytes}.
     * Answered with {@link Event.Formed} or {@link Event.FormFailed}.
     */
    record FormUpdate(Assignment assignment, long maxBytes) implements Effect {
    }

    /** Sign the claim and sync it to the outbox. An error there ends the process. */
    record SignClaim(ClaimDraft draft) implements Effect {
    }

    /** Bring the update to the coordinator, resuming what it holds. */
    record Upload(UpdateRef update, long delayMillis) implements Effect {
    }

    /** Sync the verified receipt, then clear the claim and its update from the outbox. An error ends the process. */
    record KeepReceipt(PendingClaim claim, ByteString note, Verdict verdict) implements Effect {
    }

    /** Sync the checkpoint, then the proofs under it. An error ends the process. No answer. */
    record KeepProofs(SignedCheckpoint checkpoint, List<Proven> proven) implements Effect {

        public KeepProofs {
            proven = List.copyOf(proven);
        }
    }

    /** Look up which receipts lack proofs, of those that one of these keys signed. Answered with {@link Event.UnprovenFound}. */
    record FindUnproven(LogKeys logKeys) implements Effect {
    }

    /** Take a claim that stands in no entry out of the outbox, keeping it aside with the reason. No answer. */
    record SetAside(PendingClaim claim, String reason) implements Effect {
    }

    /** Sync what the site lent without a receipt for it, so that its budget counts it after a restart too. No answer. */
    record KeepUse(Use use) implements Effect {
    }

    /** Sync proof that the coordinator contradicts itself. No answer. */
    record KeepEvidence(String name, ByteString bytes) implements Effect {
    }

    /**
     * Sync what the ledger's entries say of its keys, before anything signed by a new one counts. An error ends the process. No answer.
     *
     * @param entries all entries about log keys and certificate authorities, in the ledger's order
     * @param certificates DER of each authority that such an entry added
     */
    record KeepLogKeys(List<ByteString> entries, List<ByteString> certificates) implements Effect {

        public KeepLogKeys {
            entries = List.copyOf(entries);
            certificates = List.copyOf(certificates);
        }
    }

    /** Tell the person at the site. No answer. */
    record Tell(Notice notice) implements Effect {
    }

    /**
     * End the worker, closing its stream after what was sent. The last effect there is.
     *
     * @param again whether another session follows
     * @param measure a trainer whose benchmark is to be done before that
     */
    record Exit(int exitCode, String message, boolean again, Optional<String> measure) implements Effect {

        /** For good. */
        public Exit(int exitCode, String message) {
            this(exitCode, message, false, Optional.empty());
        }
    }
}
