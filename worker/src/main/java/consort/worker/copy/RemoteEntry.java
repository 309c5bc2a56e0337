package consort.worker.copy;

import consort.ledger.entry.Body;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.log.EntryBundle;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TilePath;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.worker.enroll.KnownKeys;
import consort.worker.enroll.TamperingException;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** One entry of the coordinator's, which the log's key of that time signed: what a member reads before it answers with its own key. */
public final class RemoteEntry {

    private static final int ATTEMPTS = 3;

    private RemoteEntry() {
    }

    /**
     * Fetches it.
     *
     * @param index where the coordinator says that it stands
     * @param meant what it must say
     * @param what the same for people, such as "does not submit job 7"
     * @throws TamperingException when what the coordinator serves does not hold
     */
    public static Entry fetch(CoordinatorChannel channel, KnownKeys keys, long index, Predicate<Body> meant, String what)
            throws IOException, StatusException {
        return fetch(new RemoteLedger(channel), keys, index, meant, what);
    }

    static Entry fetch(LedgerFiles remote, KnownKeys keys, long index, Predicate<Body> meant, String what)
            throws IOException, StatusException {
        try {
            Entry entry = Entries.parse(index, bytes(remote, keys, index));
            if (meant.test(entry.body()) && entry.isSignedBy(keys.known().reigning(index))) {
                return entry;
            }
        } catch (IllegalArgumentException unfit) {
            throw new TamperingException("entry " + index + " of the coordinator's ledger cannot be read: " + unfit.getMessage());
        }
        throw new TamperingException("entry " + index + " of the coordinator's ledger " + what + " under the log's key of that time");
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
}
