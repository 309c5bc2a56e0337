package consort.worker.confidential;

import consort.ledger.entry.Commitments;
import java.io.IOException;

/** Makes what an entry commits to. */
public interface Confiding {

    /** Commits to nothing. */
    Confiding NOTHING = (seq, data) -> Commitments.NONE;

    /**
     * What the entry with this seq commits to. What opens it is durable on return; nothing is committed to that could not be kept.
     *
     * @param data the data set's name, which its size goes by
     */
    Commitments commit(long seq, String data) throws IOException;
}
