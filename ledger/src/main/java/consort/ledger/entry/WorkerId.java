package consort.ledger.entry;

/** A worker of an organization, written {@code acme/w1}; ordered by organization, then name. */
public record WorkerId(String organization, String worker) implements Comparable<WorkerId> {

    /** @throws IllegalArgumentException unless both are names */
    public WorkerId {
        requireName(organization);
        requireName(worker);
    }

    /** Reads {@code acme/w1}. */
    public static WorkerId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a worker (organization/worker): \"" + text + "\"");
        }
        return new WorkerId(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(WorkerId other) {
        int byOrganization = organization.compareTo(other.organization);
        return byOrganization != 0 ? byOrganization : worker.compareTo(other.worker);
    }

    @Override
    public String toString() {
        return organization + "/" + worker;
    }

    private static void requireName(String name) {
        if (!Fields.isName(name)) {
            throw new IllegalArgumentException("not a name (" + Fields.NAME_FORM + "): \"" + name + "\"");
        }
    }
}
