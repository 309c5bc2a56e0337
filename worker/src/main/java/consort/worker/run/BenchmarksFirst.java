package consort.worker.run;

import consort.ledger.disk.Disk;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.entry.WorkerId;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerLimits;
import consort.trainer.protocol.TrainerProcess;
import consort.worker.benchmark.Benchmarking;
import consort.worker.benchmark.Benchmarks;
import consort.worker.benchmark.TrainerBenchmark;
import consort.worker.confidential.Confiding;
import consort.worker.control.Control;
import consort.worker.copy.KeptCharter;
import consort.worker.folder.ConfigException;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.member.Holdings;
import consort.worker.member.OwnEntries;
import consort.worker.metering.SiteMeters;
import consort.worker.policy.Closed;
import consort.worker.policy.Policy;
import consort.worker.policy.Spent;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import consort.worker.session.Effect;
import consort.worker.session.Fatal;
import consort.worker.session.Notice;
import consort.worker.session.PeerText;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What comes before a worker asks for tasks: its key as the organization's witness, and the benchmarks that the charter wants and the
 * ledger does not hold, or that the coordinator wants again. It waits while the site is closed or the coordinator is away, and ends a
 * measurement when the site closes.
 */
final class BenchmarksFirst {

    private static final long AGAIN_MILLIS = 10_000;
    /** A coordinator that is starting is there soon. */
    private static final long FIRST_AGAIN_MILLIS = 1_000;
    private static final int MOST_DOUBLINGS = 10;
    private static final long LOOK_SECONDS = 1;

    private final PartyFolder folder;
    private final WorkerConfig config;
    private final Map<String, TrainerCommand> commands;
    private final AgentWitness witness;
    private final Consumer<Notice> notices;
    private final Control control;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final long againMillis;
    private final Set<String> told = new HashSet<>();
    /** Trainers whose benchmark the coordinator wants again, with the one that it had then. */
    private final Map<String, Optional<Benchmark>> wanted = new HashMap<>();
    /** Trainers that did not do their benchmark again, with the wall time of the last attempt. */
    private final Map<String, Long> failing = new HashMap<>();

    /** @param notices told one line for every event */
    BenchmarksFirst(PartyFolder folder, WorkerConfig config, Map<String, TrainerCommand> commands, AgentWitness witness,
            Consumer<Notice> notices) {
        this(folder, config, commands, witness, notices, AGAIN_MILLIS);
    }

    /** @param againMillis between two attempts */
    BenchmarksFirst(PartyFolder folder, WorkerConfig config, Map<String, TrainerCommand> commands, AgentWitness witness,
            Consumer<Notice> notices, long againMillis) {
        this.witness = witness;
        this.againMillis = againMillis;
        this.folder = folder;
        this.config = config;
        this.commands = Map.copyOf(commands);
        this.notices = notices;
        this.control = new Control(folder);
    }

