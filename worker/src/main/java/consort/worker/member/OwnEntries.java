package consort.worker.member;

import com.google.protobuf.ByteString;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Limits;
import consort.ledger.entry.PartyBody;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import consort.proto.AppendRequest;
import consort.proto.MembershipGrpc;
import consort.proto.PositionReply;
import consort.proto.PositionRequest;
import consort.worker.enroll.KnownKeys;
import consort.worker.enroll.ReceiptFiles;
import consort.worker.folder.PartyFolder;
import consort.worker.rpc.Calls;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.FolderKeys;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Appends a party's own entries to the ledger: an organization's, or those of a worker that are no claims. Each is synced to {@code outbox/} before it is sent and stays there
 * until its receipt is kept, so that the same seq is never signed twice with other bytes. The files of an organization's first
 * key are named {@code <seq>}, those of later ones {@code <key ID>-<seq>}.
 */
public final class OwnEntries {

    private static final Set<Status.Code> REFUSALS = EnumSet.of(
            Status.Code.INVALID_ARGUMENT, Status.Code.FAILED_PRECONDITION, Status.Code.NOT_FOUND, Status.Code.ALREADY_EXISTS);

    private final PartyFolder folder;
    private final Membership membership;
    private final KnownKeys logKeys;

    /** The coordinator's membership service. */
    public interface Membership {

        /** Where a key of the party stands in the ledger. */
        Position position(VerifierKey key) throws StatusException;

        /** Appends an entry; answers with its receipt, and to the same bytes with the same one. */
        byte[] append(byte[] entry) throws StatusException;
    }

    /**
     * Where a key stands.
     *
     * @param lastSeq of the entries that it signed
     * @param admitted whether the ledger ever admitted it
     * @param witnessKey of the witness of the party's organization; empty when it has none, or the coordinator does not say
     */
    public record Position(long lastSeq, boolean admitted, String witnessKey) {
    }

    /** A key of this folder, and how the files of its entries are named. */
    private record Signing(SignerKey key, String prefix) {

        static Signing present(Disk disk, SignerKey key) throws IOException {
            // The receipt for taking the key up: the first key has none of this name.
            return new Signing(key, disk.exists("receipts/" + prefix(key) + 1) ? prefix(key) : "");
        }

        static Signing next(SignerKey key) {
            return new Signing(key, prefix(key));
        }

        private static String prefix(SignerKey key) {
            return HexFormat.of().toHexDigits(key.verifierKey().id()) + "-";
        }

        String outbox(long seq) {
            return "outbox/" + prefix + seq;
        }

        String receipt(long seq) {
            return "receipts/" + prefix + seq;
        }

        /** The seqs of its entries in the outbox. */
        List<Long> left(Disk disk) throws IOException {
            return disk.list("outbox").stream()
                    .filter(name -> name.startsWith(prefix) && name.substring(prefix.length()).matches("[0-9]{1,9}"))
                    .map(name -> Long.parseLong(name.substring(prefix.length()))).sorted().toList();
        }
    }

    public OwnEntries(PartyFolder folder, CoordinatorChannel channel) {
        this(folder, new OverChannel(channel), new FolderKeys(folder, channel));
    }

    /** @param logKeys those that sign receipts */
    public OwnEntries(PartyFolder folder, Membership membership, KnownKeys logKeys) {
        this.folder = folder;
        this.membership = membership;
        this.logKeys = logKeys;
    }

    private record OverChannel(CoordinatorChannel channel) implements Membership {

