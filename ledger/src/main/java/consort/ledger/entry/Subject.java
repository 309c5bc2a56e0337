package consort.ledger.entry;

import java.util.Comparator;
import java.util.Optional;

/**
 * Whose part in the consortium an entry ends: a worker's, a person's, or, when neither is named, the whole organization's.
 * Ordered by organization, then worker, then person.
 */
public record Subject(String organization, Optional<String> worker, Optional<String> person) implements Comparable<Subject> {

    private static final Comparator<Subject> ORDER = Comparator.comparing(Subject::organization)
            .thenComparing(subject -> subject.worker().orElse(""))
            .thenComparing(subject -> subject.person().orElse(""));

    public static Subject ofOrganization(String organization) {
        return new Subject(organization, Optional.empty(), Optional.empty());
    }

    public static Subject of(WorkerId worker) {
        return new Subject(worker.organization(), Optional.of(worker.worker()), Optional.empty());
    }

    public static Subject ofPerson(String organization, String name) {
        return new Subject(organization, Optional.empty(), Optional.of(name));
    }

    /** The worker, if it is one. */
    public Optional<WorkerId> workerId() {
        return worker.map(name -> new WorkerId(organization, name));
    }

    /** Whether this one's end is the other's too: an organization's is that of all who belong to it. */
    public boolean covers(Subject other) {
        return equals(other) || worker.isEmpty() && person.isEmpty() && organization.equals(other.organization);
    }

    @Override
    public int compareTo(Subject other) {
        return ORDER.compare(this, other);
    }

    /** For messages: {@code worker acme/w1}, {@code person ann of acme} or {@code organization acme}. */
    @Override
    public String toString() {
        return worker.map(name -> "worker " + organization + "/" + name)
                .or(() -> person.map(name -> "person " + name + " of " + organization))
                .orElse("organization " + organization);
    }
}
