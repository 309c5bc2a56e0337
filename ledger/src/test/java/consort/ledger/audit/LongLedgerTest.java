package consort.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.AuditVerdict.Verified;
import consort.ledger.disk.FileDisk;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.NextLogKeys;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A ledger with full tiles, a second level of them, and a log key that was replaced. */
class LongLedgerTest {

    /** It stays there for tools that others wrote ({@code examples/foreign}). */
    private static final Path FOLDER = Path.of("target/ledgers/long");
    private static final int ENTRIES = 600;

    @Test
    void aLedgerOfSeveralTilesVerifies() throws IOException {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        Trust trust = LedgerFolder.trust(ledger);
        while (ledger.state.size() < ENTRIES) {
            if (ledger.state.size() == ENTRIES / 2) {
                NextLogKeys.rotate(ledger);
            }
            ledger.pass(LedgerBuilder.HOUR_MILLIS);
            ledger.closePeriod();
        }
        if (Files.exists(FOLDER)) {
            LedgerFolder.deleteFolder(FOLDER);
        }
        LedgerFolder.write(ledger, FOLDER);
        assertThat(FOLDER.resolve("tile/1/000.p/2")).isRegularFile();
        assertThat(Auditor.of(TileSource.of(new FileDisk(FOLDER))).trusting(trust).run()).isInstanceOf(Verified.class);
    }
}
