package consort.ledger.audit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.LargeLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A period with tens of thousands of claims, reported on by processes with little heap. */
class LongPeriodTest {

    private static final long ENTRIES = 40_000;
    /** Enough for the audit; an explanation that stood in memory as a whole would take more than twice as much. */
    private static final String HEAP = "-Xmx32m";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        LargeLedger.write(folder.resolve("ledger"), ENTRIES, Integer.MAX_VALUE, 3);
    }

    /** The bytes that it printed. */
    private static long report(String... command) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP,
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Djava.io.tmpdir=" + folder,
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Main.class.getName()));
        words.addAll(List.of(command));
        words.add(folder.resolve("ledger").toString());
        Process process = new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor()).as(Files.readString(err)).isZero();
        return Files.size(out);
    }

    @Test
    void reportsOnALongPeriodTakeLittleHeap() throws Exception {
        assertThat(report("explain", "--organization=org1", "--all", "--json")).isGreaterThan(7_000_000);
        assertThat(report("statement", "--organization=org1", "--html", "--all")).isPositive();
    }
}
