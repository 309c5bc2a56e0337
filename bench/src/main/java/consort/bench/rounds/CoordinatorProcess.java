package consort.bench.rounds;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A coordinator in a process of its own, with the memory that the launcher gives it, and what it takes. */
final class CoordinatorProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;
    private static final long LOOK_MILLIS = 20;
    private static final String ANONYMOUS = "RssAnon:";

    private final Process process;
    private final Thread looking;
    private volatile long peakAnonymousBytes;

    private CoordinatorProcess(Process process) {
        this.process = process;
        this.looking = Thread.ofVirtual().name("memory").start(this::look);
    }

    /** Starts it and waits until it accepts connections. */
    static CoordinatorProcess serve(Path folder, int port, List<String> jvmFlags, Path log) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC"));
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), consort.coordinator.cli.Main.class.getName(),
                "serve", folder.toString()));
        var coordinator = new CoordinatorProcess(new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start());
        for (int tries = 0; tries < PATIENCE_SECONDS * 20; tries++) {
            if (!coordinator.process.isAlive()) {
                throw new IOException("the coordinator ended: " + Files.readString(log));
            }
            if (answers(port)) {
                return coordinator;
            }
            Thread.sleep(50);
        }
        coordinator.close();
        throw new IOException("the coordinator did not answer within " + PATIENCE_SECONDS + " s: " + Files.readString(log));
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Processor time since it began. */
    Duration processorTime() {
        return process.toHandle().info().totalCpuDuration().orElseThrow();
    }

    /** The most memory that was resident and no page of a file, as seen every few milliseconds; 0 where the system does not tell. */
    long peakAnonymousBytes() {
        return peakAnonymousBytes;
    }

    private void look() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            while (process.isAlive()) {
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith(ANONYMOUS)) {
                        long kibibytes = Long.parseLong(line.substring(ANONYMOUS.length()).replaceAll("\\D", ""));
                        peakAnonymousBytes = Math.max(peakAnonymousBytes, kibibytes << 10);
                    }
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (IOException ended) {
            // It is gone, or this system has no such file.
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            looking.join();
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
