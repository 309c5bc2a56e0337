package consort.ledger.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Files below one root, with the durability of every call written down.
 *
 * <p>A path is relative and '/'-separated; no segment is empty, ".", ".." or begins with ".tmp-", and it holds neither
 * '\' nor control characters ({@link IllegalArgumentException} otherwise). A folder is only the common beginning of its
 * files' paths: it comes into being with its first file. The root itself is written "" where a folder is asked for.
 *
 * <p><b>Durable on return</b> (survives the death of the process and of the machine): {@link #create}, {@link #replace},
 * {@link #rename} (the names; the bytes are as durable as they were before), {@link #truncate}. <b>Durable after
 * {@link Appender#sync}</b>: all bytes that appender wrote before, and the file's name. <b>Not durable</b>:
 * {@link #delete}; after a crash a deleted file may be back, whole.
 *
 * <p>What users of this port must not assume:
 * <ul>
 *   <li>that bytes written and not synced vanish together. After a crash any part of them may be there, in any
 *       combination, with zeros in between, and the file may be longer or shorter than what arrived;
 *   <li>that bytes which can be read are durable. After the death of a process its unsynced bytes can be read and be lost
 *       with the machine afterwards: whoever builds on what it finds syncs it first;
 *   <li>that a call which threw did nothing. A failed {@code create}, {@code replace} or {@code rename} may or may not
 *       have happened, and may become undone by a crash; it never leaves a part of the bytes under the name;
 *   <li>that a failed sync can be repeated. The system may have dropped the bytes and report success the second time: an
 *       {@link Appender} whose write or sync failed refuses everything after it.
 * </ul>
 *
 * <p>Calls on different paths may run at once. On one path, concurrent {@code create} calls have exactly one winner, and
 * reads see a replaced file either old or new; everything else on one path is for one thread at a time.
 */
public interface Disk {

    /** Whether a file (not a folder) stands at the path. */
    boolean exists(String path) throws IOException;

    /** The file's length in bytes; {@link java.nio.file.NoSuchFileException} when it is absent. */
    long size(String path) throws IOException;

    /**
     * Reads from {@code offset} until {@code into} is full or the file ends.
     *
     * @return the bytes read; 0 at or past the end
     * @throws java.nio.file.NoSuchFileException when the file is absent
     */
    int read(String path, long offset, ByteBuffer into) throws IOException;

    /**
     * A file to be read in many places.
     *
     * @throws java.nio.file.NoSuchFileException when the file is absent
     */
    default Reader reader(String path) throws IOException {
        size(path);
        return new Reader() {

            @Override
            public int read(long offset, ByteBuffer into) throws IOException {
                return Disk.this.read(path, offset, into);
            }

            @Override
            public void close() {
                // Nothing was opened.
            }
        };
    }

    /** The whole file; an {@link IOException} when it is longer than {@code maxBytes}, without reading it. */
    default byte[] readAll(String path, int maxBytes) throws IOException {
        long size = size(path);
        if (size > maxBytes) {
            throw new IOException(path + ": has " + size + " bytes, more than the " + maxBytes + " allowed here");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size);
        if (read(path, 0, bytes) != size) {
            throw new IOException(path + ": became shorter while it was read");
        }
        return bytes.array();
    }

    /**
     * The names in a folder, sorted by UTF-16 code units; those of folders end in '/'. Empty when the folder is absent. A
     * folder that lost its last file may still be named.
     */
    List<String> list(String folder) throws IOException;

    /** Opens at the end of the file, creating it (its name is durable with the first {@link Appender#sync}). */
    Appender append(String path) throws IOException;

    /**
     * Creates a file that must not exist. Atomic: at no time, crashes included, do only some of the bytes stand there.
     *
     * @throws java.nio.file.FileAlreadyExistsException when it exists; nothing was changed, but the file that is there is
     *     durable, whoever wrote it
     */
    void create(String path, ByteBuffer bytes) throws IOException;

    /** As {@link #create(String, ByteBuffer)}. */
    default void create(String path, byte[] bytes) throws IOException {
        create(path, ByteBuffer.wrap(bytes));
    }

    /** Puts a file in place of what stood there, if anything did. Atomic: old or new, never a mixture. */
    void replace(String path, byte[] bytes) throws IOException;

    /**
     * Moves a file, in place of what stood at {@code to}, atomically.
     *
     * @throws java.nio.file.NoSuchFileException when {@code from} is absent
     */
    void rename(String from, String to) throws IOException;

    /** Deletes a file; an absent one is no error. */
    void delete(String path) throws IOException;

    /** Cuts a file to {@code size} bytes; {@link IllegalArgumentException} when it is shorter than that. */
    void truncate(String path, long size) throws IOException;

    /**
     * Takes a lock that excludes every other holder, in this process and in others on this machine, until it is closed or
     * its process ends. The file at {@code path} is created and belongs to the lock: nothing else may
     * open it.
     *
     * @throws LockedException when it is held
     */
    Lock lock(String path) throws IOException;

    /** Reads one file. Several threads may read at once, and none once it is closed. What it reads of a file that is deleted or replaced is undefined. */
    interface Reader extends AutoCloseable {

        /**
         * Reads from {@code offset} until {@code into} is full or the file ends.
         *
         * @return the bytes read; 0 at or past the end
         */
        int read(long offset, ByteBuffer into) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Writes at the end of one file. For one thread. */
    interface Appender extends AutoCloseable {

        /** Writes all remaining bytes. They are durable after the next {@link #sync}, not before. */
        void write(ByteBuffer bytes) throws IOException;

        /** The file's length as this appender knows it: the offset of the next byte written. */
        long position();

        /** Makes all bytes written so far, and the file's name, durable. */
        void sync() throws IOException;

        /** Closes without syncing. */
        @Override
        void close() throws IOException;
    }

    /** A held lock. */
    interface Lock extends AutoCloseable {

        @Override
        void close() throws IOException;
    }
}
