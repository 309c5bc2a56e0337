package consort.simulator;

import consort.coordinator.core.Event;
import consort.coordinator.core.Retention;
import consort.coordinator.loop.LedgerFolder;
import consort.ledger.audit.Trust;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Finding;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.simulator.check.AttendanceWatch;
import consort.simulator.check.CosignedWatch;
import consort.simulator.check.FinalChecks;
import consort.simulator.check.FrozenTensors;
import consort.simulator.check.LedgerWatch;
import consort.simulator.check.RestartWatch;
import consort.simulator.check.RetentionWatch;
import consort.simulator.fault.Fault;
import consort.simulator.fault.FaultSet;
import consort.simulator.machine.BlowPlan;
import consort.simulator.machine.Machine;
import consort.simulator.network.Network;
import consort.simulator.node.CoordinatorMachine;
import consort.simulator.node.Office;
import consort.simulator.node.Stranger;
import consort.simulator.node.WitnessMachine;
import consort.simulator.node.WorkerMachine;
import consort.simulator.time.MachineClock;
import consort.simulator.time.Schedule;
import consort.simulator.time.Trace;
import consort.worker.outbox.ProofFiles;
import consort.worker.policy.Policy;
import consort.worker.session.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One consortium from its founding to its bill, in one thread, on simulated clocks, disks and network. Equal seeds give
 * equal simulations, to the byte.
 */
public final class Simulation {

    private static final long LARGEST_SKEW_MILLIS = 120_000;
    /** So long after the last fault everything must have come to its end. */
    private static final long LIVENESS_MILLIS = 600_000;
    private static final int COORDINATOR_CALLS_BETWEEN_BLOWS = 30;
    private static final int WORKER_CALLS_BETWEEN_BLOWS = 8;
    private static final String AUTHORITY = "0".repeat(64);

    private final Plan plan;
    private final World world;
    private final Scenario scenario;
    private final Keys keys;
    private final Trace trace;
    private final Schedule schedule;
    private final Network network;
    private final Machine coordinatorMachine;
    private final LedgerWatch watch;
    private final RetentionWatch retained;
    private final RestartWatch restarts;
    private final CosignedWatch cosigned;
    private final CoordinatorMachine coordinator;
    private final Office office;
    private final List<Machine> machines = new ArrayList<>();
    private final List<WorkerMachine> workers = new ArrayList<>();
    private final List<WitnessMachine> witnesses = new ArrayList<>();
    private long foundingDiskCalls;

    private Simulation(Plan plan, World world) {
        this.plan = plan;
        this.world = world;
        this.scenario = Scenario.of(plan);
        this.keys = new Keys(plan.seed(), scenario.charter().origin());
        this.trace = new Trace(world.trace());
        this.schedule = new Schedule(trace);
        this.network = new Network(schedule, plan.chance().of("network"));
        this.coordinatorMachine = machine("coordinator");
        Retention.Policy retention = retention();
        LedgerFolder documents = new LedgerFolder(coordinatorMachine.disk());
        this.retained = new RetentionWatch(retention, documents);
        this.watch = new LedgerWatch(keys.log().verifierKey(), documents,
                new FrozenTensors(digest -> CoordinatorMachine.model(coordinatorMachine.disk(), digest)), retained, trace);
        this.restarts = new RestartWatch(schedule::nowMillis, () -> plan.isPrompt() && machines.stream().allMatch(Machine::alive));
        watch.tell(entry -> restarts.entry(entry.body()));
        AttendanceWatch attendance = new AttendanceWatch();
        watch.tell(entry -> attendance.entry(entry.body()));
        this.cosigned = new CosignedWatch(watch);
        int inboxCapacity = plan.happens(Fault.FLOOD) ? 3 + plan.chance().of(Fault.FLOOD, "").nextInt(30) : 1024;
        this.coordinator = new CoordinatorMachine(coordinatorMachine, network, keys.log(), plan.chance().of("coordinator"), watch,
                attendance, inboxCapacity, retention, world.coordinatorDisk(), world.tongue());
        this.office = new Office(machine("office"), coordinator);
    }

    /**
     * Runs one simulation.
     *
     * @throws ViolationException when an invariant does not hold; the message names the command that repeats it
     */
    public static Report run(Plan plan, World world) {
        return run(plan, world, true);
    }

    /** @param audits whether what is left in the end is looked through, after which nothing happens any more */
    private static Report run(Plan plan, World world, boolean audits) {
        Simulation simulation = new Simulation(plan, world);
        try {
            return simulation.run(audits);
        } catch (IOException | RuntimeException broken) {
            throw new ViolationException("seed " + plan.seed() + ", faults " + plan.faults().text() + ", at "
                    + simulation.schedule.nowMillis() + " ms: " + broken + "\nrepeat it with: " + plan.command(), broken);
        }
    }

    /** Runs it twice: the same must happen. */
    public static Report runTwice(Plan plan, World world) {
        Report first = run(plan, world);
        Report second = run(plan, world.withTrace(line -> { }), false);
        if (!first.equals(second)) {
            throw new ViolationException("seed " + plan.seed() + " is not the same twice: " + first + "\nand then: " + second
                    + "\nrepeat it with: " + plan.command());
        }
        return first;
    }

