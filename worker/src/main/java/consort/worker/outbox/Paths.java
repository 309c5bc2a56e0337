package consort.worker.outbox;

import consort.ledger.disk.Disk;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TlogProof;
import java.io.IOException;
import java.util.List;

/** Where things stand on the disk. */
final class Paths {

    static final String CLAIMS = "outbox";
    static final String UPDATES = "updates";
    static final String RECEIPTS = "receipts";
    /** The newest checkpoint that was seen; beside the receipts, which it goes with wherever they are kept. */
    static final String CHECKPOINT = RECEIPTS + "/" + SignedCheckpoint.PATH;
    /** Beside the finished updates, and no digest. */
    static final String FORMING = "updates/forming";

    static final String UNCLAIMED = "unclaimed";

    static final List<String> FOLDERS = List.of(CLAIMS, UPDATES, RECEIPTS, "verdicts", "refused", UNCLAIMED, "evidence");

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

    static String proof(long seq) {
        return RECEIPTS + "/" + seq + TlogProof.SUFFIX;
    }

    static String observationProof(long seq) {
        return RECEIPTS + "/" + seq + ".observation" + TlogProof.SUFFIX;
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

    static String unclaimed(long quarter) {
        return UNCLAIMED + "/" + quarter;
    }

    static String evidence(String name) {
        return "evidence/" + name;
    }

    /** The files of a folder whose names are numbers; others are somebody else's and left alone. */
    static List<Long> numbers(Disk disk, String folder) throws IOException {
        return disk.list(folder).stream().filter(name -> name.matches("[1-9][0-9]{0,15}")).map(Long::valueOf).toList();
    }
}
