package consort.worker.session;

import consort.ledger.json.JsonValue;
import consort.proto.Cancel;
import consort.proto.CoordinatorMessage;
import consort.proto.HandBack;
import consort.proto.Hello;
import consort.proto.Task;
import consort.proto.Welcome;
import consort.proto.WorkerMessage;
import consort.worker.policy.Closed;
import consort.worker.policy.Spent;
import consort.worker.session.Lending.Device;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** The transitions. Holds nothing that changes. */
public final class Session {

    private static final long AHEAD_MILLIS = Duration.ofDays(1).toMillis();

    private final Site site;
    private final Timing timing;

    public Session(Site site, Timing timing) {
        this.site = site;
        this.timing = timing;
    }

    /** The first step of a process: takes up what an earlier one left, and connects. */
    public Step start(Recovered recovered, Now now, RandomGenerator random) {
        Work work = recovered.pending()
                .<Work>map(claim -> new Sent(claim, 0, now.monotonicMillis()))
                .orElseGet(Idle::new);
        long lastLease = recovered.pending().map(PendingClaim::lease).orElse(0L);
        Turn turn = new Turn(site, timing,
                new SessionState(new Link.Connecting(1, 0, ""), work, recovered.lastKeptSeq(), lastLease, Optional.empty(),
                        Optional.empty(), Lending.with(spent(recovered, now)), site.logKeys(), Proving.of(recovered)), now, random);
        recovered.pending().ifPresent(claim -> turn.tell(Notice.Kind.CLAIM,
                "claim " + claim.seq() + " for lease " + claim.lease() + " is still in the outbox and will be sent again"));
        turn.emit(new Effect.Connect(1, 0));
        return turn.done();
    }

    /** Without what a clock that stood far ahead noted: it would count for the days to come, and hide those before. */
    private Spent spent(Recovered recovered, Now now) {
        return recovered.uses().stream().filter(use -> use.timeMillis() <= now.wallMillis() + AHEAD_MILLIS).reduce(Spent.nothing(site.policy().zone()), Spent::plus, (_, last) -> last);
    }

    /** What one event leads to. After {@link Effect.Exit} nothing leads to anything. */
    public Step step(SessionState state, Event event, Now now, RandomGenerator random) {
        Turn turn = new Turn(site, timing, state, now, random);
        if (!turn.closed()) {
            happened(event, turn);
        }
        return turn.done();
    }

    private void happened(Event event, Turn turn) {
        switch (event) {
            case Event.Connected(long connection) -> connected(connection, turn);
            case Event.Disconnected(long connection, String reason) -> disconnected(connection, reason, turn);
            case Event.Rejected rejected -> rejected(rejected, turn);
            case Event.Received(long connection, CoordinatorMessage message) -> received(connection, message, turn);
            case Event.StopRequested(String cause) -> turn.stopping(cause);
            case Event.PauseAsked(boolean pause) -> turn.lends(turn.state().lending().withPaused(pause));
            case Event.LeaveAsked _ -> turn.lends(turn.state().lending().withLeaving());
            case Event.GapAsked _ -> turn.lends(turn.state().lending().withGap());
            case Event.DeviceFreed _ -> freed(turn);
            case Event.UnprovenFound(Backlog backlog) -> ProofRules.found(backlog, turn);
            case Event.Tick tick -> {
                checkWelcome(turn);
                ProofRules.ticked(turn);
                turn.state().work().happened(tick, turn);
            }
            default -> turn.state().work().happened(event, turn);
        }
        takeNext(turn);
        stopIfAsked(turn);
        if (!turn.closed()) {
            LendingRules.reconsider(turn);
        }
    }

    private static void freed(Turn turn) {
        if (turn.state().lending().device() == Device.ENDING) {
            turn.lends(turn.state().lending().with(Device.FREE));
        }
    }

    private void takeNext(Turn turn) {
        Optional<Task> next = turn.state().next();
        if (next.isPresent() && (turn.state().work() instanceof Idle || turn.state().stopCause().isPresent())) {
            turn.putOff(Optional.empty());
            task(next.get(), turn);
        }
    }

    /** A stage may need two calls: one to give its task back, one, at rest, to end. */
    private static void stopIfAsked(Turn turn) {
        for (int i = 0; i < 2 && turn.state().stopCause().isPresent() && !turn.closed(); i++) {
            turn.state().work().stop(turn.state().stopCause().get(), turn);
        }
    }