    /** Runs it with its faults, which must be harmless, and without any, and compares what came of both. */
    public static Report runAndCompare(Plan plan, World world) {
        Report shaken = run(plan, world);
        requireSameResult(plan, shaken);
        return shaken;
    }

    /** Compares what came of harmless faults with what comes of none. */
    static void requireSameResult(Plan plan, Report shaken) {
        Report calm = run(plan.calm(), World.PLAIN);
        if (calm.ends().values().stream().anyMatch(end -> end != RunEnded.Outcome.COMPLETED)) {
            throw new ViolationException("seed " + plan.seed() + ": with nothing amiss the runs ended " + calm.ends()
                    + "\nrepeat it with: " + plan.calm().command());
        }
        if (!calm.sameResult(shaken)) {
            throw new ViolationException("seed " + plan.seed() + ": faults changed the result\nwithout: " + calm + "\nwith:    "
                    + shaken + "\nrepeat it with: " + plan.command());
        }
    }

    private Report run(boolean audits) throws IOException {
        LedgerFolder.found(coordinatorMachine.disk(), scenario.charter(), AUTHORITY, keys.log(),
                coordinatorMachine.clock().wallMillis());
        foundingDiskCalls = coordinatorMachine.disk().operations();
        new Errands(scenario, keys, office, watch.entries(), coordinatorMachine.clock()).plan(this::enrolled, this::witness, strangers());
        disturb();
        coordinatorMachine.boot(coordinator);
        office.boot();
        runUntil(office::finished, "the office still has errands");
        runUntil(this::quiet, "a worker still has a claim in its outbox, or no proof for a receipt, or the ledger is not witnessed");
        runUntil(() -> machines.stream().noneMatch(Machine::rots), "a rotten file is not restored");
        runUntil(this::tidy, "models or updates are stored that retention should have deleted");
        machines.forEach(machine -> machine.suffer(BlowPlan.NONE));
        // Before the looking: a worker's openings are swept by it, as they are at each start.
        Report report = report();
        if (audits) {
            requireAtEnd();
        }
        return report;
    }

    /** Whether no worker has anything left to say. One that is hostile may talk for ever. */
    private boolean quiet() {
        return coordinatorMachine.alive() && watch.allPublished()
                && (witnesses.isEmpty() || cosigned.allWitnessed(coordinatorMachine.disk()))
                && workers.stream().allMatch(worker -> worker.hostile() || isWithdrawn(worker)
                        || worker.machine().disk().list("outbox").isEmpty() && isProven(worker));
    }

