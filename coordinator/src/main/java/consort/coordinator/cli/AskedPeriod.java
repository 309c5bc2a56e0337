package consort.coordinator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import consort.certs.KeyFiles;
import consort.ledger.entry.Document;
import consort.proto.StatusRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Which period the operator meant with a command, kept in the folder until the coordinator answered. While a run works the open period
 * is another one as soon as one is closed: whoever lost the answer would otherwise close, and bill, the next, or enter a cost twice.
 */
final class AskedPeriod {

    private final Path file;

    private AskedPeriod(Path file) {
        this.file = file;
    }

    /** Of a close. */
    static AskedPeriod ofClose(CoordinatorFolder folder) {
        return new AskedPeriod(folder.certificates().resolve("closing-period"));
    }

    /** Of a command that enters something in the open period. */
    static AskedPeriod of(CoordinatorFolder folder, List<String> words) {
        String digest = Document.digest(String.join("\n", words).getBytes(StandardCharsets.UTF_8));
        return new AskedPeriod(folder.certificates().resolve("asked").resolve(digest));
    }

    /** The number of an earlier attempt that was not answered, else the open one's, which is synced before this returns. */
    long choose(LongSupplier open) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            long number = open.getAsLong();
            KeyFiles.writeSecret(file, Long.toString(number).getBytes(StandardCharsets.US_ASCII));
            return number;
        }
        return read();
    }

    /** A period was closed. While the chosen one is not, whatever else is answered, it stays the open one. */
    void closed(long number) throws IOException {
        if (Files.exists(file) && read() <= number) {
            Files.delete(file);
        }
    }

    /** What was asked for is answered. */
    void forget() throws IOException {
        Files.deleteIfExists(file);
    }

    /** The open period's number. */
    static long open(Client client) {
        String status = client.operator(coordinator -> coordinator.status(StatusRequest.getDefaultInstance())).getJson();
        try {
            return new ObjectMapper().readTree(status).path("period").path("period").asLong();
        } catch (JsonProcessingException unreadable) {
            throw new CommandException(ExitCode.UNEXPECTED, "the coordinator's status is no JSON: " + unreadable.getMessage());
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
