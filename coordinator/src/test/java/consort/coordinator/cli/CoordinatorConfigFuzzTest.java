package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.settings.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The file {@code coordinator.yaml}. */
class CoordinatorConfigFuzzTest extends DecoderFuzzTest {

    private final Path file = Files.createTempFile("coordinator", ".yaml");

    CoordinatorConfigFuzzTest() throws IOException {
        file.toFile().deleteOnExit();
    }

    @Override
    protected List<byte[]> seeds() {
        return List.of("address: pool.example:7443\n".getBytes(StandardCharsets.UTF_8), """
                address: "[2001:db8::1]:7443"
                listen: 0.0.0.0:7443
                admin: { listen: "127.0.0.1:9000" }
                server: { maxConnections: 40, windowBytes: 524288, maxIdleSeconds: 60 }
                loop: { inboxEvents: 100 }
                blobs: { maxBlobBytes: 1000, maxTotalBytes: 100000, maxUploadsPerPeer: 1 }
                retention: { updateRounds: 2, modelEvery: 10, budgetBytes: 50000 }
                work: { threads: 2 }
                certificates: { memberDays: 1, coordinatorDays: 1 }
                """.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected List<String> words() {
        return List.of("-9223372036854775808", "1e9", "\"\\ud800\"", "listen: ", "retention: ", "budgetBytes: ", "64 GiB", "{}", "~", "[::1]:1", "localhost:1", "[[[[[[[[");
    }

    /** The parser keeps every token of a YAML file with its places. */
    @Override
    protected long maxAllocatedBytes(int inputBytes) {
        return (2L << 20) + 4096L * inputBytes;
    }

    @Override
    protected int quickRuns() {
        return 1500;
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException {
        Files.write(file, input);
        CoordinatorConfig config;
        try {
            config = CoordinatorConfig.read(file, Map.of());
        } catch (SettingsException refused) {
            assertThat(refused.getMessage()).startsWith(file.toString());
            return false;
        }
        assertThat(config.inboxEvents()).isPositive();
        assertThat(config.workThreads()).isPositive();
        assertThat(config.blobs().maxBlobBytes()).isPositive();
        assertThat(config.retention().updateRounds()).isNotNegative();
        assertThat(config.retention().modelEvery()).isPositive();
        assertThat(config.retention().budgetBytes()).isNotNegative();
        config.admin().ifPresent(admin -> assertThat(admin.host()).matches("localhost|::1|127\\..*"));
        return true;
    }
}
