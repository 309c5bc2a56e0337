package consort.ledger.fold;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The verifier keys that the ledger established, exported for tools of others: {@code keys/<organization>} and
 * {@code keys/<organization>.<worker>}, each one line. They come from the audited party and authenticate nothing.
 */
public final class KeyFiles {

    /** The folder beside the checkpoint. */
    public static final String FOLDER = "keys";

    private KeyFiles() {
    }

    /** What each file must hold, by its path. */
    public static SortedMap<String, String> of(State state) {
        SortedMap<String, String> files = new TreeMap<>();
        state.members().forEach((organization, member) -> files.put(FOLDER + "/" + organization, member.key() + "\n"));
        state.workers().forEach((id, worker) ->
                files.put(FOLDER + "/" + id.organization() + "." + id.worker(), worker.key() + "\n"));
        return files;
    }
}
