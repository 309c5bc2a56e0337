package consort.ledger.audit;

import consort.ledger.disk.FileDisk;
import consort.ledger.entry.CoordinatorBody;
import consort.ledger.entry.Entry;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PeriodClose.Line;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The smallest fraud there is: the first bill charges one member a cent more, and everything is signed anew. */
public final class OneCent {

    private OneCent() {
    }

    /**
     * Writes the altered copy of a ledger.
     *
     * @param ledger the honest folder; only read
     * @param copy an empty folder, or none
     * @param logKey the log's private key, which the operator holds
     * @throws IllegalArgumentException when the ledger has no bill
     */
    public static void write(Path ledger, Path copy, SignerKey logKey) throws IOException {
        int altered = new Resigning(new FileDisk(ledger), logKey).write(new FileDisk(copy), OneCent::altered);
        if (altered == 0) {
            throw new IllegalArgumentException("no period was closed in the ledger " + ledger
                    + ", so there is no cent to change");
        }
    }

    private static Optional<CoordinatorBody> altered(Entry entry) {
        return entry.body() instanceof PeriodClose close && close.period() == 1 && !close.members().isEmpty()
                ? Optional.of(withOneCent(close)) : Optional.empty();
    }

    /** The first member is charged what the last one saves: shares still sum to the pool, and nets to zero. */
    private static PeriodClose withOneCent(PeriodClose close) {
        List<Line> lines = new ArrayList<>(close.members());
        lines.set(0, charged(lines.getFirst(), 1));
        lines.set(lines.size() - 1, charged(close.members().getLast(), -1));
        return new PeriodClose(close.timeMillis(), close.period(), close.fromIndex(), close.currency(), close.rateMinorPerHour(),
                close.poolMinor(), lines, close.transfers());
    }

    private static Line charged(Line line, long moreMinor) {
        return new Line(line.organization(), line.ngpuMillis(), line.creditMinor(), line.externalMinor(),
                line.shareMinor() + moreMinor, line.netMinor() - moreMinor);
    }
}
