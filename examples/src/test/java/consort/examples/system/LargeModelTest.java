package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.examples.demo.process.PeakMemory;
import consort.fuzz.network.CuttingProxy;
import consort.fuzz.network.CuttingProxy.Direction;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RunEnded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model that is larger than the coordinator's whole memory goes down to a worker, comes back as an update and is summed,
 * although the connection is cut in the middle of both transfers.
 *
 * <p>The proxy counts what it reads: TLS records, HTTP/2 frames and acknowledgements as well, which come to about 0.2 % of
 * the payload, so the bound on what is sent again holds them too. What a cut loses in the sockets' own buffers in front of
 * the proxy is not seen; they hold at most 256 KiB there. {@code -Dconsort.large.megabytes=64} makes it smaller.
 */
class LargeModelTest {

    private static final long MEBIBYTE = 1 << 20;
    private static final long MODEL_BYTES = Long.getLong("consort.large.megabytes", 256) * MEBIBYTE;
    private static final long MOST_SENT_AGAIN = 8 * MEBIBYTE;
    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-Xmx128m", "-XX:MaxDirectMemorySize=64m",
            "-XX:+ExitOnOutOfMemoryError");
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @Test
    void smallCoordinatorServesLargeModelOverCutConnections() throws Exception {
        try (Consortium consortium = new Consortium(root); CuttingProxy proxy = new CuttingProxy(consortium.port())) {
            Running coordinator = consortium.serve(SMALL);
            consortium.enroll("acme");
            Site site = consortium.join("acme", "w1");
            site.offerReference(proxy.port(), MODEL_BYTES, 0, "train");
            Path initial = consortium.initialModel(MODEL_BYTES);
            consortium.submit(new JobFile("large", 1).with("steps", 1), initial);

            proxy.cutAt(Direction.DOWN, MODEL_BYTES / 2);
            proxy.cutAt(Direction.UP, MODEL_BYTES / 2);
            long startedNanos = System.nanoTime();
            consortium.run(site);
            RunEnded end = consortium.awaitEnd(1, PATIENCE);
            long millis = (System.nanoTime() - startedNanos) / 1_000_000;

            PeakMemory memory = new PeakMemory();
            memory.observe("coordinator", coordinator.process().toHandle());
            long downExtra = proxy.bytes(Direction.DOWN) - Files.size(initial);
            long upExtra = proxy.bytes(Direction.UP) - Files.size(initial);
            System.out.printf("model of %d MiB in %d ms, %d cuts; beyond the model itself %d KiB down, %d KiB up; "
                            + "coordinator's peak of resident memory, mapped files included: %s%n", MODEL_BYTES / MEBIBYTE,
                    millis, proxy.cuts(), downExtra >> 10, upExtra >> 10, memory.peaks("coordinator"));

            assertThat(end.outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
            assertThat(consortium.bodies(RoundClosed.class)).singleElement()
                    .satisfies(round -> assertThat(round.updates()).isEqualTo(1));
            assertThat(proxy.cuts()).isEqualTo(2);
            assertThat(Map.of("down", downExtra, "up", upExtra)).allSatisfy((direction, extra) ->
                    assertThat(extra).as("bytes %s beyond the model", direction).isBetween(0L, MOST_SENT_AGAIN));
            requireModelChanged(consortium, site, initial);
            coordinator.stop();
            assertThat(coordinator.process().exitValue()).isZero();
        }
    }

    /** The new model can be fetched, verified, and is not the old one. */
    private static void requireModelChanged(Consortium consortium, Site site, Path initial) throws Exception {
        Path fetched = consortium.path("fetched.safetensors");
        consortium.programs().run("model", "get", "1", "--dir", site.member().toString(), "--out", fetched.toString()).expect(0);
        assertThat(fetched).hasSize(Files.size(initial));
        assertThat(Files.mismatch(fetched, initial)).isNotNegative();
        consortium.audit(site).expect(0);
    }
}
