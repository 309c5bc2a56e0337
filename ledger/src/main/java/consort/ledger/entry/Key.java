package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.note.CosignerKey;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A key of a worker, the next key of an organization, or that of its witness is admitted.
 *
 * @param worker with the purposes {@code WORKER_INVITE} and {@code WORKER}; with {@code WITNESS} the one that is the witness by itself, if it is one
 * @param purpose who signs follows from it
 * @param key the verifier key that is admitted; with {@code WITNESS} a {@link consort.ledger.note.CosignerKey}
 * @param inviteHash with {@code WORKER_INVITE} only: digest of the public half of the invite's enrollment key
 * @param expiresMillis with {@code WORKER_INVITE} only: the last moment at which the invite can be used
 */
public record Key(
        long timeMillis,
        String organization,
        Optional<String> worker,
        long seq,
        Key.Purpose purpose,
        String key,
        Optional<String> inviteHash,
        OptionalLong expiresMillis) implements PartyBody {

    /** What a key is for. */
    public enum Purpose {
        /** Derived from an invite's secret; signs nothing but one {@code WORKER} key. Signed by the organization. */
        WORKER_INVITE,
        /** The worker's own. Signed by the key of its invite, which this uses up. */
        WORKER,
        /**
         * The organization's next one, signed by its present one. With seq 1 and signed by itself, it says that the next key is
         * taken up; the first entry that the next key signs retires the present one.
         */
        ORGANIZATION,
        /**
         * The organization's witness cosigns checkpoints with it, and with none that it had before. Signed by the organization, or,
         * while it has no witness, by the worker that is named.
         */
        WITNESS;

        /** Whether a key for this names a worker, or does not. */
        boolean fits(Optional<String> worker) {
            return this == WITNESS || worker.isPresent() == (this == WORKER_INVITE || this == WORKER);
        }

        public String text() {
            return Fields.text(this);
        }
    }

    /** @throws JsonException when the fields are not exactly those of its purpose */
    public Key {
        if (!purpose.fits(worker)) {
            throw new JsonException("a key entry names a worker when its purpose is worker-invite or worker, and none when it is organization; it is "
                    + purpose.text());
        }
        boolean invite = purpose == Purpose.WORKER_INVITE;
        if (inviteHash.isPresent() != invite || expiresMillis.isPresent() != invite) {
            throw new JsonException("a key entry has inviteHash and expiresMillis exactly when its purpose is worker-invite, not "
                    + purpose.text());
        }
    }

    /** An invite for a worker; {@code seq} counts the entries of the organization's key. */
    public static Key workerInvite(
            long timeMillis, WorkerId worker, long seq, String key, String inviteHash, long expiresMillis) {
        return new Key(timeMillis, worker.organization(), Optional.of(worker.worker()), seq, Purpose.WORKER_INVITE, key,
                Optional.of(inviteHash), OptionalLong.of(expiresMillis));
    }

    /** The worker's own key; always the first entry of its invite's key. */
    public static Key worker(long timeMillis, WorkerId worker, String key) {
        return new Key(timeMillis, worker.organization(), Optional.of(worker.worker()), 1, Purpose.WORKER, key,
                Optional.empty(), OptionalLong.empty());
    }

    /** An organization's next key; {@code seq} counts the entries of the key that signs this. */
    public static Key organization(long timeMillis, String organization, long seq, String key) {
        return new Key(timeMillis, organization, Optional.empty(), seq, Purpose.ORGANIZATION, key,
                Optional.empty(), OptionalLong.empty());
    }

    /** The key of an organization's witness; {@code seq} counts the entries of the organization's key. */
    public static Key witness(long timeMillis, String organization, long seq, CosignerKey key) {
        return new Key(timeMillis, organization, Optional.empty(), seq, Purpose.WITNESS, key.toString(),
                Optional.empty(), OptionalLong.empty());
    }

    /** The key of a worker that is its organization's witness; {@code seq} counts the entries of the worker's key. */
    public static Key witness(long timeMillis, WorkerId worker, long seq, CosignerKey key) {
        return new Key(timeMillis, worker.organization(), Optional.of(worker.worker()), seq, Purpose.WITNESS, key.toString(),
                Optional.empty(), OptionalLong.empty());
    }

    /** Whose key it is, when it is a worker's. */
    public WorkerId workerId() {
        return new WorkerId(organization, worker.orElseThrow());
    }

    static Key read(JsonFields json) {
        return new Key(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.optional(json, "worker", Fields::name),
                Fields.number(json, "seq"),
                Fields.constant(json, "purpose", Key.Purpose.class),
                Fields.key(json, "key"),
                Fields.optional(json, "inviteHash", Fields::digest),
                Fields.optionalLong(json, "expiresMillis", Fields::natural));
    }

    @Override
    public EntryType type() {
        return EntryType.KEY;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .putIfPresent("worker", Fields.json(worker))
                .put("seq", seq)
                .put("purpose", purpose.text())
                .put("key", key)
                .putIfPresent("inviteHash", Fields.json(inviteHash))
                .putIfPresent("expiresMillis", Fields.json(expiresMillis))
                .build();
    }
}
