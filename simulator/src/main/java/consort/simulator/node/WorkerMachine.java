package consort.simulator.node;

import consort.ledger.disk.Disk;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Opening;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import consort.ledger.note.SignerKey;
import consort.proto.WorkerMessage;
import consort.simulator.ViolationException;
import consort.simulator.check.RestartWatch;
import consort.simulator.fault.Fault;
import consort.simulator.fault.Hazard;
import consort.simulator.machine.Machine;
import consort.simulator.machine.ProcessEndedException;
import consort.simulator.machine.Program;
import consort.worker.agent.Agent;
import consort.worker.confidential.Confiding;
import consort.worker.confidential.SiteConfidences;
import consort.worker.outbox.Outbox;
import consort.worker.session.Effect;
import consort.worker.session.Event;
import consort.worker.session.Fatal;
import consort.worker.session.Notice;
import consort.worker.session.Now;
import consort.worker.session.Site;
import consort.worker.session.Timing;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** A worker: the real agent, session and outbox on a machine that can die. */
public final class WorkerMachine implements Program {

    /** What a worker can do wrong in a task. */
    public static final Set<Fault> MISCONDUCT = Set.of(Fault.LATE, Fault.FAILING, Fault.NOT_FINITE, Fault.WRONG_SHAPE, Fault.FAR_AWAY,
            Fault.INFLATED);
    /** What a hostile one sends beside. */
    public static final Set<Fault> NUISANCES = Set.of(Fault.REPLAY, Fault.EQUIVOCATE, Fault.FORGED);

    private static final long TICK_MILLIS = 1000;
    private static final long HANDLING_MILLIS = 3;
    private static final int SALT_SEED = 0x5a17;

    private final Machine machine;
    private final Site site;
    private final SignerKey key;
    private final Wire wire;
    private final RandomGenerator random;
    /** Apart from {@link #random}, so that what is committed to changes no run. */
    private final RandomGenerator salts;
    /** What the worker's program sees of the machine's disk; a mutation of it is what the tests of this simulator do. */
    private final UnaryOperator<Disk> view;
    private Map<Fault, Hazard> misconduct = Map.of();
    private final Set<String> unfit = new HashSet<>();
    private final RestartWatch restarts;
    private int tasksBegun;
    private boolean turnedAway;
    private Meddler meddler = Meddler.NONE;
    private Optional<Process> process = Optional.empty();
    private LongConsumer measuring = _ -> { };
    /** Whether a benchmark is done, which outlives the machine as the file in a real outbox does; no agent runs meanwhile. */
    private boolean measures;

    /** @param restarts told of each task that is begun, and of each claim */
    public WorkerMachine(Machine machine, Site site, SignerKey key, Wire wire, RandomGenerator random,
            UnaryOperator<Disk> view, RestartWatch restarts) {
        this.machine = machine;
        this.site = site;
        this.key = key;
        this.wire = wire;
        this.random = random;
        this.salts = new SplittableRandom(SALT_SEED ^ (site.organization() + "/" + site.worker()).hashCode());
        this.view = view;
        this.restarts = restarts;
    }

    /** Lets tasks be done badly. */
    public void misbehave(Map<Fault, Hazard> hazards) {
        misconduct = hazards;
    }

    /** Lets what is sent be meddled with. */
    public void turnHostile(Map<Fault, Hazard> nuisances) {
        meddler = nuisances.isEmpty() ? Meddler.NONE : new HostileMeddler(site.domain(), key, nuisances);
    }

    /** The operator may evict this worker for a while, or its organization withdraw it. */
    public void mayBeTurnedAway() {
        turnedAway = true;
    }

    /** @param begin does a benchmark and enters it with a seq; {@link #measured} ends it */
    public void measuresBy(LongConsumer begin) {
        measuring = begin;
    }

    /** The benchmark was answered. */
    public void measured() {
        measures = false;
    }

    public boolean hostile() {
        return meddler != Meddler.NONE;
    }

    public Machine machine() {
        return machine;
    }

    public WorkerId id() {
        return new WorkerId(site.organization(), site.worker());
    }

    public SignerKey key() {
        return key;
    }

    Wire wire() {
        return wire;
    }

    RandomGenerator random() {
        return random;
    }

