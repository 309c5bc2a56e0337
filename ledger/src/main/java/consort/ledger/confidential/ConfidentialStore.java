package consort.ledger.confidential;

import consort.ledger.disk.Disk;
import consort.ledger.entry.Opening;
import consort.ledger.entry.PrivateField;
import consort.ledger.json.JsonException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Openings below {@code confidential/} of a disk, a file for each entry that commits to something. It is no blob store: nothing of it is
 * served, and no backup holds it. On a real machine the disk makes files that only their owner can read
 * ({@link consort.ledger.disk.FileDisk#ofOwner}).
 *
 * <p>Destroying is durable where deleting is not: the file is replaced by one without the opening, which after a crash is there, or is
 * gone altogether. For one thread, and one process at a time.
 */
public final class ConfidentialStore {

    /** What all openings together may take. */
    public static final long MAX_BYTES = 256L << 20;

    static final String FOLDER = "confidential";

    private final Disk disk;
    private final long maxBytes;
    private long bytes;

    private ConfidentialStore(Disk disk, long maxBytes, long bytes) {
        this.disk = disk;
        this.maxBytes = maxBytes;
        this.bytes = bytes;
    }

    public static ConfidentialStore open(Disk disk) throws IOException {
        return open(disk, MAX_BYTES);
    }

    static ConfidentialStore open(Disk disk, long maxBytes) throws IOException {
        long bytes = 0;
        for (String name : disk.list(FOLDER)) {
            bytes += disk.size(path(name));
        }
        return new ConfidentialStore(disk, maxBytes, bytes);
    }

    /**
     * Keeps the openings of an entry under a name, in place of what an entry that never came about left there. Durable on return.
     *
     * @return whether there was room; if not, nothing was kept, and nothing may be committed to
     */
    public boolean keep(String name, List<Opening> openings) throws IOException {
        Confidences kept = new Confidences(openings, Set.of());
        int size = kept.bytes().length;
        if (bytes + size > maxBytes) {
            return false;
        }
        write(name, kept);
        return true;
    }

    /** The names under which something is kept. */
    public List<String> names() throws IOException {
        return disk.list(FOLDER);
    }

    /** What is kept under a name; nothing when there is no such file. */
    public Confidences read(String name) throws IOException {
        if (!disk.exists(path(name))) {
            return Confidences.NOTHING;
        }
        try {
            return Confidences.parse(disk.readAll(path(name), Confidences.MAX_BYTES));
        } catch (JsonException damaged) {
            throw new IOException(path(name) + " is damaged: " + damaged.getMessage()
                    + "; what it opened cannot be disclosed any more, unless you have a copy of the file. Delete it to go on", damaged);
        }
    }

    /** Destroys openings. Durable on return; that they are gone is remembered until {@link #settle}. */
    public void destroy(String name, Set<PrivateField> fields) throws IOException {
        Confidences before = read(name);
        Set<PrivateField> destroyed = EnumSet.noneOf(PrivateField.class);
        destroyed.addAll(before.destroyed());
        List<Opening> left = new ArrayList<>();
        for (Opening opening : before.openings()) {
            if (fields.contains(opening.field())) {
                destroyed.add(opening.field());
            } else {
                left.add(opening);
            }
        }
        write(name, new Confidences(left, destroyed));
    }

    /** The ledger says now that these were destroyed. */
    public void settle(String name, Set<PrivateField> fields) throws IOException {
        Confidences before = read(name);
        Set<PrivateField> unsaid = EnumSet.noneOf(PrivateField.class);
        unsaid.addAll(before.destroyed());
        unsaid.removeAll(fields);
        Confidences after = new Confidences(before.openings(), unsaid);
        write(name, after);
        if (after.equals(Confidences.NOTHING)) {
            drop(name);
        }
    }

    /** Forgets what belongs to no entry: the openings first, and durably. */
    public void drop(String name) throws IOException {
        if (disk.exists(path(name))) {
            write(name, Confidences.NOTHING);
            bytes -= disk.size(path(name));
            disk.delete(path(name));
        }
    }

    /** Moves what is kept under one name to another. */
    public void rename(String from, String to) throws IOException {
        disk.rename(path(from), path(to));
    }

    private void write(String name, Confidences kept) throws IOException {
        long before = disk.exists(path(name)) ? disk.size(path(name)) : 0;
        byte[] json = kept.bytes();
        disk.replace(path(name), json);
        bytes += json.length - before;
    }

    private static String path(String name) {
        return FOLDER + "/" + name;
    }
}
