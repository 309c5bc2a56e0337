package consort.coordinator.core;

import consort.coordinator.core.Ephemeral.Away;
import consort.coordinator.core.Ephemeral.LeaseProgress;
import consort.coordinator.core.Ephemeral.Session;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Limits;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.WorkerView;
import consort.ledger.json.JsonValue;
import consort.proto.Availability;
import consort.proto.CoordinatorMessage;
import consort.proto.HandBack;
import consort.proto.Hello;
import consort.proto.Progress;
import consort.proto.Welcome;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Workers' streams. The newest stream of a worker is the one that counts; a hello ends the one before. A worker that comes
 * back is told of the leases it does not name: they are sent again.
 */
final class Sessions {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final int MAX_NAMES = 64;
    private static final int MAX_LEASES = 64;

    private Sessions() {
    }

    static void received(Turn turn, Event.Received event) {
        boolean current = turn.ephemeral().session(event.worker()).filter(open -> open.id() == event.session()).isPresent();
        switch (event.message().getMessageCase()) {
            case HELLO -> hello(turn, event, current);
            case CLAIM -> {
                if (current) {
                    Claims.offered(turn, event);
                }
            }
            case PROGRESS -> {
                if (current) {
                    progress(turn, event.worker(), event.message().getProgress());
                }
            }
            case HAND_BACK -> {
                if (current) {
                    handBack(turn, event.worker(), event.message().getHandBack());
                }
            }
            case AVAILABILITY -> {
                if (current) {
                    availability(turn, event.worker(), event.message().getAvailability());
                }
            }
            case PROOF_WANTED -> {
                if (current) {
                    ProofWishes.wanted(turn, event, event.message().getProofWanted());
                }
            }
            case MESSAGE_NOT_SET -> close(turn, event, "a message without content; is this worker newer than the coordinator?");
        }
    }

    static void disconnected(Turn turn, Event.Disconnected event) {
        Ephemeral ephemeral = turn.ephemeral();
        if (ephemeral.session(event.worker()).filter(open -> open.id() == event.session()).isPresent()) {
            ephemeral.sessions.remove(event.worker());
            ephemeral.absentSince.put(event.worker(), turn.monotonicMillis());
        }
    }

    private static void hello(Turn turn, Event.Received event, boolean current) {
        Hello hello = event.message().getHello();
        WorkerView worker = turn.state().workers().get(event.worker());
        Optional<String> fault = fault(hello);
        if (worker == null) {
            close(turn, event, "worker " + event.worker() + " has no key in the ledger");
        } else if (Operations.barred(turn.state(), event.worker()).isPresent()) {
            turn.release(new Effect.BarSession(event.worker(), event.session(),
                    Operations.barred(turn.state(), event.worker()).get()));
        } else if (current) {
            close(turn, event, "a second hello on one stream");
        } else if (fault.isPresent()) {
            close(turn, event, "hello refused: " + fault.get());
        } else {
            turn.ephemeral().session(event.worker()).ifPresent(old -> turn.release(new Effect.CloseSession(
                    event.worker(), old.id(), "worker " + event.worker() + " opened another stream")));
            Session session = new Session(event.session(), Set.copyOf(hello.getTrainersList()),
                    Set.copyOf(hello.getDataList()), hello.getDevices(),
                    hello.hasAvailability() ? away(turn, hello.getAvailability()) : Optional.empty(), Set.of(),
                    Set.copyOf(hello.getMeasuresList()));
            turn.ephemeral().sessions.put(event.worker(), session);
            turn.ephemeral().lastSessions.put(event.worker(), session);
            turn.ephemeral().absentSince.remove(event.worker());
            turn.release(new Effect.Send(event.worker(), session.id(), CoordinatorMessage.newBuilder()
                    .setWelcome(Welcome.newBuilder().setLastSeq(turn.state().lastSeq(worker.key()))).build()));
            compareLeases(turn, worker, session, new HashSet<>(hello.getLeasesList()));
            Remeasuring.greeted(turn, event.worker(), session);
        }
    }

