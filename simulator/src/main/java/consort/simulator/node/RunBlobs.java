package consort.simulator.node;

import consort.coordinator.blobs.DiskBlobStore;
import consort.ledger.fold.State;
import consort.simulator.ViolationException;

/** Whatever retention deletes, what a run under way needs is stored. */
final class RunBlobs {

    private RunBlobs() {
    }

    static void requireStored(State state, DiskBlobStore blobs) {
        state.runs().values().stream().filter(run -> run.ended().isEmpty()).forEach(run -> {
            run.models().forEach(model -> requireStored("model", model.digest(), blobs));
            run.round().ifPresent(round -> round.accepted().forEach(update -> requireStored("update", update.update(), blobs)));
        });
    }

    private static void requireStored(String what, String digest, DiskBlobStore blobs) {
        if (blobs.size(digest).isEmpty()) {
            throw new ViolationException("the " + what + " " + digest + " of a run under way is not stored");
        }
    }
}
