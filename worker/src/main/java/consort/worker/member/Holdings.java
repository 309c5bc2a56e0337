package consort.worker.member;

import com.google.protobuf.ByteString;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Receipts;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TlogProof;
import consort.ledger.note.MalformedNoteException;
import consort.proto.MembershipGrpc;
import consort.proto.ReportReply;
import consort.proto.ReportRequest;
import consort.worker.folder.PartyFolder;
import consort.worker.rpc.Calls;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells the coordinator what is held of its ledger here: the checkpoint of a copy, the newest receipt, and what a witness remembers. One whose ledger
 * was restored waits for that, and learns from it whether entries were lost.
 */
public final class Holdings {

    private static final String RECEIPTS = "receipts";
    /** What the organization's witness cosigned last, if it has one. */
    private static final String WITNESSED = "witness/" + SignedCheckpoint.PATH;
    private static final String CHECKPOINT = RECEIPTS + "/" + SignedCheckpoint.PATH;

    private Holdings() {
    }

    /**
     * Reports.
     *
     * @param copy of the ledger; it may be empty
     * @return what the coordinator said; empty when it is too old to be told
     */
    public static Optional<ReportReply> report(CoordinatorChannel channel, PartyFolder folder, Disk copy)
            throws IOException, StatusException {
        List<ByteString> notes = new ArrayList<>();
        if (copy.exists(SignedCheckpoint.PATH)) {
            notes.add(ByteString.copyFrom(copy.readAll(SignedCheckpoint.PATH, SignedCheckpoint.MAX_BYTES)));
        }
        Disk own = new FileDisk(folder.path());
        newestReceipt(own).ifPresent(notes::add);
        if (own.exists(WITNESSED)) {
            notes.add(ByteString.copyFrom(own.readAll(WITNESSED, SignedCheckpoint.MAX_BYTES)));
        }
        return report(channel, notes);
    }

    /** Reports the newest receipt, and the newest checkpoints that a worker saw and cosigned, where no copy is kept. */
    public static Optional<ReportReply> report(CoordinatorChannel channel, PartyFolder folder) throws IOException, StatusException {
        Disk disk = new FileDisk(folder.path());
        List<ByteString> notes = new ArrayList<>(newestReceipt(disk).stream().toList());
        for (String seen : List.of(CHECKPOINT, WITNESSED)) {
            if (disk.exists(seen)) {
                notes.add(ByteString.copyFrom(disk.readAll(seen, SignedCheckpoint.MAX_BYTES)));
            }
        }
        return report(channel, notes);
    }

    private static Optional<ReportReply> report(CoordinatorChannel channel, List<ByteString> notes) throws StatusException {
        try {
            return Optional.of(Calls.unary(channel, MembershipGrpc::newBlockingV2Stub,
                    stub -> stub.report(ReportRequest.newBuilder().addAllNotes(notes).build())));
        } catch (StatusException e) {
            if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** That of the entry with the highest index. What cannot be read is the auditor's to report. */
    private static Optional<ByteString> newestReceipt(Disk folder) throws IOException {
        Optional<ByteString> newest = Optional.empty();
        long highest = -1;
        for (String name : folder.list(RECEIPTS)) {
            byte[] bytes = name.endsWith("/") || isNoReceipt(name) ? new byte[0] : folder.readAll(RECEIPTS + "/" + name, Receipts.MAX_BYTES);
            long index = lastIndex(bytes);
            if (index > highest) {
                highest = index;
                newest = Optional.of(ByteString.copyFrom(bytes));
            }
        }
        return newest;
    }

    /** What a worker keeps beside its receipts. */
    private static boolean isNoReceipt(String name) {
        return name.equals(SignedCheckpoint.PATH) || name.endsWith(TlogProof.SUFFIX);
    }

    private static long lastIndex(byte[] receipt) {
        try {
            return Receipts.parse(receipt).entries().getLast().index();
        } catch (MalformedNoteException none) {
            return -1;
        }
    }
}
