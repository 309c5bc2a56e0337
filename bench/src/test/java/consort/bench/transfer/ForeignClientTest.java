package consort.bench.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What moves without copies is plain protobuf over gRPC: a client in Python stores it and fetches it with mutual TLS. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ForeignClientTest {

    private static final Path CLIENT = Path.of("../examples/foreign/blobs.py").toAbsolutePath().normalize();
    /** Debian's comes first: a version manager's often has no gRPC. */
    private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");
    private static final int NOT_INSTALLED = 3;

    @TempDir
    private Path folder;

    private String python;

    @BeforeEach
    void needsPythonWithGrpc() throws IOException, InterruptedException {
        for (String candidate : PYTHONS) {
            if (python == null && isThere(candidate)) {
                python = candidate;
            }
        }
        Assumptions.assumeTrue(python != null, "no Python here has gRPC, protobuf and protoc (Debian: python3-grpcio,"
                + " python3-protobuf, protobuf-compiler)");
    }

    private static boolean isThere(String python) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(python, CLIENT.toString()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return ended(process) != NOT_INSTALLED;
        } catch (IOException absent) {
            return false;
        }
    }

    @Test
    void storesAndFetchesABlob() throws IOException, InterruptedException {
        Keys keys = Keys.found(folder);
        Path credential = folder.resolve("worker.pem");
        Path authority = folder.resolve("authority.pem");
        keys.credential(1).save(credential);
        keys.authority().certificate().save(authority);
        byte[] content = new byte[5_000_001];
        new Random(1).nextBytes(content);
        Path sent = Files.write(folder.resolve("sent"), content);
        Path received = folder.resolve("received");
        try (FarProcess far = new FarProcess(folder, List.of("-Xmx64m", "-XX:MaxDirectMemorySize=32m", "-XX:TieredStopAtLevel=1"))) {
            List<String> client = List.of(python, CLIENT.toString(), "localhost:" + far.port(), credential.toString(), authority.toString());
            String digest = run(client, "store", sent.toString()).strip();
            far.publish(digest);
            run(client, "fetch", digest, "0", received.toString());
            assertThat(received).hasBinaryContent(content);
            run(client, "fetch", digest, "3000000", received.toString());
            assertThat(received).hasBinaryContent(Arrays.copyOfRange(content, 3_000_000, content.length));
        }
    }

    private static int ended(Process process) throws InterruptedException {
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    private String run(List<String> client, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(client);
        command.addAll(List.of(words));
        // Into a file: reading from a process cannot be interrupted.
        Path said = folder.resolve("said");
        int exit = ended(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start());
        assertThat(exit).as(Files.readString(said)).isZero();
        return Files.readString(said);
    }
}
