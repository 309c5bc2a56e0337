package consort.ledger.audit.cli;

import consort.ledger.disk.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that a command reads, of bounded size. */
final class InputFile {

    private InputFile() {
    }

    /** @param what it should be, for the message when it is not there */
    static byte[] read(Path file, int maxBytes, String what) {
        try {
            if (Files.isDirectory(file)) {
                throw new Mistake(file + " is a folder; give " + what);
            }
            if (Files.size(file) > maxBytes) {
                throw new Mistake(file + " has more than " + maxBytes + " bytes, and so is not " + what);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            throw new Mistake("there is no file " + file + "; give " + what);
        } catch (IOException unreadable) {
            throw new Mistake("cannot read " + file + ": " + FileProblem.reason(unreadable));
        }
    }
}
