package consort.bench.pool;

/**
 * What the workers of a measurement are to do: nothing that takes a trainer's time.
 *
 * @param trainer as the workers offer it
 * @param steps of a task
 * @param cohort workers of a round at most, and at least unless {@code quorum} is less
 * @param quorum updates that a round needs
 * @param patienceSeconds for which a round may last
 */
public record Job(String name, String trainer, String data, int rounds, long steps, int cohort, int quorum, long gatherSeconds,
        long patienceSeconds, long dropoutSeconds, int maxAbandonedRounds) {

    /** One that waits for all, as long as it takes. */
    public static Job ofAll(String name, String trainer, String data, int rounds, long steps, int workers, long patienceSeconds) {
        return new Job(name, trainer, data, rounds, steps, workers, workers, patienceSeconds, patienceSeconds, patienceSeconds, 0);
    }

    String yaml(long maxUpdateBytes) {
        return """
                name: %s
                trainer: %s
                data: %s
                rounds: %d
                steps: %d
                seed: 7
                weights: equal
                cohort: {min: %d, max: %d}
                quorum: %d
                gatherSeconds: %d
                roundSeconds: %d
                waitSeconds: 6000
                dropoutSeconds: %d
                maxAbandonedRounds: %d
                maxUpdateNorm: 1000000.0
                maxUpdateBytes: %d
                """.formatted(name, trainer, data, rounds, steps, quorum, cohort, quorum, gatherSeconds, patienceSeconds, dropoutSeconds,
                        maxAbandonedRounds, maxUpdateBytes);
    }
}
