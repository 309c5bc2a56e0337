package consort.examples.demo;

import consort.ledger.disk.FileProblem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The folder that {@code --out} names. */
final class OutFolder {

    private OutFolder() {}

    /**
     * Makes it if need be.
     *
     * @return its real path
     * @throws WrongOptionException if it cannot be made, is no folder, or nothing may be written there
     */
    static Path made(Path asked) {
        Path folder;
        try {
            folder = Files.createDirectories(asked.toAbsolutePath()).toRealPath();
        } catch (FileAlreadyExistsException e) {
            throw new WrongOptionException("--out %s is not a folder; name another".formatted(asked));
        } catch (NoSuchFileException e) {
            throw unusable(asked, "no folder can be made there");
        } catch (IOException e) {
            throw unusable(asked, FileProblem.reason(e));
        }
        if (!Files.isWritable(folder)) {
            throw unusable(asked, "permission denied");
        }
        return folder;
    }

    /**
     * As {@link #made}, and nothing may be in it yet.
     *
     * @throws WrongOptionException if something is
     */
    static Path empty(Path asked) {
        Path folder = made(asked);
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new WrongOptionException("--out %s is not empty; name a new folder, or remove what is in it"
                        .formatted(asked.toString().isEmpty() ? "\"\" (the current folder)" : asked));
            }
        } catch (IOException e) {
            throw unusable(asked, FileProblem.reason(e));
        }
        return folder;
    }

    private static WrongOptionException unusable(Path asked, String reason) {
        return new WrongOptionException("cannot use %s: %s; name another folder with --out".formatted(asked, reason));
    }
}
