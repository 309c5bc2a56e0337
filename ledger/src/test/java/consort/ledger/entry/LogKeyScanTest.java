package consort.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.NextLogKeys;
import consort.ledger.note.UnverifiedNoteException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogKeyScanTest {

    private final LedgerBuilder ledger = LedgerBuilder.consortium();

    private static LogKeyScan scan(List<byte[]> entries) {
        LogKeyScan scan = new LogKeyScan();
        for (int index = 0; index < entries.size(); index++) {
            scan.entry(index, entries.get(index));
        }
        return scan;
    }

    @Test
    void findsTheKeysThatTheFoldFinds() throws UnverifiedNoteException {
        assertThat(scan(ledger.entries).keys()).isEqualTo(ledger.state.logKeys());
        NextLogKeys.rotate(ledger);
        ledger.append(new CoordinatorStarted(ledger.nowMillis(), 7, "x"), ledger.logKey);
        NextLogKeys.rotate(ledger);
        assertThat(scan(ledger.entries).keys()).isEqualTo(ledger.state.logKeys());
        assertThat(scan(ledger.entries).keys().all()).hasSize(3);
    }

    @Test
    void refusesWhatDoesNotLeadFromKeyToKey() {
        NextLogKeys.rotate(ledger);
        List<byte[]> moved = new ArrayList<>(ledger.entries);
        Collections.swap(moved, moved.size() - 1, moved.size() - 2);
        List<byte[]> swapped = new ArrayList<>(ledger.entries);
        Collections.swap(swapped, 2, 3);
        for (List<byte[]> unfit : List.of(moved, swapped, List.<byte[]>of(), ledger.entries.subList(1, 3))) {
            assertThatThrownBy(() -> scan(unfit).keys()).isInstanceOf(UnverifiedNoteException.class);
        }
    }
}
