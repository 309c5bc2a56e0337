package consort.coordinator.loop;

import consort.ledger.entry.Subject;
import consort.ledger.fold.LeaverView;
import consort.ledger.fold.State;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whom the ledger admits, as of the last step: for any thread. A certificate names the entry that admitted its holder, so it
 * ends with that admission, however the clocks stand, and another certificate of the same name does not.
 */
public final class Admitted {

    static final Admitted NOBODY = new Admitted(Map.of(), Set.of());

    private final Map<Subject, Long> entries;
    private final Set<Subject> left;

    private Admitted(Map<Subject, Long> entries, Set<Subject> left) {
        this.entries = entries;
        this.left = left;
    }

    static Admitted of(State state) {
        Map<Subject, Long> entries = new HashMap<>();
        state.members().values().stream().filter(member -> member.revoked().isEmpty())
                .forEach(member -> entries.put(Subject.ofOrganization(member.organization()), member.index()));
        state.workers().values().forEach(worker -> entries.put(Subject.of(worker.id()), worker.index()));
        state.people().forEach((who, person) -> entries.put(who, person.index()));
        Set<Subject> left = new HashSet<>();
        state.leavers().stream().map(LeaverView::subject).forEach(left::add);
        return new Admitted(entries, left);
    }

    /** Who is admitted, as long as this stands. */
    public Set<Subject> subjects() {
        return Set.copyOf(entries.keySet());
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
