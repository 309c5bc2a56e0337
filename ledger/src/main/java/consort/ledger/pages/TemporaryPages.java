package consort.ledger.pages;

import consort.ledger.disk.FileProblem;
import consort.ledger.fold.Footprint;
import consort.ledger.fold.Pages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * The first pages on the heap, so that small ledgers need no file; the others mapped from a temporary file, of which the system keeps
 * in memory what it has room for. The file has no name any more once it is open: it goes with the last page that can be reached. What it
 * grows by is written before it is mapped, so that a full disk is an error here, and not the end of the process somewhere else. Where
 * the disk fails later, or the file system needs room for each block that is written again, whoever uses a page gets an
 * {@link InternalError} of the Java runtime, at that access or soon after: {@link LostPageException#of} is what to make of it.
 */
public final class TemporaryPages implements Pages, AutoCloseable {

    private static final int CHUNK_BYTES = 16 << 20;
    private static final int ZEROS = 1 << 16;
    private static final String PREFIX = "consort-";
    private static final String SUFFIX = ".pages";
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    /** Pages begin at a multiple of this. */
    private static final int ALIGNMENT = 8;

    private final Place place;
    private final Opener opener;
    private final int heapBytes;
    private final int chunkBytes;
    private int usedHeapBytes;
    private FileChannel file;
    private long fileBytes;
    private ByteBuffer chunk = ByteBuffer.allocate(0);

    /** Makes the file. */
    @FunctionalInterface
    interface Opener {
        /** An empty file for reading and writing, which goes when nobody has it open any more. */
        FileChannel open(Path folder) throws IOException;
    }

    /**
     * @param heapBytes how much of the heap the first pages take
     * @param chunkBytes by how much the file grows at a time; no page is larger
     */
    TemporaryPages(Place place, Opener opener, int heapBytes, int chunkBytes) {
        this.place = place;
        this.opener = opener;
        this.heapBytes = heapBytes;
        this.chunkBytes = chunkBytes;
    }

    /** Whose file is in a folder, once there is one. */
    public static TemporaryPages in(Place place) {
        return new TemporaryPages(place, TemporaryPages::open, Footprint.FIRST_PAGES_BYTES, CHUNK_BYTES);
    }

    @Override
    public ByteBuffer page(int bytes) {
        if (usedHeapBytes + bytes <= heapBytes) {
            usedHeapBytes += bytes;
            return ByteBuffer.allocate(bytes);
        }
        if (chunk.remaining() < bytes) {
            chunk = nextChunk();
        }
        ByteBuffer page = chunk.slice(chunk.position(), bytes);
        chunk.position(Math.min(chunk.limit(), (chunk.position() + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT));
        return page;
    }

    /** Bytes of the file. */
    long fileBytes() {
        return fileBytes;
    }

    /** No more pages; those that were given stay. */
    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private ByteBuffer nextChunk() {
        try {
            if (file == null) {
                file = opener.open(place.folder());
            }
            for (long at = fileBytes; at < fileBytes + chunkBytes; ) {
                at += file.write(ByteBuffer.allocate((int) Math.min(ZEROS, fileBytes + chunkBytes - at)), at);
            }
            ByteBuffer mapped = file.map(MapMode.READ_WRITE, fileBytes, chunkBytes, Arena.ofAuto()).asByteBuffer();
            fileBytes += chunkBytes;
            return mapped;
        } catch (IOException noRoom) {
            throw new UncheckedIOException(new NoRoomException(place, FileProblem.reason(noRoom)));
        }
    }

    /** Its name goes at once; what processes left that died in between is empty, and goes too. */
    static FileChannel open(Path folder) throws IOException {
        sweep(folder);
        return FileChannel.open(folder.resolve(PREFIX + UUID.randomUUID() + SUFFIX), Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
                StandardOpenOption.CREATE_NEW, StandardOpenOption.DELETE_ON_CLOSE), OWNER_ONLY);
    }

    private static void sweep(Path folder) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path path : left) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.size(path) == 0) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException | DirectoryIteratorException kept) {
            // It is somebody else's, or the folder cannot be used, which opening a file there tells.
            return;
        }
    }
}