    /** Whether the coordinator has let go of all that nobody keeps. */
    private boolean tidy() {
        try {
            return coordinatorMachine.alive() && retained.surplus(coordinatorMachine.disk()).isEmpty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isProven(WorkerMachine worker) {
        try {
            return new ProofFiles(worker.machine().disk()).lacking().isEmpty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What it has not said by now it never will, and the receipt of its last claim may not have reached it. */
    private boolean isWithdrawn(WorkerMachine worker) {
        return scenario.orders().withdraws() && worker.id().equals(scenario.workers().getLast());
    }

    private void requireAtEnd() throws IOException {
        Trust trust = new Trust(keys.log().verifierKey(), scenario.charter().digest(), AUTHORITY);
        FinalChecks checks = new FinalChecks(watch, coordinatorMachine.disk(), trust);
        for (WorkerMachine worker : workers) {
            if (!worker.hostile() && !isWithdrawn(worker)) {
                checks.requireReceipts(worker.id(), worker.machine().disk());
                checks.requireOpenings(worker.id(), worker.machine().disk());
            }
        }
        checks.requireAudit();
        requireNoBlame();
        requireNoneUnfit();
    }

    /** Nobody who kept to the rules is found to have broken them, crashes or not. */
    private void requireNoBlame() {
        List<String> hostile = workers.stream().filter(WorkerMachine::hostile).map(worker -> worker.id().toString()).toList();
        for (Finding finding : watch.entries().findings()) {
            if (!hostile.contains(finding.organization() + "/" + finding.worker().orElse(""))) {
                throw new ViolationException("an honest party is blamed: " + finding);
            }
        }
    }

    /** No update that could do harm was accepted. */
    private void requireNoneUnfit() {
        for (WorkerMachine worker : workers) {
            if (!Collections.disjoint(worker.unfit(), watch.entries().acceptedUpdates())) {
                throw new ViolationException("an unfit update of " + worker.id() + " was accepted: one of " + worker.unfit());
            }
        }
    }

    private void runUntil(BooleanSupplier condition, String otherwise) {
        while (!condition.getAsBoolean()) {
            if (schedule.nowMillis() > Mischief.HEALED_MILLIS + LIVENESS_MILLIS || !schedule.runNext()) {
                throw new ViolationException("no end in sight: " + otherwise);
            }
            restarts.requireSoon();
        }
    }

    /** With nothing amiss everything is kept; otherwise, in half of all simulations, little or as little as can be: it changes no result. */
    private Retention.Policy retention() {
        SplittableRandom random = plan.chance().of("retention");
        return plan.faults().equals(FaultSet.NONE) || random.nextBoolean()
                ? Retention.Policy.EVERYTHING
                : new Retention.Policy(random.nextInt(3), 1 + random.nextInt(3), random.nextBoolean() ? 0 : Long.MAX_VALUE);
    }

    // ---- machines

    private Runnable enrolled(WorkerId id) {
        WorkerMachine worker = worker(id);
        workers.add(worker);
        worker.measuresBy(seq -> measure(worker, seq));
        if (scenario.turnsAway(id)) {
            worker.mayBeTurnedAway();
        }
        return () -> worker.machine().boot(worker);
    }

    /** The benchmark that a worker's agent ended for; like a real one, it is sent until it is answered. */
    private void measure(WorkerMachine worker, long seq) {
        Machine bench = machine("benchmark of " + worker.id());
        byte[] benchmark = Entries.sign(scenario.charter().domain(),
                scenario.benchmark(worker.id(), seq, worker.machine().clock().wallMillis()), worker.key());
        Office measuring = new Office(bench, coordinator);
        measuring.request(ticket -> new Event.AppendEntry(ticket, Subject.of(worker.id()), benchmark), _ -> true, () -> false);
        measuring.run(worker::measured);
        measuring.boot();
    }

    private Runnable witness(String organization) {
        WitnessMachine witness = new WitnessMachine(machine("witness of " + organization), organization, keys.witness(organization),
                LogKeys.of(keys.log().verifierKey()), coordinator, cosigned);
        witnesses.add(witness);
        return () -> witness.machine().boot(witness);
    }

    /** The strangers of this simulation: one, or none. */
    private Optional<Consumer<Stranger.Loot>> strangers() {
        return plan.happens(Fault.STRANGER)
                ? Optional.of(loot -> new Stranger(machine("stranger"), coordinator, plan.chance().of(Fault.STRANGER, ""), loot).boot())
                : Optional.empty();
    }

    private Machine machine(String name) {
        long skewMillis = plan.happens(Fault.SKEW)
                ? plan.chance().of(Fault.SKEW, name).nextLong(2 * LARGEST_SKEW_MILLIS) - LARGEST_SKEW_MILLIS : 0;
        Machine machine = new Machine(name, schedule, new MachineClock(schedule, skewMillis), plan.chance().of("machine " + name));
        machines.add(machine);
        machine.onDeath(() -> network.breakAll(machine));
        machine.onDeath(() -> restarts.died());
        machine.onStart(() -> {
            if (machine.deaths() > 0) {
                restarts.back();
            }
        });
        return machine;
    }

    private WorkerMachine worker(WorkerId id) {
        boolean measures = id.equals(scenario.workers().getFirst());
        Site site = new Site(id.organization(), id.worker(), LogKeys.of(keys.log().verifierKey()), Set.of(Scenario.TRAINER),
                measures ? Set.of(Scenario.DATA, Scenario.HELD_OUT) : Set.of(Scenario.DATA), 1, 1 << 20, 1 << 20, Policy.NONE,
                scenario.deviceIds(id, plan.hasty()),
                scenario.benchmarkMillis().containsKey(id) ? Map.of(Scenario.TRAINER, 0L) : Map.of());
        return new WorkerMachine(machine(id.toString()), site, keys.worker(id), coordinator, plan.chance().of("worker " + id),
                world.workerDisk(), restarts);
    }

    private void disturb() {
        Mischief mischief = new Mischief(plan, schedule, watch::allPublished);
        mischief.trouble(network);
        mischief.befall(coordinatorMachine, network, COORDINATOR_CALLS_BETWEEN_BLOWS, world.coordinatorBlows());
        mischief.contend(coordinator);
        for (WorkerMachine worker : workers) {
            mischief.befall(worker.machine(), network, WORKER_CALLS_BETWEEN_BLOWS,
                    worker == workers.getFirst() ? world.workerBlows() : BlowPlan.NONE);
            mischief.spoil(worker, worker.id().toString());
        }
        witnesses.forEach(witness -> mischief.befall(witness.machine(), network, WORKER_CALLS_BETWEEN_BLOWS, BlowPlan.NONE));
    }

    private Report report() {
        TreeMap<Long, RunEnded.Outcome> ends = new TreeMap<>();
        watch.entries().ended().forEach((run, end) -> ends.put(run, end.outcome()));
        var bill = watch.entries().bill().orElseThrow();
        int workerDeaths = workers.stream().mapToInt(worker -> worker.machine().deaths()).sum();
        return new Report(watch.entries().models(), ends, bill.members(), bill.transfers(), new Report.Figures(
                schedule.nowMillis(), watch.size(), coordinatorMachine.deaths(), workerDeaths, network.breaks(),
                watch.entries().abandonedRounds(), watch.entries().refusals().size(),
                watch.entries().findings().size(), foundingDiskCalls, coordinatorMachine.disk().operations(),
                workers.getFirst().machine().disk().operations(), workers.stream().mapToInt(WorkerMachine::tasksBegun).sum(),
                restarts.longestMillis()), trace.hash());
    }
}
