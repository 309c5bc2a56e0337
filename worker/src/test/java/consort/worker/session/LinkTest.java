package consort.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Observation;
import consort.proto.CoordinatorMessage;
import consort.proto.Hello;
import consort.proto.Welcome;
import consort.proto.WorkerMessage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LinkTest {

    @Test
    void reconnectsWithGrowingPausesUpToTheCap() {
        Scenario session = Scenario.started();
        session.forget();

        for (int failures = 1; failures <= 12; failures++) {
            session.disconnect();
            long bound = Math.min(Timing.DEFAULT.reconnectCapMillis(), Timing.DEFAULT.reconnectBaseMillis() << failures);
            assertThat(session.only(Effect.Connect.class).delayMillis()).isBetween(bound / 2, bound);
            session.forget();
        }
    }

    @Test
    void tellsOnceThatTheCoordinatorIsAwayAndOnceThatItIsBack() {
        Scenario session = Scenario.started();
        session.forget();

        for (int failures = 1; failures <= 5; failures++) {
            session.disconnect("pool.example:7443 (Connection refused)");
        }
        session.disconnect("pool.example:7443 (No route to host)");
        session.connect(0);

        assertThat(session.told()).satisfiesExactly(
                first -> assertThat(first).startsWith("no connection: pool.example:7443 (Connection refused); trying again in 1 s")
                        .endsWith("at least every 5 s"),
                other -> assertThat(other).startsWith("no connection: pool.example:7443 (No route to host)"),
                back -> assertThat(back).isEqualTo("connected again"));
    }

    @Test
    void startsThePausesOverAfterAStableConnection() {
        Scenario session = Scenario.started();
        session.disconnect();
        session.disconnect();
        session.connect(0);
        session.passes(Timing.DEFAULT.stableMillis());
        session.forget();

        session.disconnect();

        assertThat(session.only(Effect.Connect.class).delayMillis()).isLessThanOrEqualTo(Timing.DEFAULT.reconnectBaseMillis());
    }

    @Test
    void ignoresNewsOfOldConnections() {
        Scenario session = Scenario.online();
        session.disconnect();
        session.connect(0);
        session.forget();

        session.happens(new Event.Disconnected(1, "old"));
        session.happens(new Event.Received(1, Scenario.task(9, consort.ledger.entry.LeaseKind.TRAIN)));
        session.happens(new Event.Rejected(1, Fatal.CERTIFICATE, "old"));

        assertThat(session.effects()).isEmpty();
    }

    @Test
    void hangsUpWhenHelloIsNotAnswered() {
        Scenario session = Scenario.started();
        session.happens(new Event.Connected(1));
        session.forget();

        session.passes(Timing.DEFAULT.welcomeMillis());

        assertThat(session.only(Effect.Disconnect.class).connection()).isEqualTo(1);
        assertThat(session.only(Effect.Connect.class).connection()).isEqualTo(2);
    }

    @Test
    void hangsUpWhenThereIsATaskBeforeTheWelcome() {
        Scenario session = Scenario.started();
        session.happens(new Event.Connected(1));
        session.forget();

        session.task(3);

        assertThat(session.only(Effect.Disconnect.class).connection()).isEqualTo(1);
        assertThat(session.effects(Effect.Fetch.class)).isEmpty();
    }

    @Test
    void trainsOnWhileDisconnectedAndClaimsAfterwards() {
        Scenario session = Scenario.online();
        session.task(3);
        session.happens(new Event.Fetched(Scenario.DIGEST));
        session.disconnect();
        session.forget();

        session.happens(new Event.Progressed(3, 5, 20, OptionalLong.of(1)));
        session.trained(3);
        session.happens(new Event.Formed(3, new UpdateRef(Scenario.UPDATE, 4000)));
        session.synced();
        assertThat(session.effects(Effect.Send.class)).isEmpty();
        assertThat(session.effects(Effect.Upload.class)).isEmpty();

        session.happens(new Event.Connected(session.state.link().connection()));
        assertThat(hello(session).getLeasesList()).containsExactly(3L);
        session.receives(welcome(0));
        assertThat(session.effects(Effect.Upload.class)).hasSize(1);
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        assertThat(session.sent().filter(WorkerMessage::hasClaim)).hasSize(1);
    }

    @Test
    void sendsTheClaimAgainAfterEveryReconnectUntilThereIsAReceipt() {
        Scenario session = Scenario.online();
        PendingClaim claim = session.claimed(3);
        session.happens(new Event.Uploaded(Scenario.UPDATE));

        for (int i = 0; i < 5; i++) {
            session.disconnect();
            session.forget();
            session.connect(i == 0 ? 0 : 1);
            assertThat(session.sent().filter(WorkerMessage::hasClaim))
                    .extracting(message -> message.getClaim().getEntry()).containsExactly(claim.entry());
        }

        session.receives(session.receipt(claim, Observation.Verdict.ACCEPTED, Scenario.LOG));
        session.happens(new Event.ReceiptKept(1));
        session.disconnect();
        session.forget();
        session.connect(1);
        assertThat(session.sent().filter(WorkerMessage::hasClaim)).isEmpty();
    }

    @Test
    void sendsAnUnansweredClaimAgainOnTheSameConnection() {
        Scenario session = Scenario.online();
        session.claimed(3);
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        session.forget();

        session.passes(Timing.DEFAULT.resendMillis() - 1);
        assertThat(session.effects()).isEmpty();
        session.passes(1);

        assertThat(session.sent().filter(WorkerMessage::hasClaim)).hasSize(1);
    }

    @Test
    void resumesAnUploadThatWasCutWithTheConnection() {
        Scenario session = Scenario.online();
        session.claimed(3);
        session.disconnect();
        session.happens(new Event.UploadFailed(Scenario.UPDATE, "cut", true));
        session.forget();

        session.connect(0);

        assertThat(session.effects(Effect.Upload.class)).hasSize(1);
    }

    @Test
    void resumesAFetchThatWasCutWithTheConnection() {
        Scenario session = Scenario.online();
        session.task(3);
        session.disconnect();
        session.happens(new Event.FetchFailed(Scenario.DIGEST, "cut", 10, true));
        assertThat(session.effects(Effect.Fetch.class)).hasSize(1);
        session.forget();

        session.connect(0);

        assertThat(session.effects(Effect.Fetch.class)).hasSize(1);
    }

    @Test
    void handsATaskBackWithTheNextWelcomeWhenTheLinkIsDown() {
        Scenario session = Scenario.online();
        session.task(3);
        session.disconnect();
        session.happens(new Event.FetchFailed(Scenario.DIGEST, "too large for the cache", 0, false));
        assertThat(session.sent()).isEmpty();
        session.forget();

        session.happens(new Event.Connected(session.state.link().connection()));
        assertThat(hello(session).getLeasesList()).containsExactly(3L);
        session.receives(welcome(0));

        assertThat(session.sent().filter(WorkerMessage::hasHandBack)).hasSize(1);
    }

    @Test
    void takesUpTheClaimAnEarlierProcessLeft() {
        PendingClaim left = Scenario.claim(7, 30, Optional.of(new UpdateRef(Scenario.UPDATE, 4000)));
        Scenario session = Scenario.started(new Recovered(6, Optional.of(left), List.of()));

        session.happens(new Event.Connected(1));
        assertThat(hello(session).getLeasesList()).containsExactly(30L);
        session.receives(welcome(6));
        assertThat(session.sent().filter(WorkerMessage::hasClaim))
                .extracting(message -> message.getClaim().getEntry()).containsExactly(left.entry());
        session.wantsUpdate(7);

        assertThat(session.effects(Effect.Upload.class)).hasSize(1);
    }

    @Test
    void endsWhenTheLedgerForgotAClaimItGaveAReceiptFor() {
        Scenario session = Scenario.started(new Recovered(6, Optional.empty(), List.of()));
        session.happens(new Event.Connected(1));

        session.receives(welcome(5));

        assertThat(session.only(Effect.Exit.class).exitCode()).isEqualTo(60);
    }

    @Test
    void goesOnAfterTheLedgersLastSeqWhenReceiptsAreMissing() {
        Scenario session = Scenario.started(new Recovered(2, Optional.empty(), List.of()));
        session.connect(5);
        session.forget();

        assertThat(session.claimed(3).seq()).isEqualTo(6);
    }

    @Test
    void endsWhenItsCertificateIsRefused() {
        Scenario session = Scenario.started();

        session.happens(new Event.Rejected(1, Fatal.CERTIFICATE, "revoked"));

        assertThat(session.only(Effect.Exit.class)).isEqualTo(new Effect.Exit(24, "revoked"));
        session.forget();
        session.passes(1_000_000);
        assertThat(session.effects()).isEmpty();
    }

    @Test
    void handsTheTaskBackAndStopsTheTrainerWhenAskedToStop() {
        Scenario session = Scenario.online();
        session.task(3);
        session.happens(new Event.Fetched(Scenario.DIGEST));
        session.forget();

        session.happens(new Event.StopRequested("Ctrl-C"));

        List<Effect> effects = session.effects().stream().filter(effect -> !(effect instanceof Effect.Tell)).toList();
        assertThat(effects).hasSize(3);
        assertThat(effects.get(0)).isEqualTo(new Effect.StopTrainer(3));
        assertThat(((Effect.Send) effects.get(1)).message().getHandBack().getReason()).isEqualTo("stopping");
        assertThat(effects.get(2)).isEqualTo(new Effect.Exit(0, "Ctrl-C"));
    }

    @Test
    void syncsAClaimBeforeItStops() {
        Scenario session = Scenario.online();
        session.task(3);
        session.happens(new Event.Fetched(Scenario.DIGEST));
        session.trained(3);

        session.happens(new Event.StopRequested("Ctrl-C"));
        assertThat(session.effects(Effect.Exit.class)).isEmpty();
        session.happens(new Event.Formed(3, new UpdateRef(Scenario.UPDATE, 4000)));
        assertThat(session.effects(Effect.Exit.class)).isEmpty();
        session.synced();

        assertThat(session.only(Effect.Exit.class).exitCode()).isZero();
    }

    @Test
    void stopsAtOnceWhenIdleOrOffline() {
        Scenario idle = Scenario.online();
        idle.happens(new Event.StopRequested("Ctrl-C"));
        assertThat(idle.effects(Effect.Exit.class)).hasSize(1);

        Scenario offline = Scenario.online();
        offline.task(3);
        offline.disconnect();
        offline.happens(new Event.StopRequested("Ctrl-C"));
        assertThat(offline.effects(Effect.Exit.class)).hasSize(1);
    }

    private static Hello hello(Scenario session) {
        return session.sent().filter(WorkerMessage::hasHello).toList().getLast().getHello();
    }

    private static CoordinatorMessage welcome(long lastSeq) {
        return CoordinatorMessage.newBuilder().setWelcome(Welcome.newBuilder().setLastSeq(lastSeq)).build();
    }
}
