package consort.worker.outbox;

import com.google.protobuf.ByteString;
import consort.ledger.disk.Disk;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Limits;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.Receipts;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.entry.UsageClaim;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import consort.worker.policy.Use;
import consort.worker.session.PendingClaim;
import consort.worker.session.Recovered;
import consort.worker.session.UpdateRef;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes sense of what a process left behind, wherever it died. Deletions are not durable, so a claim whose receipt is kept
 * may be back; and what can be read need not be durable, so it is written or synced again before anything is built on it.
 */
final class Recovery {

    private static final long USES_MILLIS = Duration.ofDays(62).toMillis();
    static final int MAX_VERDICT_BYTES = 65_536;

    private final Disk disk;

    Recovery(Disk disk) {
        this.disk = disk;
    }

    Recovered run() throws IOException {
        long lastKeptSeq = Paths.numbers(disk, Paths.RECEIPTS).stream().mapToLong(Long::longValue).max().orElse(0);
        if (lastKeptSeq > 0) {
            rewrite(Paths.receipt(lastKeptSeq), Receipts.MAX_BYTES);
        }
        List<PendingClaim> pending = new ArrayList<>();
        for (long seq : Paths.numbers(disk, Paths.CLAIMS)) {
            if (disk.exists(Paths.receipt(seq)) || isSetAside(seq)) {
                disk.delete(Paths.claim(seq));
            } else if (!isOfNoLease(seq)) {
                pending.add(pending(seq));
            }
        }
        if (pending.size() > 1) {
            throw new IOException("outbox holds " + pending.size() + " claims without a receipt, where only one can be: "
                    + pending.stream().map(PendingClaim::seq).toList() + "; perhaps two folders were mixed");
        }
        Optional<PendingClaim> claim = pending.stream().findFirst();
        dropUpdatesExcept(claim.flatMap(PendingClaim::update));
        return new Recovered(lastKeptSeq, claim, uses(), new ProofFiles(disk).durableCheckpoint());
    }

    /** Of the newest claims, back to two months before the last, and what came to no receipt. */
    private List<Use> uses() throws IOException {
        List<Use> uses = new ArrayList<>();
        for (long seq : Paths.numbers(disk, Paths.RECEIPTS).stream().sorted(Comparator.reverseOrder()).toList()) {
            Optional<Use> use = use(seq);
            if (use.isPresent() && use.get().timeMillis() < uses.stream().findFirst().orElse(use.get()).timeMillis() - USES_MILLIS) {
                break;
            }
            use.ifPresent(uses::add);
        }
        uses.addAll(new UnclaimedUses(disk).all());
        return uses;
    }

    /** Empty when there is no verdict, as none is promised, or one of an earlier version. */
    private Optional<Use> use(long seq) throws IOException {
        if (!disk.exists(Paths.verdict(seq))) {
            return Optional.empty();
        }
        try {
            JsonFields verdict = JsonObject.parse(disk.readAll(Paths.verdict(seq), MAX_VERDICT_BYTES), MAX_VERDICT_BYTES).fields();
            return verdict.has("deviceMillis") ? Optional.of(new Use(amount(verdict, "timeMillis"),
                    amount(verdict, "deviceMillis"), amount(verdict, "acceptedMillis"))) : Optional.empty();
        } catch (JsonException damaged) {
            throw new IOException(Paths.verdict(seq) + " is damaged: " + damaged.getMessage()
                    + "; put it back, or delete it: what it counts is then no part of the budget", damaged);
        }
    }

    private static long amount(JsonFields verdict, String name) {
        return verdict.integer(name, 0, JsonValue.MAX_INTEGER);
    }

    /** An entry of the worker that is no claim: whoever made it sends it, before or after a session. */
    private boolean isOfNoLease(long seq) throws IOException {
        try {
            return Entries.parse(disk.readAll(Paths.claim(seq), Limits.MAX_ENTRY_BYTES)).body() instanceof PartyBody body
                    && !(body instanceof UsageClaim);
        } catch (MalformedEntryException | UnknownEntryTypeException damaged) {
            return false;
        }
    }

    private PendingClaim pending(long seq) throws IOException {
        byte[] bytes = rewrite(Paths.claim(seq), Limits.MAX_ENTRY_BYTES);
        UsageClaim claim = claim(seq, bytes);
        Optional<UpdateRef> update = Optional.empty();
        if (claim.update().isPresent()) {
            update = Optional.of(syncedUpdate(claim.update().get()));
        }
        return new PendingClaim(seq, claim.lease(), ByteString.copyFrom(bytes), update, claim.timeMillis(),
                claim.busyMillis() * claim.devices());
    }

    private static UsageClaim claim(long seq, byte[] bytes) throws IOException {
        try {
            if (Entries.parse(bytes).body() instanceof UsageClaim claim && claim.seq() == seq) {
                return claim;
            }
        } catch (MalformedEntryException | UnknownEntryTypeException e) {
            throw new IOException(Paths.claim(seq) + " is damaged: " + e.getMessage(), e);
        }
        throw new IOException(Paths.claim(seq) + " is not claim " + seq);
    }

    /** An update that is gone although its claim is there is left to the upload to report. */
    private UpdateRef syncedUpdate(String digest) throws IOException {
        String path = Paths.update(digest);
        if (!disk.exists(path)) {
            return new UpdateRef(digest, 0);
        }
        try (Disk.Appender file = disk.append(path)) {
            file.sync();
            return new UpdateRef(digest, file.position());
        }
    }

    private boolean isSetAside(long seq) throws IOException {
        if (!disk.exists(Paths.refused(seq))) {
            return false;
        }
        byte[] refused = disk.readAll(Paths.refused(seq), Limits.MAX_ENTRY_BYTES);
        return Arrays.equals(refused, disk.readAll(Paths.claim(seq), Limits.MAX_ENTRY_BYTES));
    }

    private byte[] rewrite(String path, int maxBytes) throws IOException {
        byte[] bytes = disk.readAll(path, maxBytes);
        disk.replace(path, bytes);
        return bytes;
    }

    private void dropUpdatesExcept(Optional<UpdateRef> kept) throws IOException {
        for (String name : disk.list(Paths.UPDATES)) {
            if (kept.isEmpty() || !kept.get().digest().equals(name)) {
                disk.delete(Paths.UPDATES + "/" + name);
            }
        }
    }
}
