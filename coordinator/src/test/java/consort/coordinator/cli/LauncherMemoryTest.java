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

/** The heap that the launcher gives a coordinator, against what its default configuration lets peers make it hold. */
class LauncherMemoryTest {

    private static final Path LAUNCHER = Path.of("../consort");
    private static final Path OPERATE = Path.of("../docs/operate.md");
    /** The serial collector keeps one of the young generation's two survivor spaces empty: a thirtieth. */
    private static final int UNUSABLE_PART = 30;

    @TempDir
    private Path folder;

    @Test
    void holdsWhatPeersCanSendAndTheStateOfALongLedger() throws IOException {
        assertThat(memory().roomForEntries()).isBetween(380_000L, 400_000L);
    }

    @Test
    void isWhatTheManualSays() throws IOException {
        assertThat(Files.readString(OPERATE)).contains("with the defaults " + Math.ceilDiv(memory().peerBytes(), 1 << 20) + " MiB",
                "the " + launcherMebibytes() + " MiB that the launcher gives", "room for about 390,000 entries");
    }

    private Memory memory() throws IOException {
        CoordinatorConfig config = CoordinatorConfig.read(
                Files.writeString(folder.resolve("coordinator.yaml"), "address: pool.example:7443\n"));
        long heapBytes = launcherMebibytes() << 20;
        return new Memory(config.server().peerBytes(config.inboxEvents()), heapBytes - heapBytes / UNUSABLE_PART);
    }

    private static long launcherMebibytes() throws IOException {
        Matcher heap = Pattern.compile("consort\\.coordinator\\.cli\\.Main .*-Xmx(\\d+)m").matcher(Files.readString(LAUNCHER));
        assertThat(heap.find()).isTrue();
        return Long.parseLong(heap.group(1));
    }
}
