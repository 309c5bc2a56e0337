package consort.examples.demo.forgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.examples.demo.story.LedgerFolder;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Entries;
import consort.ledger.entry.PeriodClose;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.TileSource;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgeryTest {

    private static final SignerKey KEY = SignerKey.fromSeed("demo.example/demo", new byte[SignerKey.SEED_BYTES]);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 255, 256, 600})
    void anEditedCopyNoLongerLeadsToTheCheckpoint(int entriesBefore) throws IOException {
        Forgery.Forged forged = Forgery.edited(ledger(entriesBefore), folder.resolve("copy"));
        assertThat(forged).isEqualTo(new Forgery.Forged(folder.resolve("copy"), entriesBefore, "aster"));
        Path copy = forged.folder();
        assertThat(netsOf(copy)).containsExactly(-199L, 200L);
        assertThatThrownBy(() -> verify(copy)).isInstanceOf(LogDamagedException.class).hasMessageContaining("tile/entries/");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 255, 256, 600})
    void aCopySignedAgainIsALogWithoutFaultAndAnotherCent(int entriesBefore) throws IOException {
        Forgery.Forged forged = Forgery.signedAgain(ledger(entriesBefore), folder.resolve("copy"), KEY);
        assertThat(forged).isEqualTo(new Forgery.Forged(folder.resolve("copy"), entriesBefore, "aster"));
        Path copy = forged.folder();
        verify(copy);
        assertThat(netsOf(copy)).containsExactly(-199L, 200L);
        assertThat(netsOf(folder.resolve("ledger"))).containsExactly(-200L, 200L);
    }

    private Path ledger(int entriesBefore) throws IOException {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < entriesBefore; i++) {
            entries.add(Entries.sign("demo.example", new CoordinatorStarted(i, i + 1, "consort"), KEY));
        }
        entries.add(Entries.sign("demo.example", new PeriodClose(9_999, 1, 0, "EUR", 3600, 400, List.of(
                new PeriodClose.Line("aster", 0, 0, 0, 200, -200), new PeriodClose.Line("birch", 400_000, 400, 0, 200, 200)),
                List.of(new PeriodClose.Transfer("aster", "birch", 200))), KEY));
        Path ledger = folder.resolve("ledger");
        try (LogStore store = LogStore.open(new FileDisk(ledger), KEY.verifierKey())) {
            store.append(entries);
            store.publish(KEY);
        }
        return ledger;
    }

    private static void verify(Path ledger) throws IOException {
        LogReader reader = new LogReader(TileSource.of(new FileDisk(ledger)));
        reader.verify(reader.checkpoint(KEY.verifierKey()).checkpoint(), (index, entry) -> {});
    }

    private static List<Long> netsOf(Path ledger) throws IOException {
        return new LedgerFolder(ledger).story().bill().orElseThrow().members().stream()
                .map(PeriodClose.Line::netMinor).toList();
    }
}
