package consort.worker.member;

import com.google.protobuf.ByteString;
import consort.ledger.audit.Trust;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Entries;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Limits;
import consort.ledger.entry.PartyBody;
import consort.ledger.note.SignerKey;
import consort.proto.AppendRequest;
import consort.proto.MembershipGrpc;
import consort.proto.PositionRequest;
import consort.worker.enroll.ReceiptFiles;
import consort.worker.folder.PartyFolder;
import consort.worker.rpc.Calls;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Appends a party's own entries to the ledger: an organization's, or those of a worker that are no claims. Each is synced to {@code outbox/<seq>} before it is sent and stays there
 * until its receipt is kept, so that the same seq is never signed twice with other bytes.
 */
public final class OwnEntries {

    private static final Set<Status.Code> REFUSALS = EnumSet.of(Status.Code.INVALID_ARGUMENT, Status.Code.FAILED_PRECONDITION);

    private final PartyFolder folder;
    private final Membership membership;

    /** The coordinator's membership service. */
    public interface Membership {

        /** The last seq of the party's key that the ledger holds. */
        long lastSeq() throws StatusException;

        /** Appends an entry; answers with its receipt, and to the same bytes with the same one. */
        byte[] append(byte[] entry) throws StatusException;
    }

    public OwnEntries(PartyFolder folder, CoordinatorChannel channel) {
        this(folder, new OverChannel(channel));
    }

    public OwnEntries(PartyFolder folder, Membership membership) {
        this.folder = folder;
        this.membership = membership;
    }

    private record OverChannel(CoordinatorChannel channel) implements Membership {

        @Override
        public long lastSeq() throws StatusException {
            return Calls.unary(channel, MembershipGrpc::newBlockingV2Stub,
                    stub -> stub.position(PositionRequest.getDefaultInstance())).getLastSeq();
        }

        @Override
        public byte[] append(byte[] entry) throws StatusException {
            return Calls.unary(channel, MembershipGrpc::newBlockingV2Stub,
                    stub -> stub.append(AppendRequest.newBuilder().setEntry(ByteString.copyFrom(entry)).build()))
                    .getReceipt().toByteArray();
        }
    }

    /**
     * Signs and appends one entry, after what an earlier command may have left unsent.
     *
     * @param body makes the body for a seq
     */
    public void append(LongFunction<PartyBody> body) throws IOException, StatusException {
        Disk disk = new FileDisk(folder.path());
        try (Disk.Lock _ = disk.lock("lock")) {
            sendLeft(disk);
            append(disk, body);
        }
    }

    /**
     * Signs and appends one entry; nothing stands in the outbox.
     *
     * @param disk the folder's, whose lock the caller holds
     * @return the entry, whose receipt is kept
     */
    public byte[] append(Disk disk, LongFunction<PartyBody> body) throws IOException, StatusException {
        long seq = membership.lastSeq() + 1;
        SignerKey key = folder.signingKey();
        byte[] entry = Entries.sign(KeyNames.domain(folder.trust().logKey().name()), body.apply(seq), key);
        disk.create(path(seq), entry);
        send(disk, seq, entry);
        return entry;
    }

    /**
     * Sends what stands in the outbox, which holds no claims: entries whose receipt never came. The ledger may or may not hold
     * them, and the same bytes get the same answer.
     *
     * @param disk the folder's, whose lock the caller holds
     * @return those whose receipt is kept now
     */
    public List<byte[]> sendLeft(Disk disk) throws IOException, StatusException {
        List<Long> left = disk.list("outbox").stream().map(Long::valueOf).sorted().toList();
        List<byte[]> sent = new ArrayList<>();
        long last = left.isEmpty() ? 0 : membership.lastSeq();
        for (long seq : left) {
            if (disk.exists("receipts/" + seq) || seq > last + 1) {
                disk.delete(path(seq));
            } else {
                byte[] entry = disk.readAll(path(seq), Limits.MAX_ENTRY_BYTES);
                send(disk, seq, entry);
                sent.add(entry);
                last = Math.max(last, seq);
            }
        }
        return sent;
    }

    private void send(Disk disk, long seq, byte[] entry) throws IOException, StatusException {
        Trust trust = folder.trust();
        byte[] receipt;
        try {
            receipt = membership.append(entry);
        } catch (StatusException e) {
            if (REFUSALS.contains(e.getStatus().getCode())) {
                // It stands in no entry and never will: kept here, it would stop every command to come.
                disk.delete(path(seq));
            }
            throw e;
        }
        ReceiptFiles.verify(receipt, entry, trust.logKey());
        disk.replace("receipts/" + seq, receipt);
        disk.delete(path(seq));
    }

    private static String path(long seq) {
        return "outbox/" + seq;
    }
}