    private void connected(long connection, Turn turn) {
        if (!(turn.state().link() instanceof Link.Connecting connecting) || connecting.connection() != connection) {
            return;
        }
        turn.become(new Link.Greeting(connection, connecting.attempt(), turn.now().monotonicMillis(), connecting.trouble()));
        Hello.Builder hello = Hello.newBuilder()
                .addAllTrainers(site.trainers().stream().sorted().toList())
                .addAllData(site.data().stream().sorted().toList())
                .setDevices(site.devices())
                .addAllMeasures(site.measuredMillis().keySet().stream().sorted().toList())
                .setHeldCheckpoint(ProofRules.held(turn));
        OptionalLong lease = turn.state().work().lease();
        lease.ifPresent(hello::addLeases);
        LendingRules.introduced(turn).ifPresent(hello::setAvailability);
        turn.emit(new Effect.Send(connection, WorkerMessage.newBuilder().setHello(hello).build()));
    }

    private void disconnected(long connection, String reason, Turn turn) {
        Link link = turn.state().link();
        if (link.connection() != connection) {
            return;
        }
        int attempt = switch (link) {
            case Link.Connecting connecting -> connecting.attempt() + 1;
            case Link.Greeting greeting -> greeting.attempt() + 1;
            case Link.Online online ->
                    turn.now().monotonicMillis() - online.sinceMillis() >= timing.stableMillis() ? 0 : online.attempt() + 1;
            case Link.Closed closed -> 0;
        };
        // The hello of the next connection does not name it, so it comes again.
        turn.putOff(Optional.empty());
        String trouble = PeerText.shown(reason);
        long delayMillis = turn.reconnect(attempt, trouble);
        if (!trouble.equals(told(link))) {
            turn.tell(Notice.Kind.LINK, (link instanceof Link.Online ? "connection lost: " : "no connection: ") + trouble
                    + "; trying again in " + Math.ceilDiv(delayMillis, 1000) + " s, and then at least every "
                    + Math.ceilDiv(timing.reconnectCapMillis(), 1000) + " s");
        }
    }

    /** An outage is told once, not with every attempt, unless it turns into another. */
    private static String told(Link link) {
        return switch (link) {
            case Link.Connecting connecting -> connecting.trouble();
            case Link.Greeting greeting -> greeting.trouble();
            case Link.Online online -> "";
            case Link.Closed closed -> "";
        };
    }

    private void rejected(Event.Rejected rejected, Turn turn) {
        if (turn.state().link().connection() == rejected.connection()) {
            turn.fail(rejected.fatal(), PeerText.shown(rejected.detail()));
        }
    }

    private void checkWelcome(Turn turn) {
        boolean late = turn.state().link() instanceof Link.Greeting greeting
                && turn.now().monotonicMillis() - greeting.sinceMillis() >= timing.welcomeMillis();
        if (late) {
            hangUp("the coordinator did not answer hello within " + timing.welcomeMillis() + " ms", turn);
        }
    }

    private void hangUp(String reason, Turn turn) {
        long connection = turn.state().link().connection();
        turn.emit(new Effect.Disconnect(connection, reason));
        disconnected(connection, reason, turn);
    }

    private void received(long connection, CoordinatorMessage message, Turn turn) {
        Link link = turn.state().link();
        if (link.connection() != connection) {
            return;
        }
        boolean welcome = message.getMessageCase() == CoordinatorMessage.MessageCase.WELCOME;
        switch (link) {
            case Link.Greeting greeting when welcome -> welcomed(greeting, message.getWelcome(), turn);
            case Link.Online online when !welcome -> instructed(message, turn);
            default -> hangUp("unexpected message " + message.getMessageCase(), turn);
        }
    }

    private void welcomed(Link.Greeting greeting, Welcome welcome, Turn turn) {
        long held = welcome.getLastSeq();
        long kept = turn.state().lastSeq();
        if (held < kept) {
            turn.fail(Fatal.TAMPERING, "the coordinator's ledger ends at claim " + held + " of this worker, but claim " + kept
                    + " has a receipt here. Keep receipts/ and run: consort audit verify");
            return;
        }
        if (held >= JsonValue.MAX_INTEGER) {
            hangUp("the coordinator's ledger cannot end at claim " + held + " of this worker: no claim could follow", turn);
            return;
        }
        if (!LogKeyRules.learned(welcome, turn)) {
            return;
        }
        turn.become(new Link.Online(greeting.connection(), greeting.attempt(), turn.now().monotonicMillis(), held));
        turn.tell(Notice.Kind.LINK, greeting.trouble().isEmpty() ? "connected" : "connected again");
        LendingRules.remind(turn);
        if (!turn.state().work().holdsClaim()) {
            turn.takeHeldSeq();
        }
        turn.state().work().welcomed(turn);
        ProofRules.welcomed(turn);
    }

