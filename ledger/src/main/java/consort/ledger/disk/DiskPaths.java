package consort.ledger.disk;

/** What a path may look like; shared by all implementations of {@link Disk}. */
public final class DiskPaths {

    /** Begins the names of files that are not yet in place. */
    public static final String TEMPORARY_PREFIX = ".tmp-";

    private DiskPaths() {
    }

    /** Returns {@code path} when it names a file as {@link Disk} wants it. */
    public static String file(String path) {
        for (String segment : path.split("/", -1)) {
            boolean badName = segment.isEmpty() || segment.equals(".") || segment.equals("..");
            if (badName || segment.startsWith(TEMPORARY_PREFIX) || segment.chars().anyMatch(DiskPaths::isForbidden)) {
                throw new IllegalArgumentException("not a path inside a disk: \"" + path + "\"");
            }
        }
        return path;
    }

    /** Returns {@code path} when it names a folder: a file's path, or "" for the root. */
    public static String folder(String path) {
        return path.isEmpty() ? path : file(path);
    }

    private static boolean isForbidden(int character) {
        return character < 0x20 || character == 0x7F || character == '\\';
    }
}
