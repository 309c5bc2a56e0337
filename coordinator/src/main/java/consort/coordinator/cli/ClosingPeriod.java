package consort.coordinator.cli;

import consort.certs.KeyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Which period the operator asked to close, kept in the folder until the coordinator answered. While a run works the open period
 * is another one as soon as one is closed: whoever lost the answer would otherwise close, and bill, the next.
 */
final class ClosingPeriod {

    private final Path file;

    ClosingPeriod(CoordinatorFolder folder) {
        file = folder.certificates().resolve("closing-period");
    }

    /** The number of an earlier attempt that was not answered, else the open one's, which is synced before this returns. */
    long choose(LongSupplier open) {
        if (!Files.exists(file)) {
            long number = open.getAsLong();
            KeyFiles.writeSecret(file, Long.toString(number).getBytes(StandardCharsets.US_ASCII));
            return number;
        }
        return read();
    }

    /** A period was closed. While the chosen one is not, whatever else is answered, it stays the open one. */
    void answered(long closed) throws IOException {
        if (Files.exists(file) && read() <= closed) {
            Files.delete(file);
        }
    }

    private long read() {
        try {
            return Long.parseLong(new String(KeyFiles.readSecret(file), StandardCharsets.US_ASCII));
        } catch (NumberFormatException damaged) {
            throw new CommandException(ExitCode.USAGE, file + " holds no number: look with 'consort coordinator status' which period is"
                    + " open, delete the file, and name the period with --period");
        }
    }
}
