package consort.ledger.fold;

import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.merkle.Hash;
import java.util.Optional;

/** The entries that a party's key signed, by seq, and what the coordinator answered: for receipts, and for findings. */
final class PartyEntries {

    private static final int INDEX = 0;
    private static final int LEAF = INDEX + Long.BYTES;
    /** Index of the observation and 1; 0 for none. */
    private static final int OBSERVATION = LEAF + Hash.BYTES;
    private static final int OBSERVATION_LEAF = OBSERVATION + Long.BYTES;
    private static final int WIDTH = OBSERVATION_LEAF + Hash.BYTES;

    private final Rows rows;

    PartyEntries(Pages pages) {
        rows = new Rows(pages, WIDTH);
    }

    PartyEntries(PartyEntries other) {
        rows = new Rows(other.rows);
    }

    int count() {
        return rows.count();
    }

    Optional<PartyEntryView> get(long seq) {
        return seq < 1 || seq > rows.count() ? Optional.empty() : Optional.of(view((int) seq - 1));
    }

    void add(Receipted entry) {
        put(rows.add(), INDEX, entry.index(), entry.leafHash());
    }

    /** Adds the observation to the last one. */
    void observed(Receipted observation) {
        put(rows.count() - 1, OBSERVATION, observation.index() + 1, observation.leafHash());
    }

    /** Whether a usage claim, which is what gets an observation, stands at this index of the log; they stand in the order of their indices. */
    boolean holdsClaim(long index) {
        int row = rows.firstNotBelow(INDEX, index);
        return row < rows.count() && rows.getLong(row, INDEX) == index && rows.getLong(row, OBSERVATION) != 0;
    }

    private void put(int row, int at, long index, Hash leaf) {
        rows.putLong(row, at, index);
        rows.putBytes(row, at + Long.BYTES, leaf.bytes());
    }

    private PartyEntryView view(int row) {
        long observation = rows.getLong(row, OBSERVATION);
        return new PartyEntryView(new Receipted(rows.getLong(row, INDEX), leaf(row, LEAF)),
                observation == 0 ? Optional.empty() : Optional.of(new Receipted(observation - 1, leaf(row, OBSERVATION_LEAF))));
    }

    private Hash leaf(int row, int at) {
        return Hash.of(rows.getBytes(row, at, Hash.BYTES));
    }

    /** Deterministic for equal entries. */
    void describe(StringBuilder out) {
        for (int row = 0; row < rows.count(); row++) {
            out.append(view(row));
        }
    }
}
