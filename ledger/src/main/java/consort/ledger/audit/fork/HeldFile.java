package consort.ledger.audit.fork;

import java.io.IOException;

/** A file that somebody holds. Its bytes are not kept but read again where they are needed. Files of one name are one. */
final class HeldFile {

    private final String before;
    private final String path;
    private final Reading reading;

    /** Reads the files of one folder. */
    @FunctionalInterface
    interface Reading {

        byte[] read(String path) throws IOException;
    }

    /**
     * A file of a folder.
     *
     * @param before the folder with its slash, as people know it; all its files share it, and {@code reading}
     */
    HeldFile(String before, String path, Reading reading) {
        this.before = before;
        this.path = path;
        this.reading = reading;
    }

    /** A file whose bytes are at hand. */
    static HeldFile of(String name, byte[] bytes) {
        return new HeldFile("", name, path -> bytes);
    }

    String name() {
        return before + path;
    }

    byte[] bytes() throws IOException {
        return reading.read(path);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeldFile file && file.name().equals(name());
    }

    @Override
    public int hashCode() {
        return name().hashCode();
    }

    @Override
    public String toString() {
        return name();
    }
}
