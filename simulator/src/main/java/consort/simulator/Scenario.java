package consort.simulator;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Document;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Metering;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.entry.Witnessing;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonObject;
import consort.simulator.fault.Fault;
import consort.trainer.protocol.reference.ReferenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Who takes part and what is to be trained; the same for a seed with and without crashes.
 *
 * @param workers in the order of their names; the first of them also holds the set that models are measured on
 * @param jobs submitted one after another
 * @param orders what the operator does meanwhile
 * @param benchmarkMillis what each worker's benchmark takes it; empty where the charter has no reference speed
 */
record Scenario(CharterDocument charter, List<WorkerId> workers, List<PlannedJob> jobs, Orders orders,
        SortedMap<WorkerId, Long> benchmarkMillis) {

    static final String TRAINER = "reference";
    static final String DATA = "train";
    static final String HELD_OUT = "held-out";

    static final long BENCHMARK_STEPS = 20;

    private static final int DAY_SECONDS = 86_400;
    /** Of the reference model. */
    private static final List<String> TENSORS = List.of("bias", "weight");
    /** What jobs name as trainable: nothing, so that all of it is, a part, or all by name. */
    private static final List<List<String>> TRAINABLE = List.of(List.of(), List.of("bias"), List.of("weight"), TENSORS);
    private static final List<String> ORGANIZATIONS = List.of("acme", "beta", "carol");

    /** A job and its initial model's file. */
    record PlannedJob(JobDocument document, byte[] model) {
    }

    /**
     * What the operator does once a job is submitted.
     *
     * @param pauses whether its run is paused for a while
     * @param costMinor what the first organization paid for all; 0 for nothing
     * @param evicts whether the last worker is drained, evicted and re-admitted
     * @param withdraws whether the last worker is withdrawn by its organization, for good
     */
    record Orders(boolean pauses, long costMinor, boolean evicts, boolean withdraws) {
    }

    static Scenario of(Plan plan) {
        long seed = plan.seed();
        SplittableRandom random = new SplittableRandom(seed);
        int organizations = 1 + random.nextInt(ORGANIZATIONS.size());
        int count = Math.max(organizations, 2 + random.nextInt(4));
        List<WorkerId> workers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            workers.add(new WorkerId(ORGANIZATIONS.get(i % organizations), "w" + (i / organizations + 1)));
        }
        List<PlannedJob> jobs = new ArrayList<>();
        int jobCount = 1 + random.nextInt(2);
        for (int i = 0; i < jobCount; i++) {
            jobs.add(job(i, count, plan, random));
        }
        CharterDocument plain = charter(approvals(seed, organizations), witnessing(seed, organizations), random);
        CharterDocument charter = meters(seed) ? plain.metered(Metering.PLAIN) : plain;
        boolean settles = charter.settlement() == CharterDocument.Settlement.TRANSFERS;
        boolean pauses = random.nextInt(3) == 0;
        long costMinor = settles ? random.nextInt(3) * 1000L : 0;
        // A later job that takes all workers would be refused.
        boolean spare = jobs.stream().skip(1).allMatch(job -> job.document().cohort().min() < count);
        SplittableRandom leaving = plan.chance().of(Fault.LEAVE, "orders");
        boolean evicts = plan.happens(Fault.LEAVE) && leaving.nextInt(2) == 0;
        Orders orders = new Orders(pauses, costMinor, evicts,
                plan.happens(Fault.LEAVE) && !evicts && leaving.nextInt(3) > 0 && spare);
        List<WorkerId> sorted = workers.stream().sorted().toList();
        return new Scenario(charter, sorted, jobs, orders, benchmarkMillis(charter, sorted, random));
    }

    /** Whether a worker is turned away, for a while or for good. */
    boolean turnsAway(WorkerId worker) {
        return (orders.evicts() || orders.withdraws()) && worker.equals(workers.getLast());
    }

    List<String> organizations() {
        return workers.stream().map(WorkerId::organization).distinct().sorted().toList();
    }

    /** Some boast, some dawdle; none so much that a job's tasks would not fit into their leases. */
    private static SortedMap<WorkerId, Long> benchmarkMillis(CharterDocument charter, List<WorkerId> workers, RandomGenerator random) {
        SortedMap<WorkerId, Long> millis = new TreeMap<>();
        if (!charter.references().isEmpty()) {
            workers.forEach(worker -> millis.put(worker, 1L << random.nextInt(14)));
        }
        return millis;
    }

    /** What a worker enters as its benchmark. */
    Benchmark benchmark(WorkerId worker, long seq, long wallMillis) {
        return new Benchmark(wallMillis, worker.organization(), worker.worker(), seq, TRAINER, BENCHMARK_STEPS,
                benchmarkMillis.get(worker), 1, charter.digest());
    }

    /** Whether the charter meters devices. */
    private static boolean meters(long seed) {
        return new SplittableRandom(Long.reverse(seed)).nextBoolean();
    }

    /**
     * Pseudonym of the device that a worker lends, if the charter meters devices.
     *
     * @param shared whether all workers of an organization lend one device; what counts then depends on who claims when
     */
    List<String> deviceIds(WorkerId worker, boolean shared) {
        int number = shared ? ORGANIZATIONS.indexOf(worker.organization()) : workers.indexOf(worker);
        return charter.metering().isPresent() ? List.of("%016x".formatted(number)) : List.of();
    }

    /** Members' approvals that each job needs; none in most simulations. */
    private static int approvals(long seed, int organizations) {
        SplittableRandom random = new SplittableRandom(~seed);
        return random.nextInt(3) == 0 ? 1 + random.nextInt(organizations) : 0;
    }

    /** In some simulations every organization has a witness, and all of them, or all but one, must cosign. */
    private static Witnessing witnessing(long seed, int organizations) {
        return seed % 4 == 2 ? Witnessing.members(Math.max(1, organizations - (int) (seed / 4 % 2)), Optional.empty()) : Witnessing.NONE;
    }

    private static CharterDocument charter(int approvals, Witnessing witnesses, RandomGenerator random) {
        boolean transfers = random.nextInt(4) > 0;
        boolean measures = random.nextInt(3) == 0;
        return new CharterDocument("sim", "sim.example", "EUR", 3_600_000L * (1 + random.nextInt(7)), "a simulation's",
                new CharterDocument.Share(50, 30, 20),
                transfers ? CharterDocument.Settlement.TRANSFERS : CharterDocument.Settlement.NONE,
                new CharterDocument.Outcomes(1000, 500, 300, 100, 50), approvals, witnesses, 30,
                measures ? List.of(new ReferenceSpeed(TRAINER, DATA, BENCHMARK_STEPS, 1_000, JsonObject.EMPTY)) : List.of());
    }

    /** A job like another one, with a model of its own, which the operator will not want to run after all. */
    static PlannedJob unwanted(PlannedJob wanted) {
        JobDocument like = wanted.document();
        byte[] model = ReferenceModel.initial(like.seed() + 1, 64);
        return new PlannedJob(new JobDocument("unwanted-" + like.name(), like.trainer(), Document.digest(model), like.trainable(),
                like.data(), like.rounds(), like.steps(), like.seed(), like.weights(), like.cohort(), like.quorum(),
                like.gatherSeconds(), like.roundSeconds(), like.waitSeconds(), like.dropoutSeconds(), like.maxAbandonedRounds(),
                like.maxUpdateNormMillionths(), like.maxUpdateBytes(), like.scales(), like.settings(), like.evaluate(),
                like.stepWorkMilli(), like.leastSteps()), model);
    }

    private static PlannedJob job(int number, int workers, Plan plan, RandomGenerator random) {
        byte[] model = ReferenceModel.initial(random.nextLong(1L << 40), 64 + 4L * random.nextInt(100));
        SplittableRandom pace = plan.chance().of("pace of job " + number);
        boolean hasty = plan.hasty();
        int quorum = hasty ? 1 + pace.nextInt(workers) : workers;
        int least = hasty ? quorum + pace.nextInt(workers - quorum + 1) : workers;
        boolean measured = random.nextBoolean();
        List<String> trainable = TRAINABLE.get(random.nextInt(TRAINABLE.size()));
        int few = 1 + random.nextInt(3);
        int rounds = plan.rounds().orElse(few);
        int steps = 1 + random.nextInt(10);
        JobDocument document = new JobDocument("job-" + number, TRAINER, Document.digest(model), trainable, DATA,
                rounds, steps, random.nextLong(1L << 40),
                random.nextBoolean() ? JobDocument.WeightRule.EQUAL : JobDocument.WeightRule.ASSIGNED_STEPS,
                new JobDocument.Cohort(least, workers), quorum,
                hasty ? pace.nextInt(10) : DAY_SECONDS,
                hasty ? 6 + pace.nextInt(30) : DAY_SECONDS,
                hasty ? 30 + pace.nextInt(60) : DAY_SECONDS,
                hasty ? 3 + pace.nextInt(20) : DAY_SECONDS,
                hasty ? pace.nextInt(4) : 0,
                1_000_000_000L, 2_048, scales(trainable, random), JsonObject.builder().put("batchSize", 32).build(),
                measured ? Optional.of(new JobDocument.Evaluate(HELD_OUT, hasty ? 20 : DAY_SECONDS)) : Optional.empty(),
                OptionalLong.empty(), hasty ? OptionalLong.of(1 + pace.nextInt(steps)) : OptionalLong.empty());
        return new PlannedJob(document, model);
    }

    /** For none or some of the tensors that train; each takes the magnitudes of honest updates, which are below 4. */
    private static TreeMap<String, Integer> scales(List<String> trainable, RandomGenerator random) {
        TreeMap<String, Integer> scales = new TreeMap<>();
        for (String tensor : trainable.isEmpty() ? TENSORS : trainable) {
            if (random.nextInt(3) == 0) {
                scales.put(tensor, 24 + random.nextInt(18));
            }
        }
        return scales;
    }
}
