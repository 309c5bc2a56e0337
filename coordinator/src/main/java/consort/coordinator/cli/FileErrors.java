package consort.coordinator.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Failures of files in words: the JDK's own message is often the path and nothing else. */
final class FileErrors {

    private FileErrors() {
    }

    /** Why, without the path; follows "FILE: " or "FILE cannot be read: ". */
    static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException absent -> "no such file or folder";
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException there -> "it exists already";
            case DirectoryNotEmptyException full -> "it is not empty";
            case NotDirectoryException file -> "it is not a folder";
            case CharacterCodingException binary -> "it is not text in UTF-8";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName());
        };
    }

    /** The path, when the failure names one, and why. */
    static String describe(IOException failure) {
        return failure instanceof FileSystemException file && file.getFile() != null
                ? file.getFile() + ": " + reason(failure) : reason(failure);
    }
}
