package consort.coordinator.loop;

import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaverView;
import consort.ledger.fold.State;
import consort.ledger.note.VerifierKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom the ledger admits, as of the last step: for any thread. A certificate names the entry that admitted its holder, so it
 * ends with that admission, however the clocks stand, and another certificate of the same name does not.
 */
public final class Admitted {

    static final Admitted NOBODY = new Admitted(Map.of(), Map.of(), Set.of(), Set.of());

    private final Map<Subject, Long> entries;
    private final Map<Subject, VerifierKey> keys;
    private final Set<Subject> left;
    private final Set<WorkerId> evicted;

    private Admitted(Map<Subject, Long> entries, Map<Subject, VerifierKey> keys, Set<Subject> left, Set<WorkerId> evicted) {
        this.entries = entries;
        this.keys = keys;
        this.left = left;
        this.evicted = evicted;
    }

    static Admitted of(State state) {
        Map<Subject, Long> entries = new HashMap<>();
        Map<Subject, VerifierKey> keys = new HashMap<>();
        state.members().values().stream().filter(member -> member.revoked().isEmpty()).forEach(member -> {
            entries.put(Subject.ofOrganization(member.organization()), member.index());
            keys.put(Subject.ofOrganization(member.organization()), member.key());
        });
        state.workers().values().forEach(worker -> {
            entries.put(Subject.of(worker.id()), worker.index());
            keys.put(Subject.of(worker.id()), worker.key());
        });
        state.people().forEach((who, person) -> entries.put(who, person.index()));
        Set<Subject> left = new HashSet<>();
        state.leavers().stream().map(LeaverView::subject).forEach(left::add);
        return new Admitted(entries, keys, left, state.workers().keySet().stream()
                .filter(worker -> state.allowed(worker).evicted()).collect(Collectors.toSet()));
    }

    /** Whether the operator put a worker out, alone or with all of its organization's. */
    public boolean evicts(WorkerId worker) {
        return evicted.contains(worker);
    }

    /** Who is admitted, as long as this stands. */
    public Set<Subject> subjects() {
        return Set.copyOf(entries.keySet());
    }

    /** The key that signs the entries of somebody who is admitted; empty for people, who sign none. */
    public Optional<VerifierKey> key(Subject subject) {
        return Optional.ofNullable(keys.get(subject));
    }

    /**
     * Whether a certificate still counts.
     *
     * @param entry that its holder was admitted by; empty in certificates from before entries were named, which count until
     *     somebody of that name leaves
     */
    public boolean holds(Subject subject, OptionalLong entry) {
        if (entry.isPresent()) {
            return entries.getOrDefault(subject, -1L) == entry.getAsLong();
        }
        return !left.contains(subject) && !left.contains(Subject.ofOrganization(subject.organization()));
    }
}
