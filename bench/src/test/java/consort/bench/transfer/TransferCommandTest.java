package consort.bench.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import consort.bench.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transfers between processes of little memory. How fast they are is not asserted. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class TransferCommandTest {

    @TempDir
    private Path folder;

    @Test
    void movesMoreThanTheCoordinatorsMemory() throws IOException, InterruptedException {
        assertThat(transfer(List.of(), "--gigabytes", "0.1", "--clients", "4"))
                .contains("models down", "updates up", "-Xmx32m and 48m of direct memory");
    }

    @Test
    void movesTheSameWithoutNativeLibraries() throws IOException, InterruptedException {
        assertThat(transfer(List.of("-Dio.netty.transport.noNative=true", "-Dio.netty.handler.ssl.noOpenSsl=true"), "--gigabytes", "0.02"))
                .contains("the JDK's sockets, the JDK's TLS", "models down", "updates up");
    }

    private String transfer(List<String> flags, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC", "-Xmx64m"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "transfer", "--in", folder.toString(),
                "--warm-up", "0", "--rounds", "1", "--heap", "32m", "--direct", "48m"));
        command.addAll(List.of(options));
        // Into a file: reading from a process cannot be interrupted.
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            assertThat(process.waitFor()).as(() -> text(said)).isZero();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return text(said);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
