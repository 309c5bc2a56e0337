package consort.coordinator.blobs;

import consort.ledger.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Content-addressed bytes. All methods may be called by several threads at once; one {@link Upload} or {@link Writer}
 * belongs to one thread at a time.
 *
 * <p>What users must not assume: that a partial upload survives a restart; that an upload which was not touched for a
 * while is still there (a peer that begins too many loses its oldest idle one); nor that a blob which a peer stored stays
 * before it is {@linkplain #claim claimed} (a peer that stores too many loses its oldest); nor that either stays when there is no room
 * for what somebody else begins (the oldest go first, whosever they are); nor that a blob is still there because
 * it was a moment ago: retention deletes what the ledger no longer needs.
 */
public interface BlobStore {

    /** Length of a whole, verified blob; empty when there is none. */
    OptionalLong size(String digest) throws IOException;

    /**
     * Keeps a blob that a peer stored, however many others that peer stores.
     *
     * @return whether it is there
     */
    boolean claim(String digest) throws IOException;

    /** How many bytes of {@code digest} are held for {@code peer}: all of a whole blob, or of one that is being made durable, else the staged prefix. */
    long held(String peer, String digest) throws IOException;

    /**
     * Begins or resumes an upload. An older handle of the same peer and blob is cut off: its writes are refused.
     *
     * @param offset must equal what {@link #held} answers
     * @throws BlobRefusedException when a limit is exceeded, the offset is another, the blob is already whole or just being made so, or a
     *     write of the older handle is under way: nobody waits for the disk here
     */
    Upload upload(String peer, String digest, long totalBytes, long offset) throws IOException, BlobRefusedException;

    /** Begins a blob of this process, whose digest is known at the end; at most {@code maxBytes} long. */
    Writer write(long maxBytes) throws IOException, BlobRefusedException;

    /**
     * Reads from {@code offset} until {@code into} is full or the blob ends.
     *
     * @return the bytes read; 0 at or past the end
     * @throws java.nio.file.NoSuchFileException when the blob is absent
     */
    int read(String digest, long offset, ByteBuffer into) throws IOException;

    /**
     * Opens a blob that is read in many places; who reads at a peer's pace uses {@link #read}, which leaves nothing open.
     *
     * @throws java.nio.file.NoSuchFileException when the blob is absent
     */
    Disk.Reader open(String digest) throws IOException;

    /**
     * CRC-32C of the bytes that have this digest, where this process saw them when they came: to tell soon whether the medium gives back what
     * it was given. Empty for what an earlier process stored.
     */
    OptionalInt checksum(String digest);

    /** All whole blobs: bytes by digest. */
    Map<String, Long> stored() throws IOException;

    /** Removes a blob; an absent one is no error. */
    void delete(String digest) throws IOException;

    /** One upload under way. Closing it keeps what was written, to be resumed. */
    interface Upload extends AutoCloseable {

        /**
         * Takes all remaining bytes.
         *
         * @throws BlobRefusedException when they exceed the announced length, the upload was cut off, or there is no room; then none of
         *     them is taken
         */
        void write(ByteBuffer bytes) throws IOException, BlobRefusedException;

        /** Bytes held so far. */
        long bytes();

        /**
         * Verifies the whole blob and makes it durable. Before its last byte arrived, this only keeps what is there.
         *
         * @return whether the blob is whole now
         * @throws BlobRefusedException when the bytes do not have the announced digest; they are dropped
         */
        boolean finish() throws IOException, BlobRefusedException;

        @Override
        void close();
    }

    /** A blob being written by this process. Closing it without {@link #commit} drops it. */
    interface Writer extends AutoCloseable {

        /** Takes all remaining bytes. */
        void write(ByteBuffer bytes) throws IOException, BlobRefusedException;

        /** Makes the blob durable and returns its digest. The same bytes may be there already. */
        String commit() throws IOException;

        @Override
        void close();
    }
}
