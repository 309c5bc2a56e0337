package consort.simulator.check;

import consort.ledger.disk.Disk;
import consort.ledger.log.LogStore;
import consort.simulator.ViolationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads the journal as a process leaves it that has just recovered it, with a reader of its own: whatever the death before it tore, each
 * byte of each file belongs to a whole frame, and the frames hold the log's entries and no others.
 */
public final class JournalWatch {

    private static final String FOLDER = "journal";
    private static final String LOCK = "lock";
    private static final int FRAME_HEADER_BYTES = 48;
    private static final int LARGEST = 1 << 24;

    private JournalWatch() {
    }

    /** @throws ViolationException when the end of a file is torn, or was not cut where it had to be */
    public static void requireWhole(Disk disk, LogStore log) throws IOException {
        for (String name : disk.list(FOLDER)) {
            if (!name.equals(LOCK)) {
                requireWhole(name, disk.readAll(FOLDER + "/" + name, LARGEST), log);
            }
        }
    }

    private static void requireWhole(String name, byte[] file, LogStore log) throws IOException {
        byte[] line = ("consort-journal/v1 " + name + "\n").getBytes(StandardCharsets.UTF_8);
        require(Arrays.equals(line, Arrays.copyOf(file, line.length)), name, 0, "not the first line of this file");
        long next = Long.parseLong(name.substring(0, name.indexOf('-')));
        ByteBuffer rest = ByteBuffer.wrap(file).position(line.length);
        while (rest.hasRemaining()) {
            next = requireFrame(name, rest, next, log);
        }
    }

    /** @return the index after the frame's last entry */
    private static long requireFrame(String name, ByteBuffer rest, long first, LogStore log) throws IOException {
        int start = rest.position();
        require(rest.remaining() >= FRAME_HEADER_BYTES, name, start, "a torn header");
        int headerCrc = crc(rest.slice(start, FRAME_HEADER_BYTES - Integer.BYTES));
        // Magic number and epoch.
        rest.position(start + Integer.BYTES + Long.BYTES);
        require(rest.getLong() == start, name, start, "a frame of another place, or no frame");
        require(rest.getLong() == first, name, start, "a frame that does not begin with entry " + first);
        rest.getLong();
        int payloadBytes = rest.getInt();
        int payloadCrc = rest.getInt();
        require(rest.getInt() == headerCrc, name, start, "a broken header");
        require(payloadBytes <= rest.remaining(), name, start, "a torn frame");
        ByteBuffer payload = rest.slice(rest.position(), payloadBytes);
        require(crc(payload.duplicate()) == payloadCrc, name, start, "a broken frame");
        rest.position(rest.position() + payloadBytes);
        long next = first;
        while (payload.hasRemaining()) {
            byte[] entry = new byte[Short.toUnsignedInt(payload.getShort())];
            payload.get(entry);
            require(next < log.size() && Arrays.equals(entry, log.entry(next)), name, start, "another entry " + next + " than the log has");
            next++;
        }
        return next;
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static void require(boolean holds, String name, int offset, String otherwise) {
        if (!holds) {
            throw new ViolationException("the journal was recovered, and " + FOLDER + "/" + name + " has at offset " + offset + ": " + otherwise);
        }
    }
}