    /** Makes {@link #run} return soon. From any thread. */
    void stop() {
        stopped.countDown();
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Lets {@link #run} do a benchmark that the ledger holds. For the thread that calls it. */
    void want(String trainer, Disk disk) throws IOException {
        wanted.put(trainer, kept(disk).orElseThrow().entered(trainer));
    }

    /** Trainers whose benchmark can be done again, with the wall time of the last attempt. */
    Map<String, Long> measuredMillis(Disk disk) throws IOException {
        Map<String, Long> measured = new HashMap<>();
        Optional<Benchmarks> benchmarks = kept(disk);
        for (ReferenceSpeed reference : benchmarks.map(Benchmarks::possible).orElse(List.of())) {
            Optional<Benchmark> entered = benchmarks.get().entered(reference.trainer());
            entered.ifPresent(last -> measured.put(reference.trainer(), failing.getOrDefault(reference.trainer(), last.timeMillis())));
        }
        return measured;
    }

    private Optional<Benchmarks> kept(Disk disk) throws IOException {
        return KeptCharter.kept(folder).map(charter -> new Benchmarks(disk, charter, config));
    }

    /** What was wanted and is not entered: the coordinator still wants it, and the session tries it again some time later. */
    private void giveUp() {
        wanted.keySet().forEach(trainer -> failing.put(trainer, System.currentTimeMillis()));
        wanted.clear();
    }

    /**
     * Returns when nothing is due any more, or nothing can be done about it. A benchmark that is signed and not known to be
     * entered has the seq that the next claim would have: while it stands, it is sent again, and no tasks are asked for.
     *
     * @param disk the folder's, whose lock the caller holds
     * @param confiding makes what a benchmark commits to
     * @return how the worker ends when its certificate counts no more; empty when it goes on
     */
    Optional<Effect.Exit> run(CoordinatorChannel channel, Disk disk, Confiding confiding) throws IOException, InterruptedException {
        for (int attempt = 0; !isStopped(); attempt++) {
            try {
                if (tried(channel, disk, confiding)) {
                    return Optional.empty();
                }
            } catch (StatusException e) {
                if (Failures.refusesCertificate(e.getStatus())) {
                    return Optional.of(refused(e));
                }
                if (!isAway(e) && !benchmarkStands(disk)) {
                    tellOnce(Notice.Kind.PROBLEM, "the coordinator takes no benchmark: " + Failures.text(e.getStatus())
                            + "; it comes again later, at the next start at the latest");
                    giveUp();
                    return Optional.empty();
                }
                if (isAway(e)) {
                    tellOnce(Notice.Kind.LINK, "no connection: " + Failures.text(e.getStatus()) + again());
                } else {
                    tellOnce(Notice.Kind.PROBLEM, "the coordinator does not take the benchmark that stands in outbox, and no task"
                            + " is asked for before: " + Failures.text(e.getStatus()) + again());
                }
                if (isBusy(e)) {
                    report(channel);
                }
                awaitNext(attempt);
            } catch (ConfigException e) {
                if (!(e.getCause() instanceof StatusException status)) {
                    throw e;
                }
                if (Failures.refusesCertificate(status.getStatus())) {
                    return Optional.of(refused(status));
                }
                if (!isAway(status)) {
                    throw e;
                }
                tellOnce(Notice.Kind.LINK, e.getMessage() + again());
                awaitNext(attempt);
            }
        }
        return Optional.empty();
    }

    private void awaitNext(int attempt) throws InterruptedException {
        stopped.await(Math.min(againMillis, FIRST_AGAIN_MILLIS << Math.min(attempt, MOST_DOUBLINGS)), TimeUnit.MILLISECONDS);
    }

    private static Effect.Exit refused(StatusException e) {
        return new Effect.Exit(Fatal.CERTIFICATE.exitCode(), PeerText.shown(Failures.text(e.getStatus())));
    }

    /** One attempt; false when something is still due. */
    private boolean tried(CoordinatorChannel channel, Disk disk, Confiding confiding)
            throws IOException, StatusException, InterruptedException {
        CharterDocument charter = KeptCharter.read(folder, channel);
        Benchmarks benchmarks = new Benchmarks(disk, charter, config);
        OwnEntries own = new OwnEntries(folder, channel);
        Benchmarking benchmarking = new Benchmarking(disk, benchmarks, own,
                new TrainerBenchmark(name -> new TrainerProcess(commands.get(name), TrainerLimits.DEFAULT), config.data(),
                        folder.path().resolve("work")),
                lender(charter, confiding), Clock.systemUTC());
        if (benchmarking.claimStands()) {
            if (!benchmarks.due().isEmpty()) {
                notices.accept(new Notice(Notice.Kind.PROBLEM, "a claim is outstanding, which goes first; the benchmark of "
                        + names(benchmarks.due()) + " comes at the next start"));
            }
            return true;
        }
        benchmarking.sendLeft();
        enterWitness(own, disk);
        witness.start(channel);
        benchmarks.impossible().forEach(reference -> tellOnce(Notice.Kind.PROBLEM, "no training with trainer " + reference.trainer()
                + " is given to this worker: the charter's benchmark needs data " + reference.data() + ", which "
                + folder.workerYaml() + " does not name"));
        forgetDone(benchmarks);
        List<ReferenceSpeed> due = due(benchmarks);
        if (due.isEmpty() || control.isLeaving()) {
            return true;
        }
        Optional<String> closed = closed();
        if (closed.isPresent()) {
            control.publishMeasuring(true);
            tellOnce(Notice.Kind.SITE, "the benchmark of " + names(due) + " waits: " + closed.get());
            stopped.await(LOOK_SECONDS, TimeUnit.SECONDS);
            return false;
        }
        control.publishMeasuring(false);
        benchmarking.run(due, () -> isStopped() || control.isLeaving() || closed().isPresent());
        if (closed().isPresent() && !control.isLeaving()) {
            return false;
        }
        forgetDone(benchmarks);
        giveUp();
        return true;
    }

    private List<ReferenceSpeed> due(Benchmarks benchmarks) throws IOException {
        List<ReferenceSpeed> due = new ArrayList<>(benchmarks.due());
        benchmarks.possible().stream().filter(reference -> wanted.containsKey(reference.trainer()) && !due.contains(reference))
                .forEach(due::add);
        return due;
    }

    /** An answer may have come late: what stood in the outbox is entered now. */
    private void forgetDone(Benchmarks benchmarks) throws IOException {
        for (String trainer : List.copyOf(wanted.keySet())) {
            if (!benchmarks.entered(trainer).equals(wanted.get(trainer))) {
                wanted.remove(trainer);
                failing.remove(trainer);
            }
        }
    }

    /** A coordinator that does not take this worker as a witness keeps it from nothing else. */
    private void enterWitness(OwnEntries own, Disk disk) throws IOException, StatusException {
        try {
            if (!control.isLeaving()) {
                witness.enter(own, disk);
            }
        } catch (StatusException e) {
            if (isAway(e) || Failures.refusesCertificate(e.getStatus()) || benchmarkStands(disk)) {
                throw e;
            }
            witness.refused(e);
        }
    }

    private Benchmarking.Lender lender(CharterDocument charter, Confiding confiding) throws IOException {
        Enrolled enrolled = folder.enrolled();
        return Benchmarking.Lender.of(new WorkerId(enrolled.organization(), enrolled.worker().orElseThrow()), config.devices(),
                SiteMeters.agreed(charter, folder.path(), config.devices()),
                text -> notices.accept(new Notice(Notice.Kind.SITE, text)),
                text -> notices.accept(new Notice(Notice.Kind.PROBLEM, text)), confiding);
    }

    /** Why the site lends nothing now. A budget is about what is lent, which a benchmark is not. */
    private Optional<String> closed() {
        if (control.isPaused()) {
            return Optional.of(Closed.PAUSED);
        }
        Policy policy = config.policy();
        return policy.closed(Spent.nothing(policy.zone()), System.currentTimeMillis()).map(Closed::reason);
    }

    private void tellOnce(Notice.Kind kind, String text) {
        if (told.add(text)) {
            notices.accept(new Notice(kind, text));
        }
    }

    private String again() {
        return "; trying again, every " + againMillis / 1000 + " s at least";
    }

    /** One that was restored is busy until it was told what its workers hold: what the hello of a session would say. */
    private void report(CoordinatorChannel channel) throws IOException {
        try {
            Holdings.report(channel, folder);
        } catch (StatusException e) {
            tellOnce(Notice.Kind.LINK, "the coordinator takes no report of what is held of its ledger here: "
                    + Failures.text(e.getStatus()));
        }
    }

    /** Called when no claim stands there. */
    private static boolean benchmarkStands(Disk disk) throws IOException {
        return !disk.list("outbox").isEmpty();
    }

    private static boolean isBusy(StatusException e) {
        return e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED;
    }

    /** Whether to wait and try again; so it is while clocks differ, until somebody sets them. */
    private static boolean isAway(StatusException e) {
        Status.Code code = e.getStatus().getCode();
        return code == Status.Code.UNAVAILABLE && (!Failures.isAboutCertificates(e.getStatus()) || Failures.clocksDiffer(e.getStatus()))
                || code == Status.Code.DEADLINE_EXCEEDED
                || isBusy(e);
    }

    private static String names(List<ReferenceSpeed> references) {
        return String.join(", ", references.stream().map(ReferenceSpeed::trainer).toList());
    }
}
