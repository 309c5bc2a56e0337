package consort.coordinator.loop;

import consort.coordinator.witness.Roster;
import consort.coordinator.witness.Witnessed.Newest;
import consort.ledger.fold.State;
import consort.ledger.log.SignedCheckpoint;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What stands in the last signed checkpoint. A model is served from here or not at all: nobody must hold a model that the
 * ledger could still disown.
 *
 * @param checkpointSize entries under the checkpoint
 * @param models digests of models bound by these entries
 * @param newest the checkpoint itself, and who may cosign it
 */
public record Published(long checkpointSize, Set<String> models, Optional<Newest> newest) {

    public static final Published NOTHING = new Published(0, Set.of(), Optional.empty());

    public Published {
        models = Set.copyOf(models);
    }

    /** @param newest holds all entries of the state */
    static Published of(State state, SignedCheckpoint newest) {
        long size = newest.checkpoint().size();
        return new Published(size, state.runs().values().stream()
                .flatMap(run -> run.models().stream())
                .filter(model -> model.index() < size)
                .map(model -> model.digest())
                .collect(Collectors.toSet()), Optional.of(new Newest(newest, Roster.at(state, size))));
    }

    public boolean serves(String digest) {
        return models.contains(digest);
    }
}
