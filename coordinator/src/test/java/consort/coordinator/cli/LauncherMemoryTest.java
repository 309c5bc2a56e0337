package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory that the launcher gives a coordinator, against what its default configuration lets peers make it hold. */
class LauncherMemoryTest {

    private static final Path LAUNCHER = Path.of("../consort");
    private static final Path OPERATE = Path.of("../docs/operate.md");
    /** The serial collector keeps one of the young generation's two survivor spaces empty: a thirtieth. */
    private static final int UNUSABLE_PART = 30;

    @TempDir
    private Path folder;

    @Test
    void holdsWhatPeersCanSendAndTheStateOfALongLedger() throws IOException {
        assertThat(memory().roomForEntries()).isBetween(6_280_000L, 6_380_000L);
    }

    @Test
    void holdsWhatArrives() throws IOException {
        assertThat(memory().peerDirectBytes()).isLessThan(memory().directBytes());
        assertThat(memory().problem(0)).isEmpty();
    }

    @Test
    void isWhatTheManualSays() throws IOException {
        assertThat(Files.readString(OPERATE)).contains("with the defaults " + Math.ceilDiv(memory().peerDirectBytes(), 1 << 20) + " MiB",
                "the launcher gives " + (memory().directBytes() >> 20) + " MiB",
                "with the defaults " + Math.ceilDiv(memory().peerBytes(), 1 << 20) + " MiB of heap",
                "the " + launcherMebibytes("-Xmx") + " MiB that the launcher gives", "room for about 6,300,000 entries");
    }

    private Memory memory() throws IOException {
        CoordinatorConfig config = CoordinatorConfig.read(
                Files.writeString(folder.resolve("coordinator.yaml"), "address: pool.example:7443\n"));
        long heapBytes = launcherMebibytes("-Xmx") << 20;
        return new Memory(config.server().peerHeapBytes(config.inboxEvents()), heapBytes - heapBytes / UNUSABLE_PART,
                config.server().peerDirectBytes(), launcherMebibytes("-XX:MaxDirectMemorySize=") << 20);
    }

    private static long launcherMebibytes(String flag) throws IOException {
        Matcher heap = Pattern.compile("consort\\.coordinator\\.cli\\.Main .*" + flag + "(\\d+)m").matcher(Files.readString(LAUNCHER));
        assertThat(heap.find()).isTrue();
        return Long.parseLong(heap.group(1));
    }
}
