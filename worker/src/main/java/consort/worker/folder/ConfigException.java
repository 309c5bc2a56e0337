package consort.worker.folder;

/** Something a person wrote, or a folder they named, cannot be used. The message is whole: print it and nothing else. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