    private void instructed(CoordinatorMessage message, Turn turn) {
        Work work = turn.state().work();
        switch (message.getMessageCase()) {
            case TASK -> task(message.getTask(), turn);
            case RECEIPT -> work.receipted(message.getReceipt(), turn);
            case UPDATE_WANTED -> work.updateWanted(message.getUpdateWanted(), turn);
            case CANCEL -> canceled(message.getCancel(), turn);
            case PROOF -> ProofRules.came(message.getProof(), turn);
            case BENCHMARK_WANTED -> LendingRules.benchmarkWanted(message.getBenchmarkWanted().getTrainer(), turn);
            case CLAIM_REFUSED -> work.claimRefused(message.getClaimRefused(), turn);
            case WELCOME, MESSAGE_NOT_SET -> turn.tell(Notice.Kind.PROBLEM,
                    "the coordinator sent a message this version does not know; perhaps you should update");
        }
    }

    private void canceled(Cancel cancel, Turn turn) {
        OptionalLong lease = turn.state().work().lease();
        if (turn.state().next().filter(next -> next.getLease() == cancel.getLease()).isPresent()) {
            turn.putOff(Optional.empty());
        }
        if (lease.isPresent() && lease.getAsLong() == cancel.getLease()) {
            turn.state().work().canceled(cancel.getReason(), turn);
        }
    }

    private void task(Task task, Turn turn) {
        OptionalLong inHand = turn.state().work().lease();
        if (inHand.isPresent() && inHand.getAsLong() == task.getLease()) {
            return;
        }
        if (task.getLease() <= turn.state().lastLease()) {
            // The message that gave it back was lost with an earlier connection.
            decline(task.getLease(), "settled-before", turn);
        } else if (turn.state().stopCause().isPresent()) {
            decline(task.getLease(), "stopping", turn);
        } else if (turn.state().work() instanceof Forming || turn.state().work().holdsClaim()) {
            // The coordinator may have the claim already, and only its receipt was lost with an earlier connection.
            turn.putOff(Optional.of(task));
        } else if (!(turn.state().work() instanceof Idle)) {
            decline(task.getLease(), "busy", turn);
        } else {
            take(task, turn);
        }
    }

    private void take(Task task, Turn turn) {
        Optional<Closed> closed = LendingRules.now(turn);
        if (closed.isPresent()) {
            turn.handBack(task.getLease(), closed.get().reason());
            return;
        }
        switch (AssignmentRules.check(task, site, turn.logKeys(), turn.now().wallMillis())) {
            case AssignmentRules.Taken(Assignment assignment) when PolicyRules.refusal(task, assignment, turn).isPresent() ->
                    refuse(task, PolicyRules.refusal(task, assignment, turn).get(), turn);
            case AssignmentRules.Taken(Assignment assignment) -> {
                turn.tell(Notice.Kind.TASK, turn.name(assignment) + ": " + assignment.steps() + " steps of "
                        + assignment.trainer() + " on " + assignment.data());
                Fetching.begin(assignment, turn);
            }
            case AssignmentRules.Refused(String code, String text) -> {
                turn.tell(Notice.Kind.PROBLEM, "a task does not fit this site: " + text);
                turn.handBack(task.getLease(), code, true);
            }
        }
    }

    private static void refuse(Task task, PolicyRules.Refusal refusal, Turn turn) {
        turn.tell(Notice.Kind.SITE, "a task is refused by this site's policy: " + refusal.text());
        refusal.until().ifPresent(until -> turn.lends(turn.state().lending().withWithheld(until)));
        turn.handBack(task.getLease(), refusal.code(), refusal.until().isEmpty());
    }

    /** Gives back a task without touching the one in hand. */
    private void decline(long lease, String reason, Turn turn) {
        turn.send(WorkerMessage.newBuilder().setHandBack(
                HandBack.newBuilder().setLease(lease).setReason(reason)).build());
        turn.tell(Notice.Kind.TASK, "lease " + lease + " handed back: " + reason);
    }
}
