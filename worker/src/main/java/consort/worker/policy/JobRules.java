package consort.worker.policy;

import java.util.Set;

/**
 * Whose jobs a site works for: those it lists, and all of the submitters it lists. With neither, everybody's.
 *
 * @param digests jobs by digest
 * @param submitters as the ledger's job entries name them
 */
public record JobRules(Set<String> digests, Set<String> submitters) {

    public static final JobRules ALL = new JobRules(Set.of(), Set.of());

    public JobRules {
        digests = Set.copyOf(digests);
        submitters = Set.copyOf(submitters);
    }

    public boolean allow(String digest, String submitter) {
        return digests.isEmpty() && submitters.isEmpty() || digests.contains(digest) || submitters.contains(submitter);
    }
}
