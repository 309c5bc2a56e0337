package consort.coordinator.witness;

import consort.ledger.fold.State;
import consort.ledger.fold.WitnessView;
import consort.ledger.note.CosignerKey;
import consort.ledger.witness.Cosigners;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whose cosignatures are known under a checkpoint.
 *
 * @param keys of members' witnesses as the ledger has them, and of those outside
 * @param workers which of its organization's workers a witness is, where it is one
 * @param counting towards the quorum
 * @param cosigners the same, to verify with
 */
public record Roster(Map<WitnessName, CosignerKey> keys, Map<WitnessName, String> workers, Set<WitnessName> counting, Cosigners cosigners) {

    public Roster {
        keys = Map.copyOf(keys);
        workers = Map.copyOf(workers);
        counting = Set.copyOf(counting);
    }

    /** The members' witnesses under a checkpoint of so many entries. */
    public static Roster at(State state, long size) {
        Map<WitnessName, CosignerKey> keys = new HashMap<>();
        Map<WitnessName, String> workers = new HashMap<>();
        Set<WitnessName> counting = new HashSet<>();
        for (WitnessView witness : state.witnesses().at(size)) {
            WitnessName name = WitnessName.of(witness.organization());
            keys.put(name, witness.key());
            witness.worker().ifPresent(worker -> workers.put(name, worker));
            if (state.charter().witnesses().counts(witness.organization())) {
                counting.add(name);
            }
        }
        return new Roster(keys, workers, counting, Cosigners.at(state, size));
    }

    /** With witnesses outside the consortium, which never count. */
    public Roster with(Map<WitnessName, CosignerKey> outside) {
        Map<WitnessName, CosignerKey> all = new HashMap<>(keys);
        all.putAll(outside);
        return new Roster(all, workers, counting, cosigners.withOutside(List.copyOf(outside.values())));
    }
}