    Meddler meddler() {
        return meddler;
    }

    /** An update was formed that nobody may accept. */
    void formedUnfit(String update) {
        unfit.add(update);
    }

    /** The digests of updates that nobody may accept. */
    public Set<String> unfit() {
        return unfit;
    }

    /** A trainer is about to begin a task. */
    void begins(long lease) {
        tasksBegun++;
        restarts.begins(id(), lease, hostile());
    }

    /** How many tasks were begun here, those included that were begun again after a death. */
    public int tasksBegun() {
        return tasksBegun;
    }

    /** A message is about to go out. A claim is kept before. */
    void sends(WorkerMessage message) {
        if (message.hasClaim() && Entries.parse(message.getClaim().getEntry().toByteArray()).body() instanceof UsageClaim claim) {
            restarts.claims(claim.lease());
        }
    }

    Conduct conduct() {
        return Conduct.draw(misconduct);
    }

    @Override
    public void start() throws IOException {
        if (measures) {
            machine.after(TICK_MILLIS, this::start);
        } else {
            begin();
        }
    }

    private void begin() throws IOException {
        Process started = new Process();
        process = Optional.of(started);
        started.agent.start();
        started.mindExit();
        machine.after(TICK_MILLIS, started::tick);
    }

    @Override
    public void died() {
        process = Optional.empty();
        restarts.died(id());
    }

    /** One life of the agent. */
    private final class Process {

        private final Agent agent;
        private final ArrayDeque<Event> inbox = new ArrayDeque<>();

        Process() throws IOException {
            SimulatedTransfers transfers = new SimulatedTransfers(WorkerMachine.this);
            Disk disk = view.apply(machine.disk());
            Confiding confiding = new SiteConfidences(SiteConfidences.open(disk), this::facts, this::salt);
            Agent.Ports ports = new Agent.Ports(new SimulatedStreams(WorkerMachine.this), transfers,
                    new SimulatedWorkbench(WorkerMachine.this, transfers), (_, _) -> { }, this::now, this::notice, confiding);
            agent = new Agent(site, Timing.DEFAULT, Outbox.open(disk), key, ports, random, this::post);
        }

        private Map<PrivateField, JsonValue> facts(String data) {
            return Map.of(PrivateField.HOST, new JsonString(machine.name()), PrivateField.DATA_BYTES, new JsonInteger(data.length()));
        }

        private byte[] salt() {
            byte[] salt = new byte[Opening.SALT_BYTES];
            salts.nextBytes(salt);
            return salt;
        }

        private Now now() {
            return new Now(machine.clock().wallMillis(), machine.clock().monotonicMillis());
        }

        private void notice(Notice notice) {
            machine.tell(notice.text());
        }

        private void post(Event event) {
            inbox.add(event);
            if (inbox.size() == 1) {
                machine.after(random.nextLong(HANDLING_MILLIS), this::handleAll);
            }
        }

        private void handleAll() throws IOException {
            while (!inbox.isEmpty() && machine.alive()) {
                handle(inbox.peek());
                inbox.poll();
            }
        }

        private void tick() throws IOException {
            handle(new Event.Tick());
            if (agent.exit().isEmpty()) {
                machine.after(TICK_MILLIS, this::tick);
            }
        }

        private void handle(Event event) throws IOException {
            if (agent.exit().isEmpty()) {
                agent.handle(event);
                mindExit();
            }
        }

        /** An agent may end for its disk, or for being turned away, to be started again; for nothing else in here. */
        private void mindExit() throws IOException {
            if (agent.exit().flatMap(Effect.Exit::measure).isPresent()) {
                measures = true;
                measuring.accept(agent.state().lastSeq() + 1);
                WorkerMachine.this.start();
                return;
            }
            agent.exit().ifPresent(exit -> {
                if (exit.exitCode() == Agent.EXIT_DISK) {
                    throw new ProcessEndedException(exit.message(), null);
                }
                boolean refused = turnedAway && exit.exitCode() == Fatal.REFUSED.exitCode();
                if (!hostile() && !refused) {
                    throw new ViolationException(machine.name() + " ended with " + exit.exitCode() + ": " + exit.message());
                }
                throw new ProcessEndedException(exit.message(), null);
            });
        }
    }
}
