package consort.worker.outbox;

/** Where things stand on the disk. */
final class Paths {

    static final String CLAIMS = "outbox";
    static final String UPDATES = "updates";
    static final String RECEIPTS = "receipts";
    /** Beside the finished updates, and no digest. */
    static final String FORMING = "updates/forming";

    private Paths() {
    }

    static String claim(long seq) {
        return CLAIMS + "/" + seq;
    }

    static String update(String digest) {
        return UPDATES + "/" + digest;
    }

    static String receipt(long seq) {
        return RECEIPTS + "/" + seq;
    }

    static String verdict(long seq) {
        return "verdicts/" + seq;
    }

    static String refused(long seq) {
        return "refused/" + seq;
    }

    static String reason(long seq) {
        return "refused/" + seq + ".reason";
    }

    static String evidence(String name) {
        return "evidence/" + name;
    }
}
