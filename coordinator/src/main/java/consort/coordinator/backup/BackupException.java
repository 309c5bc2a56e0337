package consort.coordinator.backup;

/** A backup that cannot be made, or not be restored. The message says why and what to do. */
public final class BackupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BackupException(String message) {
        super(message);
    }
}