        @Override
        public Position position(VerifierKey key) throws StatusException {
            PositionReply reply = Calls.unary(channel, MembershipGrpc::newBlockingV2Stub,
                    stub -> stub.position(PositionRequest.newBuilder().setKey(key.toString()).build()));
            return new Position(reply.getLastSeq(), reply.getAdmitted(), reply.getWitnessKey());
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
     * @return its index in the ledger
     */
    public long append(LongFunction<PartyBody> body) throws IOException, StatusException {
        Disk disk = new FileDisk(folder.path());
        try (Disk.Lock _ = disk.lock("lock")) {
            settle(disk);
            return append(disk, present(disk), body).index();
        }
    }

    /** An entry in the ledger. */
    private record Appended(byte[] entry, long index) {
    }

    /** Returns when the coordinator would take an entry: asked before what it is to say takes long to find out. */
    public void requireTaken() throws StatusException {
        membership.position(folder.signingKey().verifierKey());
    }

    /** The key of the organization's witness, as the ledger has it; empty when it has none, or the coordinator does not say. */
    public String witnessKey() throws StatusException {
        return membership.position(folder.signingKey().verifierKey()).witnessKey();
    }

    /** Sends what an earlier command may have left unsent. */
    public void settle() throws IOException, StatusException {
        Disk disk = new FileDisk(folder.path());
        try (Disk.Lock _ = disk.lock("lock")) {
            settle(disk);
        }
    }

    /**
     * Signs and appends one entry; nothing stands in the outbox.
     *
     * @param disk the folder's, whose lock the caller holds
     * @return the entry, whose receipt is kept
     */
    public byte[] append(Disk disk, LongFunction<PartyBody> body) throws IOException, StatusException {
        return append(disk, present(disk), body).entry();
    }

    /**
     * Goes over to a new key, or finishes going over to one. The folder holds both keys until the ledger holds an entry that
     * the new one signed, so that this can be done again after a failure at any point.
     *
     * @param organization the folder's
     * @param wallMillis the time that stands in the entries
     * @return the present key from now on
     */
    public VerifierKey rotate(String organization, long wallMillis) throws IOException, StatusException {
        Disk disk = new FileDisk(folder.path());
        try (Disk.Lock _ = disk.lock("lock")) {
            if (!settle(disk)) {
                boolean left = folder.nextKey().isPresent();
                try {
                    goOver(disk, organization, wallMillis);
                } catch (StatusException e) {
                    if (!left || !isReplaced(e)) {
                        throw e;
                    }
                    folder.dropNextKey();
                    goOver(disk, organization, wallMillis);
                }
            }
            return folder.signingKey().verifierKey();
        }
    }

    private void goOver(Disk disk, String organization, long wallMillis) throws IOException, StatusException {
        SignerKey next = nextKey();
        String text = next.verifierKey().toString();
        if (!membership.position(next.verifierKey()).admitted()) {
            append(disk, seq -> Key.organization(wallMillis, organization, seq, text));
        }
        append(disk, Signing.next(next), seq -> Key.organization(wallMillis, organization, seq, text));
        folder.takeUpNextKey();
    }

    /** Whether the next key of an earlier attempt was admitted and another one named after it: it will never sign an entry. */
    private boolean isReplaced(StatusException refused) throws StatusException {
        if (refused.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
            return false;
        }
        Position position = membership.position(folder.nextKey().orElseThrow().verifierKey());
        return position.admitted() && position.lastSeq() == 0;
    }

    private SignerKey nextKey() {
        if (folder.nextKey().isEmpty()) {
            byte[] seed = new byte[SignerKey.SEED_BYTES];
            new SecureRandom().nextBytes(seed);
            folder.saveNext(SignerKey.fromSeed(folder.signingKey().name(), seed));
        }
        return folder.nextKey().orElseThrow();
    }

    private Signing present(Disk disk) throws IOException {
        return Signing.present(disk, folder.signingKey());
    }

    private Appended append(Disk disk, Signing signing, LongFunction<PartyBody> body) throws IOException, StatusException {
        long seq = membership.position(signing.key().verifierKey()).lastSeq() + 1;
        String domain = KeyNames.domain(folder.trust().logKey().name());
        byte[] entry = Entries.sign(domain, body.apply(seq), signing.key());
        disk.create(signing.outbox(seq), entry);
        return new Appended(entry, send(disk, signing, seq, entry));
    }

    /**
     * Sends what was left unsent, and takes the next key up if the ledger holds an entry that it signed.
     *
     * @return whether a next key was taken up
     */
    private boolean settle(Disk disk) throws IOException, StatusException {
        sendLeft(disk);
        Optional<SignerKey> next = folder.nextKey();
        boolean taken = next.isPresent() && membership.position(next.get().verifierKey()).lastSeq() > 0;
        if (taken) {
            folder.takeUpNextKey();
        }
        return taken;
    }

    /**
     * Sends what stands in the outbox, which holds no claims: entries whose receipt never came. The ledger may or may not hold
     * them, and the same bytes get the same answer.
     *
     * @param disk the folder's, whose lock the caller holds
     * @return those whose receipt is kept now
     */
    public List<byte[]> sendLeft(Disk disk) throws IOException, StatusException {
        List<byte[]> sent = new ArrayList<>(sendLeft(disk, present(disk)));
        Optional<SignerKey> next = folder.nextKey();
        if (next.isPresent()) {
            sent.addAll(sendLeft(disk, Signing.next(next.get())));
        }
        return sent;
    }

    /** What stands in the outbox, of this folder's present key; of a worker, also its claims. */
    public List<byte[]> unsent() throws IOException {
        Disk disk = new FileDisk(folder.path());
        Signing signing = present(disk);
        List<byte[]> entries = new ArrayList<>();
        for (long seq : signing.left(disk)) {
            entries.add(disk.readAll(signing.outbox(seq), Limits.MAX_ENTRY_BYTES));
        }
        return entries;
    }

    private List<byte[]> sendLeft(Disk disk, Signing signing) throws IOException, StatusException {
        List<Long> left = signing.left(disk);
        List<byte[]> sent = new ArrayList<>();
        long last = left.isEmpty() ? 0 : membership.position(signing.key().verifierKey()).lastSeq();
        for (long seq : left) {
            if (disk.exists(signing.receipt(seq)) || seq > last + 1) {
                disk.delete(signing.outbox(seq));
            } else {
                byte[] entry = disk.readAll(signing.outbox(seq), Limits.MAX_ENTRY_BYTES);
                send(disk, signing, seq, entry);
                sent.add(entry);
                last = Math.max(last, seq);
            }
        }
        return sent;
    }

    private long send(Disk disk, Signing signing, long seq, byte[] entry) throws IOException, StatusException {
        byte[] receipt;
        try {
            receipt = membership.append(entry);
        } catch (StatusException e) {
            if (REFUSALS.contains(e.getStatus().getCode())) {
                // It stands in no entry and never will: kept here, it would stop every command to come.
                disk.delete(signing.outbox(seq));
            }
            throw e;
        }
        long index = ReceiptFiles.verify(receipt, entry, logKeys);
        disk.replace(signing.receipt(seq), receipt);
        disk.delete(signing.outbox(seq));
        return index;
    }
}
