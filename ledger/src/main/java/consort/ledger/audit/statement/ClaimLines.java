package consort.ledger.audit.statement;

import consort.ledger.audit.statement.ClaimLine.Reduction;
import consort.ledger.audit.statement.ClaimLine.Task;
import consort.ledger.entry.LeaseKind;
import consort.ledger.fold.Pages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.RandomAccess;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Claims in the order of their entries, each read anew whenever it is asked for: a period may have millions. For one thread. */
public final class ClaimLines extends AbstractList<ClaimLine> implements RandomAccess {

    private static final long ABSENT = -1;

    private final Pages pages;
    private final Pieces pieces;

    ClaimLines(Pages pages) {
        this.pages = pages;
        this.pieces = new Pieces(pages);
    }

    void append(ClaimLine line) {
        pieces.append(bytes(line));
    }

    /** For other claims: whoever was handed this list must not look at it any more. */
    @Override
    public void clear() {
        pieces.clear();
    }

    @Override
    public ClaimLine get(int place) {
        return line(pieces.get(Objects.checkIndex(place, pieces.size())));
    }

    @Override
    public int size() {
        return pieces.size();
    }

    /** An entry of each claim that has one, each entry once, in the order of the claims. */
    List<Long> entries(Function<ClaimLine, OptionalLong> entry) {
        return entries(any -> true, entry);
    }

    /** The same of some claims. */
    List<Long> entries(Predicate<ClaimLine> which, Function<ClaimLine, OptionalLong> entry) {
        return distinct(stream().filter(which).flatMapToLong(claim -> entry.apply(claim).stream()));
    }

    /** Claims that some of these were cut for. */
    List<Long> beside() {
        return distinct(stream().flatMapToLong(claim -> claim.beside().stream().mapToLong(Long::longValue)));
    }

    private List<Long> distinct(LongStream indices) {
        Indices found = new Indices(pages);
        BitSet seen = new BitSet();
        indices.filter(index -> unseen(seen, index)).forEach(found::append);
        return found;
    }

    /** Whether an entry was not seen before; then it is from now on. A bit for each entry of the ledger takes less than anything else. */
    static boolean unseen(BitSet seen, long index) {
        int bit = Math.toIntExact(index);
        boolean unseen = !seen.get(bit);
        seen.set(bit);
        return unseen;
    }

    private static byte[] bytes(ClaimLine line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(line.claim());
            out.writeLong(line.task().lease());
            out.writeLong(line.task().round().orElse(ABSENT));
            out.writeLong(line.task().benchmark().orElse(ABSENT));
            out.writeLong(line.run());
            out.writeLong(line.round());
            out.writeByte(line.kind().ordinal());
            out.writeUTF(line.worker());
            out.writeLong(line.claimedMillis());
            out.writeLong(line.acceptedMillis());
            out.writeLong(line.scoreMilli());
            out.writeByte(line.reductions().size());
            for (Reduction one : line.reductions()) {
                out.writeUTF(one.reason());
                out.writeLong(one.millis());
            }
            out.writeByte(line.beside().size());
            for (long claim : line.beside()) {
                out.writeLong(claim);
            }
            out.writeLong(line.cutMillijoules());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static ClaimLine line(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long claim = in.readLong();
            Task task = new Task(in.readLong(), optional(in), optional(in));
            long run = in.readLong();
            long round = in.readLong();
            LeaseKind kind = LeaseKind.values()[in.readByte()];
            String worker = in.readUTF();
            long claimed = in.readLong();
            long accepted = in.readLong();
            long score = in.readLong();
            List<Reduction> reductions = new ArrayList<>();
            for (int left = in.readByte(); left > 0; left--) {
                reductions.add(new Reduction(in.readUTF(), in.readLong()));
            }
            List<Long> beside = new ArrayList<>();
            for (int left = in.readByte(); left > 0; left--) {
                beside.add(in.readLong());
            }
            return new ClaimLine(claim, task, run, round, kind, worker, claimed, reductions, accepted, score, beside, in.readLong());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static OptionalLong optional(DataInputStream in) throws IOException {
        long index = in.readLong();
        return index == ABSENT ? OptionalLong.empty() : OptionalLong.of(index);
    }
}
