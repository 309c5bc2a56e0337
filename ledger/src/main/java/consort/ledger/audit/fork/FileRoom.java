package consort.ledger.audit.fork;

import java.nio.file.FileSystemException;

/** How many files' statements fit into memory. */
final class FileRoom {

    /** More than a receipt for two entries took, wherever it is remembered while two copies are compared, its name included. */
    private static final int FILE_BYTES = 1 << 10;

    private final long all;
    private long taken;

    FileRoom(long all) {
        this.all = all;
    }

    /** Half of the memory that Java may use here. */
    static FileRoom ofThisProgram() {
        return new FileRoom(Runtime.getRuntime().maxMemory() / 2 / FILE_BYTES);
    }

    /** @throws FileSystemException naming the folder when this is more than there is room for */
    void take(String folder, int files) throws FileSystemException {
        taken += files;
        if (taken > all) {
            throw new FileSystemException(folder, null, "more than " + all + " files, which is what Java's memory suffices for here;"
                    + " give a folder of receipts or proofs, or more memory (CONSORT_JAVA_OPTS=-Xmx8g)");
        }
    }
}
