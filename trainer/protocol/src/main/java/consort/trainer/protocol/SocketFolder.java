package consort.trainer.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder that only this user can enter, for one socket. A socket's path ends near 108 bytes, so the usual temporary
 * folder is taken only where it is short.
 */
record SocketFolder(Path folder) implements AutoCloseable {

    private static final int MAX_PARENT_BYTES = 64;

    static SocketFolder create() throws IOException {
        Path usual = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        boolean fits = usual.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PARENT_BYTES;
        return new SocketFolder(Files.createTempDirectory(fits ? usual : Path.of("/tmp"), "consort-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    Path socket() {
        return folder.resolve("trainer");
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(socket());
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // Left behind empty in the temporary folder: harmless.
        }
    }
}
