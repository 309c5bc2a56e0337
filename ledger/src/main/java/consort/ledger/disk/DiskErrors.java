package consort.ledger.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Errors of files and folders in words that a person understands: the messages of {@code java.nio.file} are often only a path. */
public final class DiskErrors {

    private DiskErrors() {
    }

    /** {@code PATH: REASON}; only the reason where the error names no path. */
    public static String text(IOException failure) {
        return failure instanceof FileSystemException file && file.getFile() != null
                ? file.getFile() + ": " + reason(failure) : reason(failure);
    }

    /** Why, without the path: {@code permission denied}, {@code does not exist}. */
    public static String reason(IOException failure) {
        if (failure instanceof FileSystemException file) {
            return Optional.ofNullable(file.getReason()).map(DiskErrors::decapitalized).orElseGet(() -> kind(file));
        }
        return Optional.ofNullable(failure.getMessage()).orElseGet(() -> failure.getClass().getSimpleName());
    }

    private static String kind(FileSystemException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException absent -> "does not exist";
            case FileAlreadyExistsException present -> "exists already";
            case NotDirectoryException file -> "is not a folder";
            case DirectoryNotEmptyException full -> "is not empty";
            default -> failure.getClass().getSimpleName();
        };
    }

    /** The system's own reasons ("No space left on device") are sentences; here they follow a colon. */
    private static String decapitalized(String reason) {
        return reason.isEmpty() ? reason : Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }
}
