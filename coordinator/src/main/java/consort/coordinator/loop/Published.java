package consort.coordinator.loop;

import java.util.Set;

/**
 * What stands in the last signed checkpoint. A model is served from here or not at all: nobody must hold a model that the
 * ledger could still disown.
 *
 * @param checkpointSize entries under the checkpoint
 * @param models digests of models bound by these entries
 */
public record Published(long checkpointSize, Set<String> models) {

    public static final Published NOTHING = new Published(0, Set.of());

    public Published {
        models = Set.copyOf(models);
    }

    public boolean serves(String digest) {
        return models.contains(digest);
    }
}
