package consort.ledger.disk;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What an I/O error means to a person: the JDK's own message is often nothing but a path. */
public final class FileProblem {

    private FileProblem() {
    }

    /** File and reason, where the error knows a file; else the error's own words. */
    public static String text(IOException failure) {
        boolean named = failure instanceof FileSystemException known && known.getFile() != null;
        return named ? ((FileSystemException) failure).getFile() + ": " + reason(failure) : reason(failure);
    }

    /** The reason alone, for a sentence that names the file. */
    public static String reason(IOException failure) {
        if (failure instanceof CharacterCodingException) {
            return "it is not text in UTF-8";
        }
        if (!(failure instanceof FileSystemException known)) {
            return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        }
        if (known.getReason() != null) {
            return decapitalized(known.getReason());
        }
        return switch (known) {
            case NoSuchFileException absent -> "no such file or folder";
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException exists -> "it exists already";
            case NotDirectoryException file -> "it is not a folder";
            case DirectoryNotEmptyException full -> "it is not empty";
            default -> "the system gives no reason (" + known.getClass().getSimpleName() + ")";
        };
    }

    /** The system's own reasons ("No space left on device") are sentences; here they follow a colon. */
    private static String decapitalized(String reason) {
        return reason.isEmpty() ? reason : Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }
}
