package consort.ledger.fold;

import consort.ledger.entry.Receipt.Receipted;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a party's entry stands, and the coordinator's answer to it.
 *
 * @param entry its index and leaf hash
 * @param observation those of the observation; of usage claims only
 */
public record PartyEntryView(Receipted entry, Optional<Receipted> observation) {

    /** What a receipt for it names: always the same. */
    public List<Receipted> receipted() {
        return Stream.concat(Stream.of(entry), observation.stream()).toList();
    }
}