    /** Sends the open lease that the worker does not name, and cancels those it names in vain. */
    private static void compareLeases(Turn turn, WorkerView view, Session session, Set<Long> named) {
        WorkerId worker = view.id();
        Optional<LeaseView> open = turn.state().openLeaseOf(worker);
        if (open.isPresent() && !named.contains(open.get().lease().lease())) {
            turn.release(new Effect.SendTask(worker, session.id(), open.get().lease().lease()));
        }
        for (long lease : named) {
            Optional<LeaseView> own = turn.state().lease(lease).filter(one -> one.isOf(view));
            String reason = own.isEmpty() ? "unknown" : own.get().ended().map(LeaseEnded.Reason::text).orElse("");
            if (!reason.isEmpty()) {
                turn.release(Leases.cancel(worker, session, lease, reason));
            }
        }
    }

    private static Optional<String> fault(Hello hello) {
        return namesFault("trainers", hello.getTrainersList())
                .or(() -> namesFault("data", hello.getDataList()))
                .or(() -> namesFault("measures", hello.getMeasuresList()))
                .or(() -> hello.getDevices() < 1 || hello.getDevices() > Limits.MAX_DEVICES
                        ? Optional.of("devices must be 1 to " + Limits.MAX_DEVICES + ", not " + hello.getDevices())
                        : Optional.empty())
                .or(() -> hello.getLeasesCount() > MAX_LEASES
                        ? Optional.of("more than " + MAX_LEASES + " leases") : Optional.empty());
    }

    private static Optional<String> namesFault(String what, List<String> names) {
        if (names.size() > MAX_NAMES) {
            return Optional.of("more than " + MAX_NAMES + " " + what);
        }
        return names.stream().filter(name -> !NAME.matcher(name).matches()).findFirst()
                .map(name -> what + " must be names of a-z, 0-9 and -");
    }

    private static void progress(Turn turn, WorkerId worker, Progress progress) {
        boolean own = turn.state().openLeaseOf(worker).filter(open -> open.lease().lease() == progress.getLease()).isPresent();
        if (own) {
            Leases.signOfLife(turn, progress.getLease());
            turn.ephemeral().progress.put(progress.getLease(),
                    new LeaseProgress(bounded(progress.getStep()), bounded(progress.getSteps()),
                            bounded(progress.getLossMillionths())));
        }
    }

    /** Shown, and believed by nobody; but the status document holds no larger integers. */
    private static long bounded(long value) {
        return Math.clamp(value, -JsonValue.MAX_INTEGER, JsonValue.MAX_INTEGER);
    }

    private static void handBack(Turn turn, WorkerId worker, HandBack handBack) {
        boolean checking = turn.ephemeral().pendingClaims.containsKey(worker);
        turn.state().openLeaseOf(worker)
                .filter(open -> open.lease().lease() == handBack.getLease() && !checking)
                .ifPresent(open -> {
                    if (handBack.getNotAgain()) {
                        turn.ephemeral().sessions.computeIfPresent(
                                worker, (_, session) -> session.declining(open.lease().run()));
                    }
                    Leases.handBack(turn, open.lease(), handBack.getReason());
                });
    }

    private static void availability(Turn turn, WorkerId worker, Availability said) {
        turn.ephemeral().sessions.computeIfPresent(worker, (_, session) -> session.with(away(turn, said)));
    }

    private static Optional<Away> away(Turn turn, Availability said) {
        return said.getAvailable() ? Optional.empty()
                : Optional.of(new Away(Troubles.printable(said.getReason()), Math.max(0, bounded(said.getForMillis())), turn.monotonicMillis()));
    }

    static void close(Turn turn, Event.Received event, String reason) {
        turn.release(new Effect.CloseSession(event.worker(), event.session(), reason));
    }
}
