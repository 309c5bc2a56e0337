package consort.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/// An input that breaks a decoder: kept, and reported with the command that repeats it.
final class FuzzFinding {
    private static final int MAX_SHOWN_BYTES = 3000;

    private final Class<?> test;
    private final FuzzFolders folders;

    FuzzFinding(Class<?> test, FuzzFolders folders) {
        this.test = test;
        this.folders = folders;
    }

    /// Takes the input out of `found`.
    String keep(Path found, FuzzLog log) throws IOException {
        Optional<Path> input;
        try (Stream<Path> files = Files.list(found)) {
            input = files.findFirst();
        }
        if (input.isEmpty()) {
            return "the fuzzer failed without an input:\n" + log.finding();
        }
        return keep(Files.readAllBytes(input.get()), log.finding());
    }

    /// Writes an input where findings are kept and says what to do with it.
    ///
    /// @param broken how the decoder did not bear it
    String keep(byte[] bytes, String broken) throws IOException {
        Path kept = Files.createDirectories(folders.kept()).resolve("crash-" + Integer.toHexString(Arrays.hashCode(bytes)));
        Files.write(kept, bytes);
        return String.join("\n",
                test.getSimpleName() + " broke on an input of " + bytes.length + " bytes: " + broken,
                "The input in Base64: " + shown(bytes),
                "It is kept as " + kept + ". Repeat it with",
                "  ./mvnw -pl " + folders.moduleName() + " -am test -Dtest=" + test.getSimpleName()
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dconsort.fuzzInput=" + kept,
                "and once the decoder is mended, move it to " + folders.findingsFolder());
    }

    private static String shown(byte[] bytes) {
        return bytes.length > MAX_SHOWN_BYTES ? "too long to show" : Base64.getEncoder().encodeToString(bytes);
    }
}
