package consort.bench.pool;

import consort.bench.Jvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A coordinator in a process of its own, with the memory that the launcher gives it, and what it takes. */
public final class CoordinatorProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;
    private static final long LOOK_MILLIS = 20;
    /** Of a generation of the serial collector: "DefNew     total 6144K, used 2123K". */
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
    /** Of native memory: " Other (reserved=5234KB, committed=5234KB)", which is what is allocated for buffers. */
    private static final Pattern BUFFERS = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)");
    /** Of a thread: "allocated=1830K". */
    private static final Pattern ALLOCATED = Pattern.compile(" allocated=(\\d+)([BKMG])");
    private static final String UNITS = "BKMG";
    /** Makes a JVM say how much memory its buffers take. */
    public static final String TRACKING = "-XX:NativeMemoryTracking=summary";
    private static final String ANONYMOUS = "RssAnon:";

    private final Process process;
    private final Thread looking;
    private volatile long peakAnonymousBytes;

    private CoordinatorProcess(Process process) {
        this.process = process;
        this.looking = Thread.ofVirtual().name("memory").start(this::look);
    }

    /**
     * Starts it and waits until it accepts connections.
     *
     * @param settings of coordinator.yaml, by the names of their environment variables
     */
    public static CoordinatorProcess serve(Founding founding, List<String> jvmFlags, Map<String, String> settings) throws IOException, InterruptedException {
        Path log = founding.operator().resolveSibling("coordinator.log");
        List<String> command = Jvm.command();
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), consort.coordinator.cli.Main.class.getName(),
                "serve", founding.operator().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(settings);
        var coordinator = new CoordinatorProcess(builder.start());
        for (int tries = 0; tries < PATIENCE_SECONDS * 20; tries++) {
            if (!coordinator.process.isAlive()) {
                throw new IOException("the coordinator ended: " + Files.readString(log));
            }
            if (answers(founding.port())) {
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
    public Duration processorTime() {
        return process.toHandle().info().totalCpuDuration().orElseThrow();
    }

    /** The most memory that was resident and no page of a file, as seen every few milliseconds; 0 where the system does not tell. */
    public long peakAnonymousBytes() {
        return peakAnonymousBytes;
    }

    /** What is resident now and no page of a file. */
    public long anonymousBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(ANONYMOUS))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElse(0);
    }

    /** Files, sockets and pipes that it holds open. */
    public int handles() throws IOException {
        return entries("fd");
    }

    public int threads() throws IOException {
        return entries("task");
    }

    private int entries(String folder) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(process.pid()), folder))) {
            return (int) all.count();
        }
    }

    /** What the heap holds after a full collection. */
    public long liveHeapBytes() throws IOException, InterruptedException {
        ask("GC.run");
        return ask("GC.heap_info").lines().map(USED::matcher).filter(Matcher::find).mapToLong(used -> Long.parseLong(used.group(1)) << 10)
                .sum();
    }

    /** What its buffers outside of the heap take; 0 without {@link #TRACKING}. */
    public long directBytes() throws IOException, InterruptedException {
        return ask("VM.native_memory").lines().map(BUFFERS::matcher).filter(Matcher::find).mapToLong(used -> Long.parseLong(used.group(1)) << 10)
                .sum();
    }

    /** What its threads allocated since they began, each but for the last tenth: garbage sooner or later. */
    public long allocatedBytes() throws IOException, InterruptedException {
        return ask("Thread.print", "-e").lines().map(ALLOCATED::matcher).filter(Matcher::find)
                .mapToLong(thread -> Long.parseLong(thread.group(1)) << UNITS.indexOf(thread.group(2).charAt(0)) * 10).sum();
    }

    /** Writes what the flight recorder holds, which the process was started with. */
    public void dumpRecording(Path file) throws IOException, InterruptedException {
        ask("JFR.dump", "filename=" + file);
    }

    private String ask(String... question) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid())));
        command.addAll(List.of(question));
        Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd " + question[0] + ": " + answer);
        }
        return answer;
    }

    private void look() {
        try {
            while (process.isAlive()) {
                peakAnonymousBytes = Math.max(peakAnonymousBytes, anonymousBytes());
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
