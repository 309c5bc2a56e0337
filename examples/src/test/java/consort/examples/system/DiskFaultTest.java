package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import consort.ledger.entry.Finding;
import consort.ledger.entry.Lease;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RunEnded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fail or are full, under the programs as they are: what they say, and that nothing is lost when they go on. */
class DiskFaultTest {

    private static final int EXIT_COORDINATOR_DISK = 14;
    private static final int EXIT_WORKER_DISK = 29;
    private static final long MODEL_BYTES = 1 << 20;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    private Path mounted;

    @AfterEach
    void unmount() throws InterruptedException {
        if (mounted != null) {
            ran("umount", "-l", mounted.toString());
        }
    }

    @Test
    void aCoordinatorWhoseDiskFailsSaysSoAndGoesOnWithTheNext() throws Exception {
        Strace.assume();
        try (Consortium consortium = new Consortium(root)) {
            Running coordinator = consortium.serve();
            consortium.enroll("acme");
            Site acme = consortium.join("acme", "w1");
            acme.offerReference(consortium.port(), MODEL_BYTES, 20, "train");
            // A round takes two seconds and more.
            consortium.submit(job().with("steps", 100), consortium.initialModel(MODEL_BYTES));
            consortium.run(acme);
            Waiting.until("a round is closed", () -> !consortium.bodies(RoundClosed.class).isEmpty());
            new Strace(root.resolve("strace.log")).fail(coordinator.process().toHandle(), "fsync,fdatasync", "EIO");
            assertThat(exit(coordinator)).as(coordinator.said()).isEqualTo(EXIT_COORDINATOR_DISK);
            assertThat(coordinator.said()).contains("stopped, because the disk failed: Input/output error").doesNotContain("\tat ");
            consortium.serve();
            finish(consortium, acme);
        }
    }

    @Test
    void aCoordinatorWhoseDiskIsFullSaysSoAndGoesOnWhenThereIsRoom() throws Exception {
        Path folder = smallDisk("operator", 24);
        try (Consortium consortium = new Consortium(root)) {
            Running coordinator = consortium.serve();
            consortium.enroll("acme");
            Site acme = consortium.join("acme", "w1");
            acme.offerReference(consortium.port(), MODEL_BYTES, 20, "train");
            Path model = consortium.initialModel(MODEL_BYTES);
            consortium.submit(job(), model);
            Path ballast = fill(folder);
            Running worker = consortium.run(acme);
            assertThat(exit(coordinator)).as(coordinator.said()).isEqualTo(EXIT_COORDINATOR_DISK);
            assertThat(coordinator.said()).contains("No space left on device").doesNotContain("\tat ");
            Running inVain = consortium.startCoordinator();
            assertThat(exit(inVain)).as(inVain.said()).isEqualTo(EXIT_COORDINATOR_DISK);
            assertThat(inVain.said()).contains("No space left on device").doesNotContain("\tat ");
            Files.delete(ballast);
            consortium.serve();
            finish(consortium, acme);
            assertThat(worker.runs()).isTrue();
        }
    }

    @Test
    void aWorkerWhoseDiskIsFullSaysSoAndGoesOnWhenThereIsRoom() throws Exception {
        Path folder = smallDisk("acme/w1", 24);
        try (Consortium consortium = new Consortium(root)) {
            consortium.serve();
            consortium.enroll("acme");
            Site acme = consortium.join("acme", "w1");
            acme.offerReference(consortium.port(), MODEL_BYTES, 20, "train");
            Path ballast = fill(folder);
            Running worker = consortium.run(acme);
            consortium.submit(job().with("maxAbandonedRounds", 1_000), consortium.initialModel(MODEL_BYTES));
            Waiting.until("the worker says so", () -> worker.said().contains("No space left on device"));
            Files.delete(ballast);
            boolean ended = ended(worker);
            System.out.println(ended ? "the worker ended" : "the worker went on");
            Running next = ended ? consortium.run(acme) : worker;
            consortium.awaitEnd(1, Waiting.LONG);
            Waiting.until("all claims have receipts", () -> Consortium.names(acme.folder().resolve("outbox")).isEmpty());
            assertThat(next.runs()).as(next.said()).isTrue();
            assertThat(worker.said()).doesNotContain("\tat ");
            assertThat(consortium.bodies(RunEnded.class)).singleElement().extracting(RunEnded::outcome).isEqualTo(RunEnded.Outcome.COMPLETED);
            assertThat(consortium.bodies(Finding.class)).isEmpty();
            assertThat(consortium.bodies(Observation.class)).filteredOn(one -> one.verdict() == Observation.Verdict.ACCEPTED).hasSize(3);
            assertThat(consortium.audit(acme).expect(0).out()).startsWith("VERIFIED").contains("all true");
        }
    }

    /** With the exit code for it, or not at all. */
    private static boolean ended(Running worker) throws Exception {
        long end = System.nanoTime() + 5_000_000_000L;
        while (worker.runs() && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertThat(worker.runs() || worker.process().exitValue() == EXIT_WORKER_DISK).as(worker.said()).isTrue();
        return !worker.runs();
    }

    private static JobFile job() {
        return new JobFile("disk", 1).with("rounds", 3).with("maxAbandonedRounds", 3);
    }

    /** The run ends as one that was never disturbed, and the auditor finds every receipt true. */
    private static void finish(Consortium consortium, Site acme) throws Exception {
        consortium.awaitEnd(1, Waiting.LONG);
        Waiting.until("all claims have receipts", () -> Consortium.names(acme.folder().resolve("outbox")).isEmpty());
        new Unharmed(consortium, 1, 3).requireEveryUpdateCountedOnce(1);
        new Unharmed(consortium, 1, 3).requireReceipts(acme, 1);
        assertThat(consortium.bodies(Lease.class)).hasSize(3);
    }

    /** A file system in memory, mounted there; skips the test where that is not allowed. */
    private Path smallDisk(String name, int megabytes) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(root.resolve(name));
        assumeTrue(ran("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "none", folder.toString()),
                "skipped: only root can mount a small file system, where a machine lets it");
        mounted = folder;
        return folder;
    }

    private static boolean ran(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    /** Leaves no byte free. */
    private static Path fill(Path folder) {
        Path ballast = folder.resolve("ballast");
        byte[] block = new byte[1 << 12];
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            if (!Files.exists(ballast)) {
                throw new UncheckedIOException(full);
            }
            return ballast;
        }
    }

    private static int exit(Running ending) throws Exception {
        Waiting.until(ending.name() + " ends", () -> !ending.runs());
        return ending.process().exitValue();
    }
}
